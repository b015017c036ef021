import type { Package, PackageType } from '#core/package.ts';
import type { AdvisoryDb } from '../db/reader.ts';
import type { DistroTarget } from './distro.ts';

/** One look-up that a package asks for: under this name in this ecosystem, comparing this version. */
export interface LookUp {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
  /** Advisories of paid or extended support; see DistroTarget. */
  readonly extended: boolean;
}

/** Where to look for a package. `missing` names an ecosystem that the database does not have. */
export interface LookUps {
  readonly lookUps: readonly LookUp[];
  readonly missing?: string;
}

const languageEcosystems: Readonly<Partial<Record<PackageType, string>>> = {
  bitnami: 'Bitnami',
  cargo: 'crates.io',
  composer: 'Packagist',
  conan: 'ConanCenter',
  cran: 'CRAN',
  gem: 'RubyGems',
  github: 'GitHub Actions',
  golang: 'Go',
  hackage: 'Hackage',
  hex: 'Hex',
  julia: 'Julia',
  maven: 'Maven',
  npm: 'npm',
  nuget: 'NuGet',
  opam: 'opam',
  pub: 'Pub',
  pypi: 'PyPI',
  swift: 'SwiftURL',
};

/** Well-known programs found without a package: Bitnami's advisories speak of the upstream releases of these. */
const bitnamiNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'apache-httpd': 'apache',
    consul: 'consul',
    envoy: 'envoy',
    etcd: 'etcd',
    git: 'git',
    go: 'golang',
    golang: 'golang',
    haproxy: 'haproxy',
    httpd: 'apache',
    java: 'java',
    jre: 'java',
    kafka: 'kafka',
    mariadb: 'mariadb',
    memcached: 'memcached',
    mongodb: 'mongodb',
    mysql: 'mysql',
    nginx: 'nginx',
    node: 'node',
    nodejs: 'node',
    openjdk: 'java',
    openssl: 'openssl',
    perl: 'perl',
    php: 'php',
    postgres: 'postgresql',
    postgresql: 'postgresql',
    python: 'python',
    rabbitmq: 'rabbitmq',
    redis: 'redis',
    ruby: 'ruby',
    traefik: 'traefik',
    valkey: 'valkey',
    varnish: 'varnish',
    vault: 'vault',
    wordpress: 'wordpress',
  }),
);

/** The distribution's own advisories for OS packages, the ecosystem's for the rest; none where OSV has no such ecosystem. */
export function lookUpsOf(pkg: Package, distro: DistroTarget | undefined, db: AdvisoryDb): LookUps {
  if (pkg.type === 'deb' || pkg.type === 'rpm' || pkg.type === 'apk') return ofOsPackage(pkg, distro);
  const program = pkg.type === 'generic' ? bitnamiNames.get(pkg.name.toLowerCase()) : undefined;
  const ecosystem = program === undefined ? languageEcosystem(pkg.type) : 'Bitnami';
  if (ecosystem === undefined) return { lookUps: [], ...(pkg.type === 'generic' ? {} : { missing: pkg.type }) };
  if (!db.hasEcosystem(ecosystem)) return { lookUps: [], missing: ecosystem };
  return { lookUps: [{ ecosystem, name: program ?? pkg.name, version: languageVersion(pkg), extended: false }] };
}

/** The type may come from a purl, so it can be any word. */
function languageEcosystem(type: PackageType): string | undefined {
  return Object.hasOwn(languageEcosystems, type) ? languageEcosystems[type] : undefined;
}

function languageVersion(pkg: Package): string {
  // What a binary says of itself often has more behind the release: `3.11.4+`, `1.25.3 (Ubuntu)`.
  if (pkg.type === 'generic')
    return javaRelease(pkg.version) ?? /^v?\d+(?:\.\d+)*/.exec(pkg.version)?.[0] ?? pkg.version;
  // The standard library and the toolchain are numbered as Go releases: `1.21` alone is no module version.
  const isRelease =
    pkg.type === 'golang' && (pkg.name === 'stdlib' || pkg.name === 'toolchain') && /^\d/.test(pkg.version);
  return isRelease ? `go${pkg.version}` : pkg.version;
}

function ofOsPackage(pkg: Package, distro: DistroTarget | undefined): LookUps {
  if (distro === undefined) return { lookUps: [], missing: `${pkg.type} (distribution not known)` };
  const names = packageNames(pkg, distro.names);
  const at = (ecosystem: string, extended: boolean) => names.map((name) => ({ ecosystem, ...name, extended }));
  const lookUps = [
    ...distro.main.flatMap((ecosystem) => at(ecosystem, false)),
    ...distro.extended.flatMap((ecosystem) => at(ecosystem, true)),
  ];
  return distro.main.length > 0 ? { lookUps } : { lookUps, missing: distro.label };
}

function packageNames(pkg: Package, wanted: DistroTarget['names']): { name: string; version: string }[] {
  const binary = { name: pkg.name, version: pkg.version };
  const source =
    pkg.source === undefined ? binary : { name: pkg.source.name, version: sourceVersion(pkg, pkg.source.version) };
  if (wanted === 'binary') return [binary];
  if (wanted === 'source' || source.name === binary.name) return [source];
  return [source, binary];
}

function sourceVersion(pkg: Package, version: string): string {
  // A rebuild of the same source (binNMU): the number is the binary's.
  if (pkg.type === 'deb') return version.replace(/\+b\d+$/, '');
  if (pkg.type !== 'rpm' || version.includes(':')) return version;
  // The name of a source rpm has no epoch; its binaries carry it.
  const epoch = /^(\d+):/.exec(pkg.version)?.[1];
  return epoch === undefined ? version : `${epoch}:${version}`;
}

/** Java up to 8 calls itself `1.8.0_392`; upstream's releases, and their advisories, say `8.0.392`. */
function javaRelease(version: string): string | undefined {
  const [, major, update] = /^1\.([5-8])\.0(?:_(\d+))?/.exec(version) ?? [];
  return major === undefined ? undefined : `${major}.0.${Number(update ?? 0)}`;
}
