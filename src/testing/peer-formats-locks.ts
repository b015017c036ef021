import { readFileSync } from 'node:fs';
import { expectation, type PeerCase, type PeerFormat, type PeerOutOfScope } from './peer-fixtures.ts';
import type { PeerMiss } from './peer-misses.ts';
import { sharedPath } from './shared.ts';

/** Rows of the mapping table for lock files and manifests; see peer-formats.ts. Sorted by peer, then folder. */
export const lockPeerFormats: readonly PeerFormat[] = [
  scalibr('cpp/conanlock', ['conan/conan-lock'], 'conan.lock'),
  scalibr('dart/pubspec', ['pub/pubspec-lock'], 'pubspec.lock'),
  scalibr('dotnet/nugetcpm', ['nuget/packages-props'], 'Directory.Packages.props'),
  scalibr('dotnet/packagesconfig', ['nuget/packages-config'], 'packages.config'),
  scalibr('dotnet/packageslockjson', ['nuget/packages-lock'], 'packages.lock.json'),
  scalibr('dotnet/projectassetsjson', ['nuget/project-assets'], 'obj/project.assets.json'),
  scalibr('elixir/mixlock', ['hex/mix-lock'], 'mix.lock'),
  scalibr('erlang/mixlock', ['hex/mix-lock'], 'mix.lock'),
  scalibr('golang/gomod', ['golang/go-mod'], 'go.mod'),
  scalibr('golang/vendormodules', ['golang/vendor-modules'], 'vendor/modules.txt'),
  scalibr('java/gradlelockfile', ['java/gradle-lockfile'], 'gradle.lockfile'),
  scalibr(
    'java/gradleverificationmetadataxml',
    ['java/gradle-verification-metadata'],
    'gradle/verification-metadata.xml',
  ),
  scalibr('java/gradleversioncatalog', ['java/gradle-version-catalog'], 'gradle/libs.versions.toml'),
  scalibr('java/pomxml', ['java/pom-xml'], 'pom.xml'),
  scalibr('javascript/bunlock', ['npm/bun-lock'], 'bun.lock'),
  scalibr('javascript/packagelockjson', ['npm/package-lock'], 'package-lock.json'),
  scalibr('javascript/pnpmlock', ['npm/pnpm-lock'], 'pnpm-lock.yaml'),
  scalibr('javascript/yarnlock', ['npm/yarn-lock'], 'yarn.lock'),
  scalibr('julia/manifesttoml', ['julia/manifest'], 'Manifest.toml'),
  scalibr('php/composerlock', ['composer/composer-lock'], 'composer.lock'),
  scalibr('python/pdmlock', ['python/pdm-lock'], 'pdm.lock'),
  scalibr('python/pipfilelock', ['python/pipfile-lock'], 'Pipfile.lock'),
  scalibr('python/poetrylock', ['python/poetry-lock'], 'poetry.lock'),
  scalibr('python/pylock', ['python/pylock'], 'pylock.toml'),
  {
    ...scalibr('python/requirements', ['python/requirements']),
    place: (input) => (input.endsWith('requirements.txt') ? baseName(input) : `requirements/${baseName(input)}`),
  },
  scalibr('r/renvlock', ['cran/renv-lock'], 'renv.lock'),
  scalibr('ruby/gemfilelock', ['gem/gemfile-lock'], 'Gemfile.lock'),
  scalibr('rust/cargolock', ['cargo/cargo-lock'], 'Cargo.lock'),
  scalibr('swift/packageresolved', ['swift/package-resolved'], 'Package.resolved'),
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/misc/githubactions',
    catalogers: ['github/actions'],
    place: '.github/workflows/ci.yml',
  },

  { ...syft('cpp', ['conan/conan-lock', 'conan/conanfile', 'conan/conaninfo']), place: conanPlace },
  syft('dart', ['pub/pubspec-lock'], 'pubspec.lock'),
  {
    ...syft('githubactions', ['github/actions']),
    place: (input) => (input.includes('composite') ? 'action.yaml' : `.github/workflows/${baseName(input)}`),
  },
  syft('golang', ['golang/go-mod'], 'go.mod'),
  {
    ...syft('haskell', ['hackage/stack']),
    place: (input) => baseName(input),
  },
  {
    ...syft('javascript', ['npm/bun-lock', 'npm/deno-lock', 'npm/package-lock', 'npm/pnpm-lock', 'npm/yarn-lock']),
    place: (input) => (baseName(input).startsWith('package-lock') ? 'package-lock.json' : baseName(input)),
  },
  syft('dotnet', ['nuget/packages-lock'], 'packages.lock.json'),
  syft('php', ['composer/composer-lock']),
  syft('python', [
    'python/pdm-lock',
    'python/pipfile-lock',
    'python/poetry-lock',
    'python/requirements',
    'python/uv-lock',
  ]),
  syft('rust', ['cargo/cargo-lock'], 'Cargo.lock'),
  syft('swift', ['swift/package-resolved'], 'Package.resolved'),

  trivy('pkg/dependency/parser/c/conan', ['conan/conan-lock'], 'conan.lock'),
  trivy('pkg/dependency/parser/conda/environment', ['conda/environment'], 'environment.yaml'),
  trivy('pkg/dependency/parser/dart/pub', ['pub/pubspec-lock'], 'pubspec.lock'),
  trivy('pkg/dependency/parser/golang/mod', ['golang/go-mod'], 'go.mod'),
  trivy('pkg/dependency/parser/gradle/lockfile', ['java/gradle-lockfile'], 'gradle.lockfile'),
  { ...trivy('pkg/dependency/parser/java/pom', ['java/pom-xml'], 'pom.xml'), expect: namedInPom },
  { ...trivy('pkg/dependency/parser/julia/manifest', ['julia/manifest'], 'Manifest.toml'), expect: knownVersion },
  trivy('pkg/dependency/parser/nodejs/bun', ['npm/bun-lock'], 'bun.lock'),
  trivy('pkg/dependency/parser/nodejs/npm', ['npm/package-lock'], 'package-lock.json'),
  trivy('pkg/dependency/parser/nodejs/pnpm', ['npm/pnpm-lock'], 'pnpm-lock.yaml'),
  trivy('pkg/dependency/parser/nodejs/yarn', ['npm/yarn-lock'], 'yarn.lock'),
  trivy('pkg/dependency/parser/nuget/config', ['nuget/packages-config'], 'packages.config'),
  trivy('pkg/dependency/parser/nuget/lock', ['nuget/packages-lock'], 'packages.lock.json'),
  trivy('pkg/dependency/parser/nuget/packagesprops', ['nuget/packages-props'], 'Directory.Packages.props'),
  trivy('pkg/dependency/parser/php/composer', ['composer/composer-lock'], 'composer.lock'),
  trivy('pkg/dependency/parser/python/pip', ['python/requirements'], 'requirements.txt'),
  trivy('pkg/dependency/parser/python/pipenv', ['python/pipfile-lock'], 'Pipfile.lock'),
  trivy('pkg/dependency/parser/python/poetry', ['python/poetry-lock'], 'poetry.lock'),
  trivy('pkg/dependency/parser/python/pylock', ['python/pylock'], 'pylock.toml'),
  trivy('pkg/dependency/parser/python/uv', ['python/uv-lock'], 'uv.lock'),
  trivy('pkg/dependency/parser/ruby/bundler', ['gem/gemfile-lock'], 'Gemfile.lock'),
  trivy('pkg/dependency/parser/rust/cargo', ['cargo/cargo-lock'], 'Cargo.lock'),
  trivy('pkg/dependency/parser/swift/cocoapods', ['cocoapods/podfile-lock'], 'Podfile.lock'),
  { ...trivy('pkg/fanal/analyzer/language/c/conan', ['conan/conan-lock']), place: notLicenceCache },
  trivy('pkg/fanal/analyzer/language/conda/environment', ['conda/environment']),
  { ...trivy('pkg/fanal/analyzer/language/dotnet/nuget', dotnetLocks()), place: notLicenceCache },
  trivy('pkg/fanal/analyzer/language/dotnet/packagesprops', ['nuget/packages-props']),
  trivy('pkg/fanal/analyzer/language/elixir/mix', ['hex/mix-lock'], 'mix.lock'),
  trivy('pkg/fanal/analyzer/language/golang/mod', ['golang/go-mod']),
  { ...trivy('pkg/fanal/analyzer/language/java/gradle', ['java/gradle-lockfile']), place: notLicenceCache },
  { ...trivy('pkg/fanal/analyzer/language/java/pom', ['java/pom-xml'], 'pom.xml'), expect: namedInPom },
  trivy('pkg/fanal/analyzer/language/julia/pkg', ['julia/manifest']),
  trivy('pkg/fanal/analyzer/language/nodejs/bun', ['npm/bun-lock']),
  trivy('pkg/fanal/analyzer/language/nodejs/npm', ['npm/package-lock']),
  trivy('pkg/fanal/analyzer/language/nodejs/pnpm', ['npm/pnpm-lock']),
  trivy('pkg/fanal/analyzer/language/nodejs/yarn', ['npm/yarn-lock']),
  {
    ...trivy('pkg/fanal/analyzer/language/python/pip', ['python/requirements']),
    place: notLicenceCache,
  },
  trivy('pkg/fanal/analyzer/language/php/composer', ['composer/composer-lock']),
  trivy('pkg/fanal/analyzer/language/python/poetry', ['python/poetry-lock']),
  trivy('pkg/fanal/analyzer/language/python/pylock', ['python/pylock']),
  trivy('pkg/fanal/analyzer/language/python/uv', ['python/uv-lock']),
  trivy('pkg/fanal/analyzer/language/rust/cargo', ['cargo/cargo-lock']),
  trivy('pkg/fanal/analyzer/language/swift/cocoapods', ['cocoapods/podfile-lock'], 'Podfile.lock'),
  trivy('pkg/fanal/artifact/local', ['python/requirements']),
];

const networkLicence =
  'the licence comes from a registry answer that the test serves; there is no lock file among the inputs';
const manifestRange = 'a manifest with ranges: which version is installed is in the lock file, which is read';

/** Cases about lock files and manifests that no row answers. */
export const lockOutOfScope: readonly PeerOutOfScope[] = [
  {
    peer: 'osv-scalibr',
    folder: 'enricher/transitivedependency/pomxml',
    reason: 'asks a Maven repository for transitive dependencies; the direct ones are tested by java/pomxml',
  },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/language/dotnet/paketdependencies',
    reason: `${manifestRange} (paket.lock)`,
  },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/language/gleam/gleamtoml',
    reason: `${manifestRange} (manifest.toml)`,
  },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/language/javascript/denojson',
    reason: `${manifestRange} (deno.lock)`,
  },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/language/javascript/denotssource',
    reason: 'reads import specifiers out of program text; Holdfast reads package manifests',
  },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/language/ocaml/opam',
    reason: "opam's switch state is not handled, listed in docs/coverage.md",
  },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/language/perl/cpan',
    reason: 'CPAN metadata is not handled, listed in docs/coverage.md',
  },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/language/python/pyprojecttoml',
    reason: `${manifestRange} (poetry, uv, pdm, pylock)`,
  },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/language/python/setup',
    reason: 'setup.py is a program: what it asks for is not read out of its text',
  },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/language/rust/cargotoml',
    reason: `${manifestRange} (Cargo.lock)`,
  },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/misc/bazelmaven',
    reason: 'Bazel is not handled, listed in docs/coverage.md',
  },
  {
    peer: 'syft',
    folder: 'syft/pkg/cataloger/dart',
    cases: ['TestParsePubspec'],
    reason: `${manifestRange} (pubspec.lock)`,
  },
  {
    peer: 'syft',
    folder: 'syft/pkg/cataloger/dotnet',
    cases: ['TestCataloger'],
    reason:
      'an image that the test builds from these sources over the network; what was published is not among the inputs',
  },
  {
    peer: 'syft',
    folder: 'syft/pkg/cataloger/javascript',
    cases: ['TestSearchYarnForLicenses'],
    reason: networkLicence,
  },
  {
    peer: 'syft',
    folder: 'syft/pkg/cataloger/ocaml',
    reason: 'opam files are not handled, listed in docs/coverage.md',
  },
  {
    peer: 'syft',
    folder: 'syft/pkg/cataloger/python',
    cases: ['Pdm', 'Pipfile', 'Poetry', 'RequirementsTxt', 'SetupFile', 'Uv'].map(
      (kind) => `TestParse${kind}${/^(?:RequirementsTxt|SetupFile)$/.test(kind) ? '' : 'Lock'}WithLicenseEnrichment`,
    ),
    reason: networkLicence,
  },
  {
    peer: 'trivy',
    folder: 'pkg/dependency/parser/dart/pub',
    cases: ['TestParser_Parse/use minimum version'],
    reason: 'an option of the peer that takes the lower bound of an SDK constraint for its version',
  },
  {
    peer: 'trivy',
    folder: 'pkg/dependency/parser/golang/mod',
    cases: ['TestParse/no replace'],
    reason: 'an option of the peer that ignores replace directives, which the build follows',
  },
  {
    peer: 'trivy',
    folder: 'pkg/dependency/parser/golang/sum',
    reason: 'go.sum alone names every version that was ever looked at; it is read beside a go.mod that needs it',
  },
  {
    peer: 'trivy',
    folder: 'pkg/dependency/parser/python/pip',
    cases: ['TestParse/compatible versions'],
    reason: 'an option of the peer that takes the lower bound of a range for the installed version',
  },
];

const remotePom =
  'the version is in a pom of a repository that the test serves, not among the inputs; the report names it in a warning';
const lowerBound =
  'only a lower bound is written; the resolver chooses the version, so the report names it in a warning';

/** Expectations about lock files and manifests that we do not meet, and why that is right. */
export const lockMisses: readonly PeerMiss[] = [
  ...[':pdfbox@2.0.17', 'org.apache.pdfbox:@2.0.17', 'org.apache.pdfbox:pdfbox@'].map((name) => ({
    peer: 'osv-scalibr' as const,
    folder: 'extractor/filesystem/language/java/gradleverificationmetadataxml',
    package: name,
    reason: 'an entry without group, name or version names no artifact',
  })),
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/language/java/gradleversioncatalog',
    package: 'org.example:noversion@',
    reason: 'a catalog entry without a version takes it from a platform that only the build knows',
  },
  ...['newspaper3k@0.2.2', 'combination-._-.also_-._valid@3.5', 'pkg@1.2.3', 'keyring@4.1.1', 'Mopidy-Dirble@1.1'].map(
    (name) => ({
      peer: 'osv-scalibr' as const,
      folder: 'extractor/filesystem/language/python/requirements',
      package: name,
      reason: lowerBound,
    }),
  ),
  {
    peer: 'syft',
    folder: 'syft/pkg/cataloger/dart',
    package: 'flutter@3.24.5',
    reason: 'the lower bound of an SDK constraint; the lock file itself says 0.0.0',
  },
  {
    peer: 'syft',
    folder: 'syft/pkg/cataloger/githubactions',
    package: './.github/actions/bootstrap@',
    reason: 'an action of the same repository, without a version: its own file is read',
  },
  ...[
    'org.example:example-api@2.0.0',
    'org.example:example-exclusions@3.0.0',
    'org.example:example-dependency@1.2.4',
    'org.example:example-api@1.0.1',
    'org.example:example-api2@1.0.2',
  ].map((name) => ({
    peer: 'trivy' as const,
    folder: 'pkg/dependency/parser/java/pom',
    package: name,
    reason: remotePom,
  })),
];

type FormatRow = PeerFormat & { readonly catalogers: readonly string[] };

function scalibr(folder: string, catalogers: readonly string[], place?: string): FormatRow {
  return row('osv-scalibr', `extractor/filesystem/language/${folder}`, catalogers, place);
}

function syft(folder: string, catalogers: readonly string[], place?: string): FormatRow {
  return row('syft', `syft/pkg/cataloger/${folder}`, catalogers, place);
}

function trivy(folder: string, catalogers: readonly string[], place?: string): FormatRow {
  return row('trivy', folder, catalogers, place);
}

function row(peer: PeerFormat['peer'], folder: string, catalogers: readonly string[], place?: string): FormatRow {
  return { peer, folder, catalogers, ...(place === undefined ? {} : { place }) };
}

function dotnetLocks(): string[] {
  return ['nuget/packages-config', 'nuget/packages-lock'];
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Trivy's tests pass a package manager's cache beside the target, from which it reads licences. */
function notLicenceCache(input: string, peerCase: PeerCase): string | undefined {
  const target = String(peerCase.fields.dir ?? peerCase.fields.inputFile ?? '');
  return input.endsWith(target.replace(/^\.\//, '')) ? baseName(input) : undefined;
}

/**
 * Trivy's Maven tests serve a repository to the parser; what lies only there (transitive dependencies, versions from remote parents) is not
 * in the input. Left out: packages whose artifact or version the input files do not name.
 */
function namedInPom(one: Readonly<Record<string, unknown>>, peerCase: PeerCase) {
  const wanted = expectation(one);
  if (!wanted) return undefined;
  const texts = peerCase.inputs.filter((input) => input.endsWith('.xml')).map((input) => readInput(peerCase, input));
  const artifact = wanted.name.slice(wanted.name.indexOf(':') + 1);
  const named = (text: string) =>
    text.includes(`<artifactId>${artifact}</artifactId>`) && (wanted.version === '' || text.includes(wanted.version));
  return texts.some(named) ? wanted : undefined;
}

function readInput(peerCase: PeerCase, input: string): string {
  return readFileSync(sharedPath('fixtures', peerCase.peer, 'files', input), 'utf8');
}

/** Trivy writes `unknown` where there is no version. */
function knownVersion(one: Readonly<Record<string, unknown>>) {
  const wanted = expectation(one);
  return wanted?.version === 'unknown' ? { ...wanted, version: '' } : wanted;
}

/** A package in Conan's cache tells its own name by the folders it lies in. */
function conanPlace(input: string): string {
  if (input.endsWith('conaninfo.txt')) return `home/.conan/data/${input.slice(input.indexOf('/mfast/') + 1)}`;
  return input.endsWith('.txt') ? 'conanfile.txt' : 'conan.lock';
}
