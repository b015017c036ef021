import type { VersionScheme } from '../scheme.ts';
import { apk } from './apk.ts';
import { bitnami } from './bitnami.ts';
import { composer } from './composer.ts';
import { cran } from './cran.ts';
import { deb } from './deb.ts';
import { fuzzy } from './fuzzy.ts';
import { gem } from './gem.ts';
import { go } from './go.ts';
import { hackage } from './hackage.ts';
import { jvm } from './jvm.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { pacman } from './pacman.ts';
import { pep440 } from './pep440.ts';
import { portage } from './portage.ts';
import { pub } from './pub.ts';
import { rpm } from './rpm.ts';
import { semver } from './semver.ts';

/** Sorted by id; schemes/conventions.test.ts compares it with the folder. */
export const schemes: readonly VersionScheme[] = [
  apk,
  bitnami,
  composer,
  cran,
  deb,
  fuzzy,
  gem,
  go,
  hackage,
  jvm,
  maven,
  npm,
  nuget,
  pacman,
  pep440,
  portage,
  pub,
  rpm,
  semver,
];

/** Other names under which people know a scheme: tools, registries, purl types, OSV ecosystems. All lower case. */
export const schemeAliases: Readonly<Record<string, string>> = {
  alpine: 'apk',
  alpm: 'pacman',
  arch: 'pacman',
  cargo: 'semver',
  chainguard: 'apk',
  'crates.io': 'semver',
  dart: 'pub',
  debian: 'deb',
  dotnet: 'nuget',
  dpkg: 'deb',
  gentoo: 'portage',
  golang: 'go',
  haskell: 'hackage',
  hex: 'semver',
  java: 'maven',
  javascript: 'npm',
  jdk: 'jvm',
  julia: 'semver',
  'node-semver': 'npm',
  'npm-ranges': 'npm',
  packagist: 'composer',
  php: 'composer',
  pypi: 'pep440',
  python: 'pep440',
  r: 'cran',
  redhat: 'rpm',
  rhel: 'rpm',
  ruby: 'gem',
  rubygems: 'gem',
  rust: 'semver',
  semantic: 'semver',
  'semver-loose': 'semver',
  swift: 'semver',
  ubuntu: 'deb',
  unknown: 'fuzzy',
  wolfi: 'apk',
};

const byId = new Map(schemes.map((scheme) => [scheme.id, scheme]));

/** By id or alias, whatever the case. */
export function findScheme(name: string): VersionScheme | undefined {
  const lower = name.trim().toLowerCase();
  return byId.get(lower) ?? byId.get(Object.hasOwn(schemeAliases, lower) ? (schemeAliases[lower] as string) : '');
}
