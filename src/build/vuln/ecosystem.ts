import type { VersionScheme } from './scheme.ts';
import { schemes } from './schemes/index.ts';

/**
 * What is known of each ecosystem of the OSV schema (ossf.github.io/osv-schema, "Defined ecosystems"): its version scheme and
 * how it writes package names. Ecosystems that are not here are imported all the same, but nothing is matched against them.
 */
export interface Ecosystem {
  /** OSV's name without the release: `Debian`, `npm`. */
  readonly name: string;
  /** Id in schemes/index.ts. */
  readonly scheme: string;
  readonly kind: 'distribution' | 'language';
  /** The form in which names are stored and looked up; undefined: as written. */
  readonly normalise?: (name: string) => string;
}

const lower = (name: string): string => name.toLowerCase();
/** PEP 503. */
const pep503 = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');
/** SwiftURL names are repository addresses, written with or without scheme and `.git`. */
const repository = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/\.git$/, '');

const distribution = (name: string, scheme: string): Ecosystem => ({ name, scheme, kind: 'distribution' });
const language = (name: string, scheme: string, normalise?: (name: string) => string): Ecosystem => ({
  name,
  scheme,
  kind: 'language',
  ...(normalise ? { normalise } : {}),
});

/** Sorted by name. */
export const ecosystems: readonly Ecosystem[] = [
  distribution('AlmaLinux', 'rpm'),
  distribution('Alpaquita', 'apk'),
  distribution('Alpine', 'apk'),
  distribution('Azure Linux', 'rpm'),
  distribution('BellSoft Hardened Containers', 'apk'),
  language('Bioconductor', 'cran'),
  language('Bitnami', 'bitnami', lower),
  distribution('CBL-Mariner', 'rpm'),
  language('CRAN', 'cran'),
  distribution('Chainguard', 'apk'),
  distribution('CleanStart', 'apk'),
  language('ConanCenter', 'semver', lower),
  distribution('Debian', 'deb'),
  distribution('Echo', 'deb'),
  language('GitHub Actions', 'semver', lower),
  // Module paths are case-sensitive, purls are not (purl-spec, golang): looked up without case.
  language('Go', 'go', lower),
  language('Hackage', 'hackage'),
  language('Hex', 'semver', lower),
  language('Julia', 'semver'),
  distribution('Mageia', 'rpm'),
  language('Maven', 'maven'),
  distribution('MinimOS', 'apk'),
  language('NuGet', 'nuget', lower),
  language('Packagist', 'composer', lower),
  distribution('Photon OS', 'rpm'),
  language('Pub', 'pub', lower),
  language('PyPI', 'pep440', pep503),
  distribution('Red Hat', 'rpm'),
  distribution('Rocky Linux', 'rpm'),
  language('RubyGems', 'gem'),
  distribution('SUSE', 'rpm'),
  language('SwiftURL', 'semver', repository),
  distribution('Ubuntu', 'deb'),
  distribution('Wolfi', 'apk'),
  language('crates.io', 'semver'),
  language('npm', 'npm'),
  distribution('openEuler', 'rpm'),
  distribution('openSUSE', 'rpm'),
  // opam orders versions as Debian does (opam manual, "Version ordering").
  language('opam', 'deb'),
];

const byName = new Map(ecosystems.map((ecosystem) => [ecosystem.name, ecosystem]));

const schemeById = new Map(schemes.map((scheme) => [scheme.id, scheme]));

/** How versions of an ecosystem are ordered: `ecosystem` for its own ranges, `semver` for OSV's SEMVER ranges. */
export interface EcosystemSchemes {
  readonly ecosystem: VersionScheme;
  readonly semver: VersionScheme;
}

export function schemesOf(ecosystem: string): EcosystemSchemes | undefined {
  const own = schemeById.get(ecosystemOf(ecosystem)?.scheme ?? '');
  if (own === undefined) return undefined;
  // These are semantic versions with the ecosystem's own marks (`go1.20`, `v`, `-1`), which plain semver would misread.
  const plain = semverLike.has(own.id) ? own : schemeById.get('semver');
  return { ecosystem: own, semver: plain ?? own };
}

const semverLike: ReadonlySet<string> = new Set(['bitnami', 'go', 'npm', 'pub']);

/** `Ubuntu:Pro:22.04:LTS` → `Ubuntu`. */
export function baseEcosystem(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(0, colon);
}

/** Of a full name, with or without release. */
export function ecosystemOf(name: string): Ecosystem | undefined {
  return byName.get(baseEcosystem(name));
}

/** The name under which a package is filed. */
export function normaliseName(ecosystem: string, name: string): string {
  return ecosystemOf(ecosystem)?.normalise?.(name) ?? name;
}
