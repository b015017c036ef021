import type { Package } from '#core/package.ts';
import { isPackageType, type PurlPackage, packageOfPurl } from './purl-package.ts';

/**
 * The one table that the SBOM writers and readers share: what a Package says beyond its purl, licences and locations, as flat
 * text. CycloneDX carries a fact as property `holdfast:<key>` (a list as repeated properties), SPDX as JSON in an annotation.
 * Law: `packageOfFacts(purl, factsOfPackage(p))` is p.
 */
export type Facts = Readonly<Record<string, readonly string[]>>;

export const factPrefix = 'holdfast:';

/** Facts that a reader could get from the purl are left out. */
export function factsOfPackage(found: Package): Facts {
  const derived = packageOfPurl(found.purl);
  const facts: Record<string, readonly string[]> = {};
  const put = (key: string, value: string | number | undefined, expected?: string): void => {
    if (value !== undefined && String(value) !== expected) facts[key] = [String(value)];
  };
  put('type', found.type, derived?.type);
  put('name', found.name, derived?.name);
  put('version', found.version, derived?.version);
  put('arch', found.arch ?? (derived?.arch === undefined ? undefined : ''), derived?.arch);
  // The source is what advisories name: written out although a purl may say it, so that readers without our rules see it.
  put('source:name', found.source?.name ?? (derived?.source === undefined ? undefined : ''));
  put('source:version', found.source?.version);
  put('module', found.module ?? (derived?.module === undefined ? undefined : ''), derived?.module);
  put('layer', found.layer);
  put('ownedBy', found.ownedBy);
  put('cataloger', found.cataloger);
  put('dev', found.dev === undefined ? undefined : String(found.dev));
  if (found.dependsOn && found.dependsOn.length > 0) facts.dependsOn = found.dependsOn;
  return facts;
}

/** The package behind a component. `fallback` stands in for what neither facts nor purl say. */
export function packageOfFacts(
  purl: string,
  facts: Facts,
  fallback: {
    readonly name: string;
    readonly version: string;
    readonly locations: readonly string[];
    readonly licenses: readonly string[];
    readonly cataloger: string;
    readonly source?: Package['source'];
    readonly layer?: number | undefined;
    readonly module?: string | undefined;
  },
): Package {
  const derived: PurlPackage = packageOfPurl(purl) ?? {
    type: 'generic',
    name: fallback.name,
    version: fallback.version,
  };
  const own = (key: string): string | undefined => facts[key]?.[0];
  const type = own('type');
  const layer = own('layer') === undefined ? fallback.layer : layerNumber(own('layer'));
  const source = sourceOf(facts, fallback.source ?? derived.source);
  const arch = own('arch') ?? derived.arch;
  const module = own('module') ?? fallback.module ?? derived.module;
  const dev = own('dev');
  return {
    type: type !== undefined && isPackageType(type) ? type : derived.type,
    name: own('name') ?? derived.name,
    version: own('version') ?? (derived.version === '' ? fallback.version : derived.version),
    purl,
    ...(arch ? { arch } : {}),
    ...(source === undefined ? {} : { source }),
    ...(module ? { module } : {}),
    ...(fallback.licenses.length > 0 ? { licenses: fallback.licenses } : {}),
    locations: fallback.locations,
    ...(layer === undefined ? {} : { layer }),
    ...(own('ownedBy') === undefined ? {} : { ownedBy: own('ownedBy') as string }),
    cataloger: own('cataloger') ?? fallback.cataloger,
    ...(dev === 'true' || dev === 'false' ? { dev: dev === 'true' } : {}),
    ...(facts.dependsOn ? { dependsOn: facts.dependsOn } : {}),
  };
}

function sourceOf(facts: Facts, otherwise: Package['source']): Package['source'] {
  const name = facts['source:name']?.[0];
  if (name === undefined) return otherwise;
  return name === '' ? undefined : { name, version: facts['source:version']?.[0] ?? '' };
}

function layerNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
