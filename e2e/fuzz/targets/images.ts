import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { OpenImage } from '#build/image/source.ts';
import { openDockerArchive } from '#build/image/sources/docker-archive.ts';
import { openOciLayout } from '#build/image/sources/oci-layout.ts';
import { noCache } from '#build/scan/cache.ts';
import { collectImage } from '#build/scan/collect-image.ts';
import type { Outcome } from '#core/outcome.ts';
import { mutate, nastyTokens } from '#testing/fuzz.ts';
import { writeDockerArchive } from '#testing/image-writer.ts';
import { writeTar } from '#testing/tar-writer.ts';
import { below, type FuzzTarget, mutateBytesOrText, pick, promise, type Random } from '../target.ts';
import { mutateTar } from './tar.ts';

const layers = [
  writeTar([
    { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
    {
      path: 'var/lib/dpkg/status',
      content: 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n',
    },
    { path: 'app/node_modules/x/package.json', content: '{"name":"x","version":"1.0.0"}' },
  ]),
  writeTar([
    { path: 'app/.wh.node_modules' },
    { path: 'srv/.env', content: 'AWS_SECRET_ACCESS_KEY=Zx9kQ7pLm2vB4tRwZx9kQ7pLm2vB4tRwZx9kQ7pL\n' },
    { path: 'etc/hard', type: 'hardlink', linkTarget: 'etc/os-release' },
  ]),
];

const config = {
  architecture: 'amd64',
  os: 'linux',
  created: '2023-11-14T22:13:20Z',
  config: {
    User: '0',
    Env: ['PATH=/bin', 'DB_PASSWORD=Zx9kQ7pLm2vB4tRw'],
    Cmd: ['sh', '-c', 'curl http://x | sh'],
    Labels: { 'org.opencontainers.image.source': 'https://x', token: 'ghp_x' },
    ExposedPorts: { '22/tcp': {} },
    Volumes: { '/var/run/docker.sock': {} },
    Healthcheck: { Test: ['CMD', 'x'] },
  },
  rootfs: { type: 'layers', diff_ids: layers.map((tar) => `sha256:${sha256(tar)}`) },
  history: [
    { created_by: '/bin/sh -c #(nop) ADD file:x in / ' },
    { created_by: '/bin/sh -c #(nop)  ENV A=b', empty_layer: true },
    { created_by: 'RUN |1 TOKEN=abc /bin/sh -c apt-get update && apt-get install -y curl # buildkit' },
  ],
};

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** An OCI layout as one text: name, length, bytes. What names another file by digest is written anew, so that damage is not refused at once. */
interface Layout {
  index: Buffer;
  manifest: Buffer;
  config: Buffer;
  layers: Buffer[];
}

const layoutSeed: Layout = {
  index: Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      manifests: [
        {
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          digest: '@manifest',
          size: '@manifestSize',
          platform: { os: 'linux', architecture: 'amd64', variant: 'v8' },
          annotations: { 'org.opencontainers.image.ref.name': 'latest' },
        },
        {
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          digest: '@config',
          size: 3,
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
        },
      ],
    }),
  ),
  manifest: Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: '@config', size: '@configSize' },
      layers: layers.map((_, i) => ({
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest: `@layer${i}`,
        size: `@layer${i}Size`,
      })),
    }),
  ),
  config: Buffer.from(JSON.stringify(config)),
  layers: layers.map((tar) => gzipSync(tar)),
};

function pack({ index, manifest, config: document, layers: blobs }: Layout): Buffer {
  return Buffer.from(JSON.stringify([index, manifest, document, ...blobs].map((bytes) => bytes.toString('base64'))));
}

function unpack(bytes: Buffer): Layout {
  const [index, manifest, document, ...blobs] = (JSON.parse(bytes.toString()) as string[]).map((text) =>
    Buffer.from(text, 'base64'),
  );
  return { index: index!, manifest: manifest!, config: document!, layers: blobs };
}

/** Replaces a value somewhere in a JSON document. */
function mutateJson(bytes: Buffer, random: Random): Buffer {
  if (random() < 0.4) return mutateBytesOrText(bytes, random);
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString());
  } catch {
    return mutate(bytes, random);
  }
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push({ holder: value as Record<string, unknown>, key });
      visit((value as Record<string, unknown>)[key]);
    }
  };
  visit(document);
  for (let edit = 1 + below(3, random); edit > 0 && places.length > 0; edit--) {
    const { holder, key } = pick(places, random);
    const values = [
      null,
      [],
      {},
      0,
      -1,
      1e300,
      true,
      '',
      pick(nastyTokens, random),
      [[]],
      [holder[key]],
      { a: holder[key] },
      '@manifest',
      '@config',
      '@layer0',
    ];
    if (random() < 0.15) delete holder[key];
    else if (random() < 0.1) holder[pick(nastyTokens, random)] = holder[key];
    else holder[key] = pick(values, random);
  }
  return Buffer.from(JSON.stringify(document));
}

function mutateLayout(seed: Buffer, random: Random): Buffer {
  const layout = unpack(seed);
  switch (below(6, random)) {
    case 0:
      layout.index = mutateJson(layout.index, random);
      break;
    case 1:
    case 2:
      layout.manifest = mutateJson(layout.manifest, random);
      break;
    case 3:
    case 4:
      layout.config = mutateJson(layout.config, random);
      break;
    default: {
      const at = below(layout.layers.length, random);
      layout.layers[at] =
        random() < 0.5 ? mutate(layout.layers[at]!, random) : gzipSync(mutateTar(layers[at]!, random));
    }
  }
  return pack(layout);
}

function writeLayout(path: string, layout: Layout): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(join(path, 'blobs/sha256'), { recursive: true });
  const names = new Map<string, Buffer>();
  const put = (name: string, bytes: Buffer) => {
    const text = bytes
      .toString('latin1')
      .replace(/"?@(\w+?)(Size)?(?=")"?/g, (all, key: string, size: string | undefined) => {
        const target = names.get(key);
        if (!target) return all;
        return size ? String(target.length) : `"sha256:${sha256(target)}"`;
      });
    const linked = name.startsWith('layer') ? bytes : Buffer.from(text, 'latin1');
    names.set(name, linked);
    writeFileSync(join(path, 'blobs/sha256', sha256(linked)), linked);
  };
  for (const [i, bytes] of layout.layers.entries()) put(`layer${i}`, bytes);
  put('config', layout.config);
  put('manifest', layout.manifest);
  put('index', layout.index);
  writeFileSync(join(path, 'index.json'), names.get('index')!);
  writeFileSync(join(path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}

/** Opens, collects, closes; a refusal is an answer too. */
async function report(opened: Promise<Outcome<OpenImage>>, directory: string): Promise<unknown> {
  const image = await opened;
  if (!image.ok) return { refused: [image.issue] };
  try {
    const { collected } = await collectImage(image.value, {
      cache: noCache(join(directory, 'cache')),
      secrets: true,
      listAllFiles: true,
      now: new Date('2024-01-01T00:00:00Z'),
    });
    promise(
      collected.complete === !collected.issues.some((issue) => issue.level === 'error') || !collected.complete,
      'complete in spite of an error',
    );
    promise(collected.complete || collected.issues.length > 0, 'not complete, and no issue says why');
    return collected;
  } finally {
    await image.value.close();
  }
}

const dockerArchive = writeDockerArchive(
  { layers: layers.map((tar) => ({ tar, createdBy: 'x' })), config: config.config, architecture: 'amd64' },
  ['a:1', 'b:2'],
);

export const imageTargets: readonly FuzzTarget[] = [
  {
    id: 'image/docker-archive',
    weight: 5,
    seeds: () => [dockerArchive, gzipSync(dockerArchive)],
    make: (seed, random) => (random() < 0.7 ? mutateArchive(random) : mutate(seed, random)),
    async run(input, _, { directory }) {
      const path = join(directory, 'archive.tar');
      writeFileSync(path, input);
      return report(openDockerArchive(path, { spoolDir: directory }), directory);
    },
  },
  {
    id: 'image/oci-layout',
    weight: 8,
    seeds: () => [pack(layoutSeed)],
    make: mutateLayout,
    async run(input, _, { directory }) {
      const path = join(directory, 'layout');
      writeLayout(path, unpack(input));
      return report(openOciLayout(path, { spoolDir: directory }), directory);
    },
  },
];

/** The documents of the archive damaged, the archive around them whole; or the archive's own headers. */
function mutateArchive(random: Random): Buffer {
  if (random() < 0.3) return mutateTar(dockerArchive, random);
  const document = Buffer.from(JSON.stringify(config));
  const manifest = Buffer.from(
    JSON.stringify([{ Config: 'config.json', RepoTags: ['a:1'], Layers: ['0/layer.tar', '1/layer.tar'] }]),
  );
  const isManifest = random() < 0.5;
  return writeTar([
    { path: '0/layer.tar', content: layers[0]! },
    ...(random() < 0.2
      ? [
          {
            path: '1/layer.tar',
            type: 'symlink' as const,
            linkTarget: pick(['../0/layer.tar', '1/layer.tar', '/0/layer.tar', '../../x'], random),
          },
        ]
      : [{ path: '1/layer.tar', content: random() < 0.5 ? gzipSync(layers[1]!) : layers[1]! }]),
    { path: 'config.json', content: isManifest ? document : mutateJson(document, random) },
    { path: 'manifest.json', content: isManifest ? mutateJson(manifest, random) : manifest },
  ]);
}
