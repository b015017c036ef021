import {
  type SpdxAnnotation,
  type SpdxPackage,
  shortHash,
  spdxImageAnnotation,
  spdxOs,
  spdxPackages,
} from '#build/inventory/sbom/spdx-write.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { contentUuid } from './content-uuid.ts';
import { targetPurl } from './image-purl.ts';
import type { Render } from './report-format.ts';
import { sbomImage } from './sbom-image.ts';
import { wholeSeconds } from './times.ts';

interface Relationship {
  readonly spdxElementId: string;
  readonly relationshipType: 'DESCRIBES' | 'CONTAINS' | 'DEPENDS_ON';
  readonly relatedSpdxElement: string;
}

/** SPDX 2.3 (ISO/IEC 5962 successor), JSON. Package ↔ SPDX package lies in build/inventory/sbom, shared with the reader. */
export const renderSpdx: Render = (report) => {
  const stamp = {
    created: wholeSeconds(report.scannedAt),
    tool: `Tool: holdfast-${report.holdfast.version || 'unknown'}`,
  };
  const image = sbomImage(report);
  const root = rootOf(report, image ? [spdxImageAnnotation(image, stamp)] : []);
  const os = report.os && spdxOs(report.os, stamp);
  const { packages, extracted } = spdxPackages(report.packages, stamp);
  const content = {
    name: root.name,
    creationInfo: { created: stamp.created, creators: [stamp.tool] },
    packages: [root, ...(os ? [os] : []), ...packages],
    ...(extracted.length > 0 ? { hasExtractedLicensingInfos: extracted } : {}),
    relationships: relationshipsOf(report, root.SPDXID, os?.SPDXID, packages),
  };
  const readable = root.name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 100);
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    documentNamespace: `https://holdfast.dev/spdx/${readable}-${contentUuid(JSON.stringify(content))}`,
    ...content,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
};

function rootOf(report: ScanReport, annotations: readonly SpdxAnnotation[]): SpdxPackage {
  const { image, target } = report;
  const name = (image?.reference || target.reference).toWellFormed() || target.kind;
  const [algorithm, hex] = image?.digest?.split(':') ?? [];
  return {
    SPDXID: `SPDXRef-${image ? 'ContainerImage' : 'Source'}-${shortHash(name)}`,
    name,
    ...(image?.digest === undefined ? {} : { versionInfo: image.digest }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    primaryPackagePurpose: image ? 'CONTAINER' : target.kind === 'dir' ? 'SOURCE' : 'OTHER',
    ...(algorithm !== undefined && hex !== undefined
      ? { checksums: [{ algorithm: algorithm === 'sha512' ? 'SHA512' : 'SHA256', checksumValue: hex }] }
      : {}),
    ...(image
      ? {
          externalRefs: [
            { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: targetPurl(report) },
          ],
        }
      : {}),
    ...(annotations.length > 0 ? { annotations } : {}),
  };
}

/** The document describes the target, the target contains all, packages depend on what they say. */
function relationshipsOf(
  report: ScanReport,
  root: string,
  os: string | undefined,
  packages: readonly SpdxPackage[],
): Relationship[] {
  const relationships: Relationship[] = [
    { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: root },
  ];
  const contain = (id: string): void => {
    relationships.push({ spdxElementId: root, relationshipType: 'CONTAINS', relatedSpdxElement: id });
  };
  if (os !== undefined) contain(os);
  const idsOf = new Map<string, string[]>();
  report.packages.forEach(({ type, name, version }, index) => {
    const id = packages[index]?.SPDXID as string;
    contain(id);
    const key = `${type} ${name}@${version}`;
    const ids = idsOf.get(key);
    if (ids) ids.push(id);
    else idsOf.set(key, [id]);
  });
  report.packages.forEach(({ type, dependsOn = [] }, index) => {
    const id = packages[index]?.SPDXID as string;
    for (const other of new Set(dependsOn.flatMap((key) => idsOf.get(`${type} ${key}`) ?? []))) {
      if (other !== id)
        relationships.push({ spdxElementId: id, relationshipType: 'DEPENDS_ON', relatedSpdxElement: other });
    }
  });
  return relationships;
}
