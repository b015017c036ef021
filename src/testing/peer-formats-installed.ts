import { readFileSync } from 'node:fs';
import type { PeerCase, PeerFormat, PeerOutOfScope } from './peer-fixtures.ts';
import type { PeerMiss } from './peer-misses.ts';
import { sharedPath } from './shared.ts';
import { zipOf } from './zip-writer.ts';

/** A row for packages installed in an image. `only` tells its cases from others (lock files) in the same folder of the peer. */
export interface InstalledFormat extends PeerFormat {
  readonly only?: (peerCase: PeerCase) => boolean;
}

/** Rows of the mapping table for language packages installed in an image; see peer-formats.ts. Sorted by peer, then folder. */
export const installedPeerFormats: readonly InstalledFormat[] = [
  image('osv-scalibr', scalibr('dotnet/depsjson'), ['nuget/deps-json'], 'app/App.deps.json'),
  { ...image('osv-scalibr', scalibr('java/archive'), ['java/archive']), place: jarPlace, add: packedManifest },
  image('osv-scalibr', scalibr('javascript/packagejson'), ['npm/installed'], 'app/node_modules/one/package.json'),
  image('osv-scalibr', scalibr('javascript/vsix'), ['npm/vsix']),
  image('osv-scalibr', scalibr('python/wheelegg'), ['python/installed'], wheelPlace),
  image('osv-scalibr', scalibr('ruby/gemspec'), ['gem/installed'], gemspecPlace),
  image('osv-scalibr', scalibr('rust/cargoauditable'), ['cargo/auditable'], 'usr/bin/tool'),

  image('syft', syft('bitnami'), ['bitnami/components']),
  image('syft', syft('conda'), ['python/conda']),
  { ...image('syft', syft('dotnet'), ['nuget/deps-json']), only: named('dir-example') },
  { ...image('syft', syft('java'), ['java/pom-xml'], 'pom.xml'), scope: 'source' },
  { ...image('syft', syft('javascript'), ['npm/installed'], nodeModulesPlace), only: named('/pkg-json/') },
  image('syft', syft('lua'), ['lua/rockspec'], (input) => `usr/lib/luarocks/rocks-5.1/kong/3.7.0-0/${baseName(input)}`),
  { ...image('syft', syft('python'), ['python/installed']), only: named('/site-packages/'), rename: sitePackages },
  image('syft', syft('r'), ['cran/installed']),

  image('trivy', 'pkg/dependency/parser/conda/meta', ['python/conda'], condaPlace),
  image('trivy', 'pkg/dependency/parser/dotnet/core_deps', ['nuget/deps-json']),
  image('trivy', 'pkg/dependency/parser/golang/binary', ['golang/binary']),
  image('trivy', 'pkg/dependency/parser/java/jar', ['java/archive']),
  image('trivy', 'pkg/dependency/parser/nodejs/packagejson', ['npm/installed'], nodeModulesPlace),
  image('trivy', 'pkg/dependency/parser/python/packaging', ['python/installed'], metadataPlace),
  image('trivy', 'pkg/dependency/parser/ruby/gemspec', ['gem/installed'], gemspecPlace),
  image('trivy', 'pkg/dependency/parser/rust/binary', ['cargo/auditable']),
  { ...image('trivy', 'pkg/fanal/analyzer', ['java/archive']), only: named('post-apps/jar') },
  image('trivy', 'pkg/fanal/analyzer/language/conda/meta', ['python/conda'], condaPlace),
  image('trivy', 'pkg/fanal/analyzer/language/dotnet/deps', ['nuget/deps-json']),
  image('trivy', 'pkg/fanal/analyzer/language/golang/binary', ['golang/binary']),
  image('trivy', 'pkg/fanal/analyzer/language/java/jar', ['java/archive']),
  {
    ...image('trivy', 'pkg/fanal/analyzer/language/php/composer', ['composer/installed']),
    only: named('installed.json'),
  },
  image('trivy', 'pkg/fanal/analyzer/language/python/packaging', ['python/installed']),
  image('trivy', 'pkg/fanal/analyzer/language/ruby/gemspec', ['gem/installed'], gemspecPlace),
  image('trivy', 'pkg/fanal/analyzer/language/rust/binary', ['cargo/auditable']),
];

const gemSource = 'needs lib/…/version.rb, which is not among the inputs; installed gemspecs state their version';

/** Cases about installed packages that no row answers. */
export const installedOutOfScope: readonly PeerOutOfScope[] = [
  {
    peer: 'osv-scalibr',
    folder: scalibr('dotnet/dotnetpe'),
    reason: 'lists the assemblies that a .NET file refers to; references are not packages',
  },
  {
    peer: 'osv-scalibr',
    folder: scalibr('java/archive'),
    cases: ['TestExtract/Ignore inner pom.properties because max opened bytes reached'],
    reason: "a limit of the peer's test; the rest of the case is met by the one before it",
  },
  {
    peer: 'osv-scalibr',
    folder: scalibr('ruby/gemspec'),
    cases: [
      'version constant gemspec',
      'version constant class',
      'version constant via File.join',
      'version constant via File.join multiline',
      'version constant via File.expand_path',
      'version constant via require',
      'version constant via conditional require',
      'version constant via nested File.expand_path and File.join',
    ].map((name) => `TestExtract/${name}`),
    reason: gemSource,
  },
  {
    peer: 'syft',
    folder: syft('binary'),
    reason: "classifiers that the peer's test defines itself, for a program named foo",
  },
  {
    peer: 'syft',
    folder: syft('java'),
    cases: ['Test_parseJavaArchive_regressions/Jenkins plugins assigned jenkins-plugin package type'],
    reason: 'the archive is built by the test from sources that need the network',
  },
  {
    peer: 'trivy',
    folder: 'pkg/dependency/parser/java/jar',
    cases: ['TestParse/sha1 search'],
    reason:
      "a look-up of the file's SHA-1 at a server that the test runs (answers 5.3.3; the archive itself says 2.5.6.SEC03)",
  },
];

/** Expectations about installed packages that we do not meet, and why that is right. */
export const installedMisses: readonly PeerMiss[] = [
  {
    peer: 'osv-scalibr',
    folder: scalibr('java/archive'),
    package: 'com.google.guava.failureaccess:failureaccess@1.0.1',
    reason:
      'the artifact on Maven Central, which advisories name, is com.google.guava:failureaccess; that is what we report',
  },
  ...['System.Diagnostics.DiagnosticSource@6.0.0', 'System.Runtime.CompilerServices.Unsafe@6.0.0'].map((name) => ({
    peer: 'syft' as const,
    folder: syft('dotnet'),
    package: name,
    reason: `${name} has no file in the application: the shared framework brings its own, newer one (Trivy leaves it out too)`,
  })),
  {
    peer: 'syft',
    folder: syft('java'),
    package: 'Apache Commons Codec@1.11',
    reason: 'the project by its title; we report commons-codec:commons-codec@1.11',
  },
  {
    peer: 'trivy',
    folder: 'pkg/dependency/parser/java/jar',
    case: 'TestParse/offline',
    package: 'org.springframework:Spring Framework@2.5.6.SEC03',
    reason: 'a title is no artifact id; we report org.springframework:spring-core@2.5.6.SEC03',
  },
];

function image(
  peer: PeerFormat['peer'],
  folder: string,
  catalogers: readonly string[],
  place?: PeerFormat['place'],
): InstalledFormat {
  return { peer, folder, catalogers, scope: 'image', ...(place === undefined ? {} : { place }) };
}

function scalibr(folder: string): string {
  return `extractor/filesystem/language/${folder}`;
}

function syft(folder: string): string {
  return `syft/pkg/cataloger/${folder}`;
}

function named(part: string): (peerCase: PeerCase) => boolean {
  return ({ inputs }) => inputs.some((input) => input.includes(part));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function nodeModulesPlace(): string {
  return 'app/node_modules/one/package.json';
}

function condaPlace(input: string): string {
  return `opt/conda/conda-meta/${baseName(input)}`;
}

function gemspecPlace(input: string): string {
  return `usr/lib/ruby/gems/3.1.0/specifications/${baseName(input)}`;
}

/** `distlib-0.3.1.METADATA` lies in `distlib-0.3.1.dist-info/METADATA`. */
function metadataPlace(input: string): string {
  const [, stem, file] = /([^/]+?)(?:\.egg-info)?\.(METADATA|PKG-INFO)$/.exec(input) ?? [];
  return `usr/lib/python3/site-packages/${stem}.${file === 'METADATA' ? 'dist-info' : 'egg-info'}/${file}`;
}

/** The peer's names for its inputs stand for the places that its extractor reads. */
function wheelPlace(input: string): string {
  const name = baseName(input);
  if (name.endsWith('.egg')) return `usr/lib/python3/site-packages/${name}`;
  if (name === 'egginfo') return 'usr/lib/python3/site-packages/one.egg-info';
  if (name === 'distinfo_meta' || name.endsWith('.dist-info'))
    return 'usr/lib/python3/site-packages/one.dist-info/METADATA';
  return 'usr/lib/python3/site-packages/one.egg-info/PKG-INFO';
}

/** An input that is itself a `*.dist-info` folder keeps its name. */
function sitePackages(path: string, { inputs }: PeerCase): string {
  const [input = ''] = inputs;
  const folder = input.endsWith('-info') ? `${baseName(input)}/` : '';
  return `usr/lib/python3/site-packages/${folder}${path}`;
}

/** A case with a MANIFEST.MF of its own is an archive that the test packs: see `packedManifest`. */
function jarPlace(input: string, { inputs }: PeerCase): string | undefined {
  return inputs.some((one) => one.endsWith('MANIFEST.MF')) ? undefined : baseName(input);
}

function packedManifest({ inputs, name, peer }: PeerCase): Record<string, Buffer> {
  const manifest = inputs.find((one) => one.endsWith('MANIFEST.MF'));
  if (!manifest) return {};
  const jar = inputs.find((one) => one.endsWith('.jar'));
  const path = jar ? baseName(jar) : name?.includes('combination') ? 'ivy-2.4.0.jar' : 'app.jar';
  const bytes = readFileSync(sharedPath('fixtures', peer, 'files', manifest));
  return { [path]: zipOf({ 'META-INF/MANIFEST.MF': bytes }) };
}
