import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '#core/byte-source.ts';
import { parsePurl } from '#core/ids/purl.ts';
import { elfOf, firstSectionOffset, machOOf, peOf } from '../../../testing/executable-writer.ts';
import { mutations } from '../../../testing/fuzz.ts';
import { inlineBuildInfo, pointerBuildInfo } from '../../../testing/go-build-info.ts';
import { zipOf } from '../../../testing/zip-writer.ts';
import type { Cataloger, FileFacts } from '../cataloger.ts';
import { binaryClassifiers } from './binary/classifiers.ts';
import { bitnamiComponents } from './bitnami/components.ts';
import { cargoAuditable } from './cargo/auditable.ts';
import { composerInstalled } from './composer/installed.ts';
import { cranInstalled } from './cran/installed.ts';
import { gemInstalled } from './gem/installed.ts';
import { golangBinary } from './golang/binary.ts';
import { javaArchive } from './java/archive.ts';
import { luaRockspec } from './lua/rockspec.ts';
import { npmInstalled } from './npm/installed.ts';
import { npmVsix } from './npm/vsix.ts';
import { nugetDepsJson } from './nuget/deps-json.ts';
import { condaMeta } from './python/conda.ts';
import { pythonInstalled } from './python/installed.ts';

const modules =
  'path\ta.org/x\nmod\ta.org/x\t(devel)\ndep\tb.org/y\tv1.2.3\th1:x=\n=>\tc.org/z\tv1.0.0\nbuild\t-ldflags="-X main.version=1.0.0"\n';
const crates = deflateSync(
  '{"packages":[{"name":"a","version":"1.0.0","dependencies":[1]},{"name":"b","version":"2.0.0"}]}',
);
const jar = zipOf(
  {
    'META-INF/MANIFEST.MF':
      'Manifest-Version: 1.0\r\nBundle-SymbolicName: org.exam\r\n ple.lib\r\nImplementation-Version: 1.0\r\n',
    'META-INF/maven/g/a/pom.properties': 'groupId=g\nartifactId=a\nversion=1.0\n',
    'META-INF/maven/g/a/pom.xml':
      '<project><parent><groupId>g</groupId></parent><properties><v>1</v></properties></project>',
    'org/example/A.class': 'x',
  },
  { deflate: true },
);
const metadata =
  'Metadata-Version: 2.1\nName: One\nVersion: 1.0\nLicense: MIT\nClassifier: License :: OSI Approved :: MIT\n\nbody\n';

const inputs: [cataloger: Cataloger, path: string, content: Buffer | string][] = [
  [binaryClassifiers, 'usr/bin/python3.11', elfOf({ '.rodata': Buffer.from('\x003.11.7\0') })],
  [binaryClassifiers, 'opt/java/release', 'JAVA_VERSION="17.0.9"\n'],
  [bitnamiComponents, 'opt/bitnami/.bitnami_components.json', '{"redis":{"arch":"amd64","version":"7.0.0-1"}}'],
  [cargoAuditable, 'app.exe', elfOf({ '.dep-v0': crates })],
  [
    composerInstalled,
    'vendor/composer/installed.json',
    '{"packages":[{"name":"a/b","version":"v1.0","license":["MIT"]}],"dev-package-names":["a/b"]}',
  ],
  [cranInstalled, 'R/library/a/DESCRIPTION', 'Package: a\nVersion: 1.0\nLicense: GPL-2 | MIT\n'],
  [
    gemInstalled,
    'specifications/a.gemspec',
    '# stub: a 1.0 ruby lib\nG.new do |s|\ns.name = "a".freeze\ns.version = "1.0"\ns.licenses = ["MIT",\n"X"]\nend\n',
  ],
  [golangBinary, 'elf.exe', elfOf({ '.go.buildinfo': inlineBuildInfo('go1.22.1', modules) })],
  [
    golangBinary,
    'old.exe',
    elfOf({ '.go.buildinfo': pointerBuildInfo('go1.15', modules, { at: firstSectionOffset }) }),
  ],
  [golangBinary, 'pe.exe', peOf({ '.data': inlineBuildInfo('go1.22.1', modules) })],
  [golangBinary, 'macho.exe', machOOf({ __go_buildinfo: inlineBuildInfo('go1.22.1', modules) })],
  [javaArchive, 'lib-1.0.jar', jar],
  [javaArchive, 'outer.war', zipOf({ 'WEB-INF/lib/lib-1.0.jar': jar }, { deflate: true })],
  [luaRockspec, 'a.rockspec', 'package = "a"\nversion = "1.0-0"\n'],
  [
    npmInstalled,
    'node_modules/a/package.json',
    '{"name":"@a/b","version":"1.0.0","license":{"type":"MIT"},"licenses":[{"type":"X"}]}',
  ],
  [
    npmVsix,
    'a.vsix',
    zipOf({ 'extension/node_modules/a/package.json': '{"name":"a","version":"1.0.0"}' }, { deflate: true }),
  ],
  [
    nugetDepsJson,
    'a.deps.json',
    '{"runtimeTarget":{"name":"t"},"targets":{"t":{"A/1.0":{"runtime":{"a.dll":{}}}}},"libraries":{"A/1.0":{"type":"package"}}}',
  ],
  [condaMeta, 'conda-meta/a.json', '{"name":"a","version":"1.0","build":"0","channel":"conda-forge"}'],
  [pythonInstalled, 'a.dist-info/METADATA', metadata],
  [pythonInstalled, 'a.egg', zipOf({ 'EGG-INFO/PKG-INFO': metadata }, { deflate: true })],
];

describe('damaged files of installed packages', () => {
  it.each(inputs)('$id survives them: %s', (cataloger, path, content) => {
    const valid = Buffer.from(content as Buffer);
    expect(readDirectly(cataloger, path, valid)?.packages?.length).toBeGreaterThan(0);
    let slowest = 0;
    for (const damaged of mutations(valid, 1500, valid.length)) {
      const start = performance.now();
      const facts = readDirectly(cataloger, path, damaged);
      slowest = Math.max(slowest, performance.now() - start);
      for (const { purl, name } of facts?.packages ?? []) {
        expect(parsePurl(purl), purl).toMatchObject({ ok: true });
        expect(name).not.toMatch(/[\0-\x1f]/);
      }
    }
    expect(slowest).toBeLessThan(500);
  });

  it.each(inputs)('$id survives its input a hundred times over: %s', (cataloger, path, content) => {
    const start = performance.now();
    readDirectly(cataloger, path, Buffer.concat(Array(100).fill(Buffer.from(content as Buffer))));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

/** Without asking `wants`: programs would have to be large, and damage would hit nothing that matters. */
function readDirectly(cataloger: Cataloger, path: string, bytes: Buffer): FileFacts | undefined {
  return cataloger.read({
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    size: bytes.length,
    mode: 0o755,
    source: memorySource(bytes),
    bytes: () => bytes,
    text: () => bytes.toString('utf8'),
  });
}
