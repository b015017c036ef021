import type { OsInfo, Package } from '#core/package.ts';
import { type CyclonedxLicence, cyclonedxLicences } from './licences.ts';
import { type Facts, factPrefix, factsOfPackage } from './package-facts.ts';
import { factsOfImage, factsOfOs, type SbomImage } from './target-facts.ts';

export interface CyclonedxProperty {
  readonly name: string;
  readonly value: string;
}

/** The part of a CycloneDX 1.6 component that we write. */
export interface CyclonedxComponent {
  readonly type: 'library' | 'application' | 'operating-system' | 'container' | 'file';
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly licenses?: readonly CyclonedxLicence[];
  readonly purl?: string;
  readonly evidence?: { readonly occurrences: readonly { readonly location: string }[] };
  readonly properties?: readonly CyclonedxProperty[];
}

/** Components in the order of the packages, each with a bom-ref that no other has: its purl, numbered where that repeats. */
export function cyclonedxComponents(packages: readonly Package[]): CyclonedxComponent[] {
  const taken = new Map<string, number>();
  return packages.map((found) => {
    const count = (taken.get(found.purl) ?? 0) + 1;
    taken.set(found.purl, count);
    return componentOf(found, count === 1 ? found.purl : `${found.purl}|${count}`);
  });
}

function componentOf(found: Package, ref: string): CyclonedxComponent {
  const [group, name] = groupAndName(found);
  return {
    type: 'library',
    'bom-ref': ref,
    ...(group === undefined ? {} : { group }),
    name,
    version: found.version,
    ...(found.licenses && found.licenses.length > 0 ? { licenses: cyclonedxLicences(found.licenses) } : {}),
    purl: found.purl,
    ...(found.locations.length > 0
      ? { evidence: { occurrences: found.locations.map((location) => ({ location })) } }
      : {}),
    properties: propertiesOf(factsOfPackage(found)),
  };
}

/** CycloneDX splits what its purl splits: scope, Maven group, Composer vendor. */
function groupAndName({ type, name }: Package): [string | undefined, string] {
  const cut = type === 'maven' ? name.indexOf(':') : type === 'npm' || type === 'composer' ? name.indexOf('/') : -1;
  return cut > 0 && cut < name.length - 1 ? [name.slice(0, cut), name.slice(cut + 1)] : [undefined, name];
}

export function cyclonedxOs(os: OsInfo): CyclonedxComponent {
  return {
    type: 'operating-system',
    'bom-ref': `os:${os.id}@${os.versionId}`,
    name: os.id,
    ...(os.versionId === '' ? {} : { version: os.versionId }),
    ...(os.prettyName === undefined ? {} : { description: os.prettyName }),
    properties: propertiesOf(factsOfOs(os)),
  };
}

export function cyclonedxImageProperties(image: SbomImage): CyclonedxProperty[] {
  return propertiesOf(factsOfImage(image));
}

function propertiesOf(facts: Facts): CyclonedxProperty[] {
  return Object.entries(facts).flatMap(([key, values]) =>
    values.map((value) => ({ name: `${factPrefix}${key}`, value })),
  );
}
