import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { LayerBlob } from '#build/image/layer/blob.ts';
import { type LayerEntry, mergeLayers } from '#build/image/layer/merge.ts';
import { walkLayer } from '#build/image/layer/walk-layer.ts';
import { catalogers } from '#build/inventory/catalogers/index.ts';
import { LayerAnalysis } from '#build/scan/layer-analysis.ts';
import { ScanBudget } from '#build/scan/scan-limits.ts';
import { memorySource } from '#core/byte-source.ts';
import { compareText } from '#core/order.ts';
import { mutate, randomFrom } from '#testing/fuzz.ts';
import { writeTar } from '#testing/tar-writer.ts';
import { installedSamples } from '../samples.ts';
import { below, type FuzzTarget, pick, promise, type Random } from '../target.ts';
import { mutateTar, tarSeeds } from './tar.ts';

const inImages = catalogers.filter((cataloger) => cataloger.scopes.includes('image'));

/** Layers that hold files for every cataloger and for the secret scan. */
export function layerSeeds(): Buffer[] {
  const samples = installedSamples();
  const perLayer = 12;
  const layers = Array.from({ length: Math.ceil(samples.length / perLayer) }, (_, i) =>
    writeTar(
      samples.slice(i * perLayer, (i + 1) * perLayer).map(({ path, content }) => ({ path, content, mode: 0o755 })),
    ),
  );
  return [...tarSeeds(), ...layers, writeTar([{ path: 'srv/.env', content: 'DB_PASSWORD=Zx9kQ7pLm2vB4tRw\n' }])];
}

/** A damaged tar, compressed in one of the ways that registries hold; or a layer whose compression is damaged. */
function mutateLayer(seed: Buffer, random: Random): Buffer {
  if (random() < 0.25) return mutate(compress(seed, random), random);
  return compress(mutateTar(seed, random), random);
}

function compress(tar: Buffer, random: Random): Buffer {
  const cut = below(tar.length + 1, random);
  const parts = random() < 0.5 ? [tar] : [tar.subarray(0, cut), tar.subarray(cut)];
  switch (below(4, random)) {
    case 0:
      return Buffer.concat(parts.map((part) => gzipSync(part, { level: 1 })));
    case 1:
      return Buffer.concat(parts.map((part) => zstdCompressSync(part)));
    case 2:
      return Buffer.concat(parts.flatMap((part) => [skippable, zstdCompressSync(part)]));
    default:
      return tar;
  }
}

const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);

function blobOf(bytes: Buffer, random: Random): LayerBlob {
  if (random() < 0.5) return { kind: 'local', source: memorySource(bytes) };
  const size = 1 + below(5000, random);
  return {
    kind: 'stream',
    open: async () =>
      (async function* () {
        for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
      })(),
  };
}

/** Random layers made of few names, so that they meet: links, hard links, whiteouts, deep paths. */
function randomLayers(input: Buffer): LayerEntry[][] {
  const random = randomFrom(input.readUInt32LE(0));
  const names = ['a', 'b', 'c', 'lib', 'usr', '.wh.a', '.wh.b', '.wh.lib', '.wh..wh..opq', '.wh..wh.x', 'é', 'x\\xff'];
  const targets = [
    'a',
    'b',
    '/',
    '..',
    '../..',
    'a/b',
    '/usr/lib',
    'lib',
    '.',
    'c/../c',
    './././a',
    '',
    'nowhere',
    'usr/../a/b/../b',
  ];
  const path = () =>
    Array.from({ length: 1 + below(random() < 0.01 ? 60 : 4, random) }, () => pick(names, random)).join('/');
  return Array.from({ length: 1 + below(5, random) }, () =>
    Array.from({ length: below(25, random) }, (): LayerEntry => {
      const type = pick(['file', 'file', 'directory', 'symlink', 'hardlink', 'fifo'] as const, random);
      const isLink = type === 'symlink' || type === 'hardlink';
      const linkTarget = type === 'symlink' ? pick(targets, random) : path();
      return {
        path: random() < 0.02 ? '' : path(),
        type,
        mode: below(0o10000, random),
        uid: below(3, random),
        gid: 0,
        size: type === 'file' ? below(9, random) : 0,
        ...(isLink ? { linkTarget } : {}),
      };
    }),
  );
}

export const layerTargets: readonly FuzzTarget[] = [
  {
    id: 'layer/merge',
    weight: 8,
    seeds: () => [Buffer.alloc(4)],
    make: (_, random) => {
      const seed = Buffer.alloc(4);
      seed.writeUInt32LE(below(2 ** 32, random));
      return seed;
    },
    maxResult: () => 1 << 20,
    run(input) {
      const layers = randomLayers(input);
      const tree = mergeLayers(layers);
      const entries = [...tree.entries()];
      const paths = entries.map((entry) => entry.path);
      promise(
        paths.every((path, i) => i === 0 || compareText(paths[i - 1]!, path) < 0),
        'entries are not sorted',
      );
      promise(tree.size === entries.length, 'size is not the number of entries');
      const known = new Set(paths);
      for (const entry of entries) {
        promise(tree.canonical(entry.path) === entry.path, `canonical changes ${entry.path}`);
        promise(JSON.stringify(tree.get(entry.path)) === JSON.stringify(entry), `get differs for ${entry.path}`);
        promise(entry.layer < layers.length, 'an entry of no layer');
        promise(!entry.path.split('/').some((part) => part === '' || part === '.' || part === '..'), 'an odd path');
        const slash = entry.path.lastIndexOf('/');
        const isWhiteout = entry.path.startsWith('.wh.', slash + 1);
        promise(!isWhiteout || entry.type === 'directory', 'a whiteout survives');
        promise(slash < 0 || known.has(entry.path.slice(0, slash)), 'an entry without its directory');
        const end = tree.resolve(entry.path);
        promise(
          end === undefined || (known.has(end.path) && end.type !== 'symlink'),
          'a link ends outside or at a link',
        );
        if (entry.type === 'file') {
          const origin = tree.originOf(entry.path);
          promise(
            origin !== undefined &&
              layers[origin.layer]!.some(({ path, type }) => path === origin.path && type === 'file'),
            'a file whose content nobody brought',
          );
        }
      }
      for (const layer of layers) {
        for (const { path } of layer) {
          const canonical = tree.canonical(path);
          promise(tree.canonical(canonical) === canonical, `canonical is not idempotent for ${path}`);
        }
      }
      return { entries, issues: tree.issues };
    },
  },
  {
    id: 'layer/walk',
    weight: 16,
    seeds: layerSeeds,
    make: mutateLayer,
    async run(input, random, { directory }) {
      const analysis = new LayerAnalysis({
        catalogers: inImages,
        scope: 'image',
        secrets: true,
        budget: new ScanBudget(),
      });
      const walk = await walkLayer(blobOf(input, random), analysis, { expected: {}, spoolDir: directory });
      promise(walk.complete || walk.issues.length > 0, 'not complete, and no issue says why');
      return analysis.result(walk);
    },
  },
];
