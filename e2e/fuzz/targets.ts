import { readFileSync } from 'node:fs';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { parseImageConfig } from '#build/image/config.ts';
import { PushedLayer } from '#build/image/layer/walk-layer.ts';
import { parseManifest } from '#build/image/manifest.ts';
import { parseChallenge } from '#build/image/registry/auth.ts';
import type { OpenImage } from '#build/image/source.ts';
import { catalogers } from '#build/inventory/catalogers/index.ts';
import { readSbom } from '#build/inventory/sbom/read-sbom.ts';
import { scanText } from '#build/inventory/secrets/scan-text.ts';
import { noCache } from '#build/scan/cache.ts';
import { readImage } from '#build/scan/read-image.ts';
import { readVex } from '#build/vuln/vex/read.ts';
import { checkDockerfile } from '#guard/policy/checks/check-dockerfile.ts';
import { elfOf } from '#testing/executable-writer.ts';
import { inlineBuildInfo } from '#testing/go-build-info.ts';
import { lockSamples } from '#testing/lock-samples.ts';
import { rendered } from '#testing/rendered.ts';
import { rpmBdb, rpmHeaderBlob, rpmNdb, rpmSqlite } from '#testing/rpm-writer.ts';
import { sampleReport } from '#testing/sample-report.ts';
import { type TarMember, writeTar } from '#testing/tar-writer.ts';
import { zipOf } from '#testing/zip-writer.ts';

/** One kind of foreign input. `run` gives what the product makes of it, which is checked to be bounded JSON. */
export interface FuzzTarget {
  readonly id: string;
  /** Share of all inputs. */
  readonly weight: number;
  seeds(): Promise<Buffer[]> | Buffer[];
  run(input: Buffer, directory: string): unknown;
}

const dpkgStatus =
  'Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nSource: openssl (3.0.9-1)\nVersion: 3.0.9-1+b1\n\nPackage: b\nStatus: deinstall ok config-files\nVersion: 1\n\n';
const apkInstalled =
  'P:musl\nV:1.2.3-r0\nA:x86_64\nL:MIT\no:musl\nF:lib\nR:ld-musl-x86_64.so.1\na:0:0:755\n\nP:zlib\nV:1.2\n\n';
const rpmBlobs = [0, 1, 2].map((index) =>
  rpmHeaderBlob({
    name: `n${index}`,
    epoch: index,
    version: '1',
    release: '2',
    arch: 'x',
    files: ['/bin/sh', '/usr/x'],
  }),
);
const jar = zipOf(
  {
    'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\r\nImplementation-Title: a\r\nImplementation-Version: 1.0\r\n\r\n',
    'META-INF/maven/g/a/pom.properties': 'groupId=g\nartifactId=a\nversion=1.0\n',
    'lib/inner.jar': zipOf(
      { 'META-INF/maven/g/b/pom.properties': 'groupId=g\nartifactId=b\nversion=2.0\n' },
      { deflate: true },
    ),
  },
  { deflate: true },
);
const goBinary = elfOf({
  '.go.buildinfo': inlineBuildInfo('go1.22.1', 'path\ta.org/x\nmod\ta.org/x\t(devel)\ndep\tb.org/y\tv1.2.3\th1:x=\n'),
});
const rustBinary = elfOf({ '.dep-v0': deflateSync('{"packages":[{"name":"a","version":"1.0.0"}]}') });

/** Files that some cataloger reads, at the names by which it knows them. */
const installed: readonly (readonly [path: string, content: Buffer | string, mode?: number])[] = [
  ['etc/os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n'],
  ['var/lib/dpkg/status', dpkgStatus],
  ['var/lib/dpkg/info/openssl.list', '/.\n/usr\n/usr/bin/openssl\n'],
  [
    'usr/share/doc/openssl/copyright',
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: MIT or Apache-2.0\n',
  ],
  ['lib/apk/db/installed', apkInstalled],
  ['var/lib/rpm/rpmdb.sqlite', rpmSqlite(rpmBlobs, 512)],
  ['var/lib/rpm/Packages.db', rpmNdb(rpmBlobs)],
  ['var/lib/rpm/Packages', rpmBdb(rpmBlobs)],
  ['app/node_modules/a/package.json', '{"name":"a","version":"1.0.0","license":"MIT"}'],
  [
    'usr/lib/python3/dist-packages/a-1.dist-info/METADATA',
    'Metadata-Version: 2.1\nName: a\nVersion: 1\nLicense: MIT\n\nbody\n',
  ],
  [
    'srv/specifications/a-1.0.gemspec',
    '# stub: a 1.0 ruby lib\nGem::Specification.new do |s|\n  s.name = "a"\n  s.version = "1.0"\nend\n',
  ],
  ['srv/vendor/composer/installed.json', '{"packages":[{"name":"a/b","version":"v1.0"}],"dev-package-names":[]}'],
  [
    'srv/A.deps.json',
    '{"runtimeTarget":{"name":".NETCoreApp,Version=v6.0"},"libraries":{"A/1.0.0":{"type":"package"}}}',
  ],
  ['srv/a.jar', jar],
  ['usr/local/bin/go-program.elf', goBinary, 0o755],
  ['usr/local/bin/rust-program.elf', rustBinary, 0o755],
  ['app/.env', 'DATABASE_URL=postgres://a:hunter2hunter2@db/x\nAPI_TOKEN=0123456789abcdefABCDEF\n'],
  ['etc/ssh/sshd_config', 'PermitRootLogin yes\n'],
  ['etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n'],
];

const layerMembers: TarMember[] = [
  { path: 'etc/', type: 'directory' },
  ...installed.map(([path, content, mode]) => ({ path, content, ...(mode ? { mode } : {}) })),
  { path: 'bin', type: 'symlink', linkTarget: 'usr/bin' },
  { path: 'bin/tool', content: 'x' },
  { path: 'usr/bin/tool2', type: 'hardlink', linkTarget: 'usr/bin/tool' },
  { path: `long/${'n'.repeat(150)}`, content: 'y' },
];
const upperMembers: TarMember[] = [
  { path: 'etc/.wh.passwd' },
  { path: 'app/.wh..wh..opq' },
  { path: 'app/node_modules/b/package.json', content: '{"name":"b","version":"2"}' },
  { path: 'usr', type: 'symlink', linkTarget: '/usr/../usr' },
];

/** Sixteen files at a time keep a layer small enough for thousands of runs. */
function smallLayers(): Buffer[] {
  return [
    writeTar(layerMembers.filter((member) => Buffer.from(member.content ?? '').length < 3000)),
    writeTar(upperMembers),
  ];
}

/** The tar header's checksum made right again, so that damage reaches what is behind it. */
function mendChecksums(tar: Buffer): Buffer {
  for (let at = 0; at + 512 <= tar.length; at += 512) {
    if (tar.toString('latin1', at + 257, at + 262) !== 'ustar') continue;
    tar.write('        ', at + 148);
    let sum = 0;
    for (let i = at; i < at + 512; i++) sum += tar[i]!;
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148);
  }
  return tar;
}

/** The whole reading of an image with these layers: what a report is made of. */
function imageOf(layers: readonly Buffer[], config: unknown = {}): OpenImage {
  const parsed = parseImageConfig(config, 'fuzz');
  const empty = parseImageConfig({}, 'fuzz');
  if (!empty.ok) throw new Error('an empty configuration is one');
  const { config: image, raw } = parsed.ok ? parsed.value : empty.value;
  return {
    kind: 'oci',
    reference: 'fuzz',
    tags: [],
    config: image,
    rawConfig: raw,
    layers: layers.map(() => ({})),
    issues: [],
    walkLayers: async (wanted, visitor, { spoolDir }) => {
      const walked = [];
      for (const index of wanted) {
        const own = visitor();
        const layer = new PushedLayer(own, { expected: {}, spoolDir });
        try {
          await layer.push(layers[index]!);
        } catch (cause) {
          layer.fail(cause);
        }
        walked.push({ index, visitor: own, walk: await layer.end() });
      }
      return walked;
    },
    close: async () => {},
  };
}

function report(layers: readonly Buffer[], directory: string, config?: unknown) {
  return readImage(imageOf(layers, config), {
    cache: noCache(directory),
    secrets: true,
    listAllFiles: true,
    now: new Date('2026-11-22T00:00:00Z'),
    scope: 'image',
    factsVersion: 'fuzz',
  });
}

/** One file in a layer of its own, under the name by which catalogers know it. */
function fileTarget(id: string, weight: number, files: typeof installed): FuzzTarget[] {
  return files.map(([path, content, mode]) => ({
    id: `${id} ${path.slice(path.lastIndexOf('/') + 1)}`,
    weight,
    seeds: () => [Buffer.from(content)],
    run: (input, directory) => report([writeTar([{ path, content: input, ...(mode ? { mode } : {}) }])], directory),
  }));
}

/** Lock files are read in source trees: straight through the catalogers that want them. */
const lockTarget: FuzzTarget = {
  id: 'lock files',
  weight: 40,
  seeds: () => lockSamples.map(({ path, text }) => Buffer.from(`${path}\0${text}`)),
  run(input) {
    const end = input.indexOf(0);
    const path = input.toString('utf8', 0, Math.max(0, end));
    const bytes = input.subarray(end + 1);
    const header = { path, name: path.slice(path.lastIndexOf('/') + 1), size: bytes.length, mode: 0o644 };
    return catalogers
      .filter((cataloger) => cataloger.wants(header, 'source'))
      .map((cataloger) =>
        cataloger.read({
          ...header,
          source: {
            size: bytes.length,
            read: (offset, length) => Buffer.from(bytes.subarray(offset, offset + length)),
          },
          bytes: () => Buffer.from(bytes),
          text: () => bytes.toString('utf8'),
        }),
      );
  },
};

const config = {
  architecture: 'amd64',
  os: 'linux',
  config: {
    User: 'root',
    Env: ['PATH=/bin', 'TOKEN=abcdef0123456789'],
    Labels: { a: 'b' },
    ExposedPorts: { '22/tcp': {} },
  },
  rootfs: { type: 'layers', diff_ids: [`sha256:${'a'.repeat(64)}`] },
  history: [
    { created_by: 'RUN |1 TOKEN=x /bin/sh -c curl -k http://a | sh # buildkit' },
    { created_by: 'CMD ["sh"]', empty_layer: true },
  ],
};
const descriptor = {
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  digest: `sha256:${'b'.repeat(64)}`,
  size: 3,
};
const manifest = { schemaVersion: 2, config: descriptor, layers: [descriptor, descriptor] };
const index = {
  schemaVersion: 2,
  manifests: [
    { ...descriptor, platform: { os: 'linux', architecture: 'arm', variant: 'v7' }, annotations: { x: 'y' } },
  ],
};
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

const dockerfile =
  '# escape=`\nARG V=1\nFROM debian:latest AS a\nRUN <<E\ncurl http://x | sh\nE\nENV TOKEN=abc\nCOPY --from=a / /\nADD http://x /y\nUSER root\nHEALTHCHECK CMD true\n';

/** Every kind of foreign input, sorted by id within its group. */
export const fuzzTargets: readonly FuzzTarget[] = [
  {
    id: 'layer, tar',
    weight: 80,
    seeds: smallLayers,
    run: (input, directory) => report([mendChecksums(input)], directory),
  },
  {
    id: 'layer, gzip',
    weight: 30,
    seeds: () => smallLayers().map((tar) => gzipSync(tar)),
    run: (input, directory) => report([input], directory),
  },
  {
    id: 'layer, zstd',
    weight: 30,
    seeds: () => smallLayers().map((tar) => zstdCompressSync(tar)),
    run: (input, directory) => report([input], directory),
  },
  {
    id: 'layers, several',
    weight: 60,
    seeds: () => [writeTar(upperMembers), writeTar(layerMembers.slice(0, 6))],
    run: (input, directory) =>
      report([smallLayers()[0]!, mendChecksums(input), gzipSync(mendChecksums(Buffer.from(input)))], directory),
  },
  ...fileTarget('file', 30, installed),
  lockTarget,
  {
    id: 'image configuration',
    weight: 60,
    seeds: () => [json(config)],
    run(input, directory) {
      let document: unknown;
      try {
        document = JSON.parse(input.toString('utf8'));
      } catch {
        document = input.toString('utf8');
      }
      return report([], directory, document);
    },
  },
  {
    id: 'manifest',
    weight: 60,
    seeds: () => [json(manifest), json(index)],
    run: (input) => parseManifest(input, 'fuzz'),
  },
  {
    id: 'registry challenge',
    weight: 20,
    seeds: () => [Buffer.from('Bearer realm="https://a/token",service="b",scope="repository:c:pull"')],
    run: (input) => parseChallenge(input.toString('latin1')),
  },
  {
    id: 'SBOM',
    weight: 60,
    seeds: async () =>
      Promise.all(['cyclonedx', 'spdx'].map(async (id) => Buffer.from(await rendered(id, sampleReport())))),
    run: (input) => readSbom(input, 'fuzz'),
  },
  {
    id: 'VEX',
    weight: 20,
    seeds: async () => [
      Buffer.from(await rendered('openvex', sampleReport())),
      Buffer.from(await rendered('cyclonedx', sampleReport())),
    ],
    run: (input) => readVex(input, 'fuzz'),
  },
  {
    id: 'Dockerfile',
    weight: 30,
    seeds: () => [Buffer.from(dockerfile)],
    run: (input) => checkDockerfile(input.toString('utf8'), 'Dockerfile'),
  },
  {
    id: 'secrets',
    weight: 30,
    seeds: () => [
      Buffer.from(installed.find(([path]) => path === 'app/.env')![1]),
      readFileSync(import.meta.filename).subarray(0, 4000),
    ],
    run: (input) => scanText(input, 'app/.env'),
  },
];
