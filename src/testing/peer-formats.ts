import { readFileSync } from 'node:fs';
import { expectation, type PeerCase, type PeerFormat, type PeerOutOfScope } from './peer-fixtures.ts';
import { sharedPath } from './shared.ts';

/**
 * Which of our catalogers answer the cases of which folder of a peer's tests, and where the input files lie in a real target.
 * One row a folder, sorted by peer, then folder. To add a format: add a row, run `vitest run src/testing/peer-fixtures.test.ts`.
 */
export const peerFormats: readonly PeerFormat[] = [
  scalibr('cpp/conanlock', ['cpp/conan-lock'], 'conan.lock'),
  scalibr('dart/pubspec', ['dart/pubspec-lock'], 'pubspec.lock'),
  scalibr('dotnet/nugetcpm', ['dotnet/packages-props'], 'Directory.Packages.props'),
  scalibr('dotnet/packagesconfig', ['dotnet/packages-config'], 'packages.config'),
  scalibr('dotnet/packageslockjson', ['dotnet/packages-lock'], 'packages.lock.json'),
  scalibr('dotnet/projectassetsjson', ['dotnet/project-assets'], 'obj/project.assets.json'),
  scalibr('elixir/mixlock', ['elixir/mix-lock'], 'mix.lock'),
  scalibr('erlang/mixlock', ['elixir/mix-lock'], 'mix.lock'),
  scalibr('golang/gomod', ['go/mod'], 'go.mod'),
  scalibr('golang/vendormodules', ['go/vendor-modules'], 'vendor/modules.txt'),
  scalibr('java/gradlelockfile', ['java/gradle-lockfile'], 'gradle.lockfile'),
  scalibr(
    'java/gradleverificationmetadataxml',
    ['java/gradle-verification-metadata'],
    'gradle/verification-metadata.xml',
  ),
  scalibr('java/gradleversioncatalog', ['java/gradle-version-catalog'], 'gradle/libs.versions.toml'),
  scalibr('java/pomxml', ['java/pom'], 'pom.xml'),
  scalibr('javascript/bunlock', ['npm/bun-lock'], 'bun.lock'),
  scalibr('javascript/packagelockjson', ['npm/package-lock'], 'package-lock.json'),
  scalibr('javascript/pnpmlock', ['npm/pnpm-lock'], 'pnpm-lock.yaml'),
  scalibr('javascript/yarnlock', ['npm/yarn-lock'], 'yarn.lock'),
  scalibr('julia/manifesttoml', ['julia/manifest'], 'Manifest.toml'),
  scalibr('php/composerlock', ['php/composer-lock'], 'composer.lock'),
  scalibr('python/pdmlock', ['python/pdm-lock'], 'pdm.lock'),
  scalibr('python/pipfilelock', ['python/pipfile-lock'], 'Pipfile.lock'),
  scalibr('python/poetrylock', ['python/poetry-lock'], 'poetry.lock'),
  scalibr('python/pylock', ['python/pylock'], 'pylock.toml'),
  {
    ...scalibr('python/requirements', ['python/requirements']),
    place: (input) => (input.endsWith('requirements.txt') ? baseName(input) : `requirements/${baseName(input)}`),
  },
  scalibr('r/renvlock', ['r/renv-lock'], 'renv.lock'),
  scalibr('ruby/gemfilelock', ['ruby/gemfile-lock'], 'Gemfile.lock'),
  scalibr('rust/cargolock', ['rust/cargo-lock'], 'Cargo.lock'),
  scalibr('swift/packageresolved', ['swift/package-resolved'], 'Package.resolved'),
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/misc/githubactions',
    catalogers: ['github/actions'],
    place: '.github/workflows/ci.yml',
  },

  syft('cpp', ['cpp/conan-lock'], 'conan.lock'),
  syft('dart', ['dart/pubspec-lock'], 'pubspec.lock'),
  {
    ...syft('githubactions', ['github/actions']),
    place: (input) => (input.includes('composite') ? 'action.yaml' : `.github/workflows/${baseName(input)}`),
  },
  syft('golang', ['go/mod'], 'go.mod'),
  {
    ...syft('haskell', ['haskell/stack-lock']),
    place: (input) => baseName(input),
  },
  {
    ...syft('javascript', ['npm/bun-lock', 'npm/deno-lock', 'npm/package-lock', 'npm/pnpm-lock', 'npm/yarn-lock']),
    place: (input) => (baseName(input).startsWith('package-lock') ? 'package-lock.json' : baseName(input)),
  },
  syft('php', ['php/composer-lock']),
  syft('rust', ['rust/cargo-lock'], 'Cargo.lock'),
  syft('swift', ['swift/package-resolved'], 'Package.resolved'),

  trivy('pkg/dependency/parser/c/conan', ['cpp/conan-lock'], 'conan.lock'),
  trivy('pkg/dependency/parser/conda/environment', ['conda/environment'], 'environment.yaml'),
  trivy('pkg/dependency/parser/dart/pub', ['dart/pubspec-lock'], 'pubspec.lock'),
  trivy('pkg/dependency/parser/golang/mod', ['go/mod'], 'go.mod'),
  trivy('pkg/dependency/parser/gradle/lockfile', ['java/gradle-lockfile'], 'gradle.lockfile'),
  { ...trivy('pkg/dependency/parser/java/pom', ['java/pom'], 'pom.xml'), expect: namedInPom },
  trivy('pkg/dependency/parser/julia/manifest', ['julia/manifest'], 'Manifest.toml'),
  trivy('pkg/dependency/parser/nodejs/bun', ['npm/bun-lock'], 'bun.lock'),
  trivy('pkg/dependency/parser/nodejs/npm', ['npm/package-lock'], 'package-lock.json'),
  trivy('pkg/dependency/parser/nodejs/pnpm', ['npm/pnpm-lock'], 'pnpm-lock.yaml'),
  trivy('pkg/dependency/parser/nodejs/yarn', ['npm/yarn-lock'], 'yarn.lock'),
  trivy('pkg/dependency/parser/nuget/config', ['dotnet/packages-config'], 'packages.config'),
  trivy('pkg/dependency/parser/nuget/lock', ['dotnet/packages-lock'], 'packages.lock.json'),
  trivy('pkg/dependency/parser/nuget/packagesprops', ['dotnet/packages-props'], 'Directory.Packages.props'),
  trivy('pkg/dependency/parser/php/composer', ['php/composer-lock'], 'composer.lock'),
  trivy('pkg/dependency/parser/python/pip', ['python/requirements'], 'requirements.txt'),
  trivy('pkg/dependency/parser/python/pipenv', ['python/pipfile-lock'], 'Pipfile.lock'),
  trivy('pkg/dependency/parser/python/poetry', ['python/poetry-lock'], 'poetry.lock'),
  trivy('pkg/dependency/parser/python/pylock', ['python/pylock'], 'pylock.toml'),
  trivy('pkg/dependency/parser/python/uv', ['python/uv-lock'], 'uv.lock'),
  trivy('pkg/dependency/parser/ruby/bundler', ['ruby/gemfile-lock'], 'Gemfile.lock'),
  trivy('pkg/dependency/parser/rust/cargo', ['rust/cargo-lock'], 'Cargo.lock'),
  trivy('pkg/dependency/parser/swift/cocoapods', ['swift/podfile-lock'], 'Podfile.lock'),
  { ...trivy('pkg/fanal/analyzer/language/c/conan', ['cpp/conan-lock']), place: notLicenceCache },
  trivy('pkg/fanal/analyzer/language/conda/environment', ['conda/environment']),
  { ...trivy('pkg/fanal/analyzer/language/dotnet/nuget', dotnetLocks()), place: notLicenceCache },
  trivy('pkg/fanal/analyzer/language/dotnet/packagesprops', ['dotnet/packages-props']),
  trivy('pkg/fanal/analyzer/language/elixir/mix', ['elixir/mix-lock'], 'mix.lock'),
  trivy('pkg/fanal/analyzer/language/golang/mod', ['go/mod']),
  { ...trivy('pkg/fanal/analyzer/language/java/gradle', ['java/gradle-lockfile']), place: notLicenceCache },
  { ...trivy('pkg/fanal/analyzer/language/java/pom', ['java/pom'], 'pom.xml'), expect: namedInPom },
  trivy('pkg/fanal/analyzer/language/julia/pkg', ['julia/manifest']),
  trivy('pkg/fanal/analyzer/language/nodejs/bun', ['npm/bun-lock']),
  trivy('pkg/fanal/analyzer/language/nodejs/npm', ['npm/package-lock']),
  trivy('pkg/fanal/analyzer/language/nodejs/pnpm', ['npm/pnpm-lock']),
  trivy('pkg/fanal/analyzer/language/nodejs/yarn', ['npm/yarn-lock']),
  {
    ...trivy('pkg/fanal/analyzer/language/python/pip', ['python/requirements']),
    place: notLicenceCache,
  },
  trivy('pkg/fanal/analyzer/language/python/poetry', ['python/poetry-lock']),
  trivy('pkg/fanal/analyzer/language/python/pylock', ['python/pylock']),
  trivy('pkg/fanal/analyzer/language/python/uv', ['python/uv-lock']),
  trivy('pkg/fanal/analyzer/language/rust/cargo', ['rust/cargo-lock']),
  trivy('pkg/fanal/analyzer/language/swift/cocoapods', ['swift/podfile-lock'], 'Podfile.lock'),
  trivy('pkg/fanal/artifact/local', ['python/requirements']),
];

/** Cases that no row answers, each with the reason. Sorted by peer, then folder. */
export const peerOutOfScope: readonly PeerOutOfScope[] = [];

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
  return ['dotnet/packages-config', 'dotnet/packages-lock'];
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
  const named = (text: string) => text.includes(`>${artifact}<`) && (wanted.version === '' || text.includes(wanted.version));
  return texts.some(named) ? wanted : undefined;
}

function readInput(peerCase: PeerCase, input: string): string {
  return readFileSync(sharedPath('fixtures', peerCase.peer, 'files', input), 'utf8');
}
