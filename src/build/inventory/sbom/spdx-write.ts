import { createHash } from 'node:crypto';
import { compareText } from '#core/order.ts';
import type { OsInfo, Package } from '#core/package.ts';
import { type ExtractedLicence, spdxLicence } from './licences.ts';
import { type Facts, factsOfPackage } from './package-facts.ts';
import { factsOfImage, factsOfOs, type SbomImage } from './target-facts.ts';

/** Comments of our annotations begin with this; JSON follows. */
export const annotationPrefix = 'holdfast ';

export interface SpdxAnnotation {
  readonly annotationDate: string;
  readonly annotationType: 'OTHER';
  readonly annotator: string;
  readonly comment: string;
}

/** The part of an SPDX 2.3 package that we write. */
export interface SpdxPackage {
  readonly SPDXID: string;
  readonly name: string;
  readonly versionInfo?: string;
  readonly downloadLocation: 'NOASSERTION';
  readonly filesAnalyzed: false;
  readonly licenseConcluded: 'NOASSERTION';
  readonly licenseDeclared: string;
  readonly copyrightText: 'NOASSERTION';
  readonly supplier?: 'NOASSERTION';
  readonly sourceInfo?: string;
  readonly summary?: string;
  readonly primaryPackagePurpose: 'LIBRARY' | 'OPERATING_SYSTEM' | 'CONTAINER' | 'SOURCE' | 'FILE' | 'OTHER';
  readonly checksums?: readonly { readonly algorithm: 'SHA256' | 'SHA512'; readonly checksumValue: string }[];
  readonly externalRefs?: readonly {
    readonly referenceCategory: 'PACKAGE-MANAGER';
    readonly referenceType: 'purl';
    readonly referenceLocator: string;
  }[];
  readonly annotations?: readonly SpdxAnnotation[];
}

export interface SpdxStamp {
  /** `2026-01-02T03:04:05Z`: SPDX has no fractions of a second. */
  readonly created: string;
  /** `Tool: holdfast-1.2.3`. */
  readonly tool: string;
}

/** Packages in the order given, and the licence definitions they refer to, sorted by id. */
export function spdxPackages(
  packages: readonly Package[],
  stamp: SpdxStamp,
): { packages: SpdxPackage[]; extracted: ExtractedLicence[] } {
  const extracted = new Map<string, ExtractedLicence>();
  const taken = new Map<string, number>();
  const written = packages.map((found) => {
    const licence = spdxLicence(found.licenses ?? []);
    for (const each of licence.extracted) extracted.set(each.licenseId, each);
    const count = (taken.get(found.purl) ?? 0) + 1;
    taken.set(found.purl, count);
    return packageOf(found, spdxId(found, count), licence.expression, stamp);
  });
  return {
    packages: written,
    extracted: [...extracted.values()].sort((a, b) => compareText(a.licenseId, b.licenseId)),
  };
}

function packageOf(found: Package, id: string, licenseDeclared: string, stamp: SpdxStamp): SpdxPackage {
  const facts: Record<string, readonly string[]> = { ...factsOfPackage(found) };
  if (found.locations.length > 0) facts.locations = found.locations;
  // One declared expression stands for all licences; the list itself is kept where that would be lost.
  if (found.licenses && found.licenses.length > 1) facts.licenses = found.licenses;
  return {
    SPDXID: id,
    name: found.name,
    ...(found.version === '' ? {} : { versionInfo: found.version }),
    supplier: 'NOASSERTION',
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    ...(found.source ? { sourceInfo: `built package from: ${found.source.name} ${found.source.version}` } : {}),
    licenseConcluded: 'NOASSERTION',
    licenseDeclared,
    copyrightText: 'NOASSERTION',
    primaryPackagePurpose: 'LIBRARY',
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: found.purl }],
    annotations: [annotation(facts, stamp)],
  };
}

export function spdxOs(os: OsInfo, stamp: SpdxStamp): SpdxPackage {
  return {
    SPDXID: `SPDXRef-OperatingSystem-${shortHash(`${os.id} ${os.versionId}`)}`,
    name: os.id,
    ...(os.versionId === '' ? {} : { versionInfo: os.versionId }),
    ...(os.prettyName === undefined ? {} : { summary: os.prettyName }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    primaryPackagePurpose: 'OPERATING_SYSTEM',
    annotations: [annotation(factsOfOs(os), stamp)],
  };
}

export function spdxImageAnnotation(image: SbomImage, stamp: SpdxStamp): SpdxAnnotation {
  return annotation(factsOfImage(image), stamp);
}

function annotation(facts: Facts, { created, tool }: SpdxStamp): SpdxAnnotation {
  return {
    annotationDate: created,
    annotationType: 'OTHER',
    annotator: tool,
    comment: annotationPrefix + JSON.stringify(facts),
  };
}

/** SPDX 2.3 §7.2: letters, digits, `.` and `-`. The readable part helps people; the hash makes it one of a kind. */
function spdxId({ type, name, purl }: Package, count: number): string {
  const readable = name.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 60);
  return `SPDXRef-Package-${type}-${readable}-${shortHash(`${purl} ${count}`)}`;
}

export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
