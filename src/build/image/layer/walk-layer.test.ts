import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ByteSource, memorySource, readAll } from '#core/byte-source.ts';
import type { Digest } from '#core/ids/digest.ts';
import { limits } from '#core/limits.ts';
import { mutations } from '#testing/fuzz.ts';
import { writeTar } from '#testing/tar-writer.ts';
import type { TarEntry } from '../tar/walk.ts';
import type { LayerBlob } from './blob.ts';
import { walkLayer } from './walk-layer.ts';

const sha = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
const tar = writeTar([
  { path: 'small', content: 'hello' },
  { path: 'large', content: Buffer.alloc(700_000, 'large ') },
  { path: 'last', content: 'bye' },
]);

class Reader {
  readonly contents = new Map<string, string>();
  entry(entry: TarEntry): boolean {
    return entry.type === 'file';
  }
  content(entry: TarEntry, source: ByteSource): void {
    this.contents.set(entry.path, readAll(source).toString('latin1'));
  }
}

async function read(blob: LayerBlob, expected: { digest?: Digest; diffId?: Digest } = {}) {
  const reader = new Reader();
  return { reader, walk: await walkLayer(blob, reader, { expected, spoolDir: tmpdir() }) };
}

const local = (bytes: Buffer): LayerBlob => ({ kind: 'local', source: memorySource(bytes) });
const stream = (bytes: Buffer, size = 1000): LayerBlob => ({
  kind: 'stream',
  open: async () =>
    (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
});

const manyMembers = Buffer.concat(
  [0, 1, 2, 3].map((part) => gzipSync(tar.subarray((part * tar.length) / 4, ((part + 1) * tar.length) / 4))),
);
const manyFrames = Buffer.concat(
  [0, 1].map((part) => zstdCompressSync(tar.subarray((part * tar.length) / 2, ((part + 1) * tar.length) / 2))),
);
/** A skippable frame as zstd:chunked and pzstd write, before and after the data. */
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);

describe('walkLayer', () => {
  it.each([
    ['gzip', gzipSync(tar)],
    ['gzip', manyMembers],
    ['zstd', zstdCompressSync(tar)],
    ['zstd', manyFrames],
    ['zstd', Buffer.concat([skippable, zstdCompressSync(tar), skippable])],
    ['none', tar],
  ])('reads %s from a stream and hashes what names it', async (compression, bytes) => {
    const byBlob = await read(stream(bytes), { digest: sha(bytes), diffId: sha(tar) });
    expect(byBlob.walk).toMatchObject({ compression, complete: true, digest: sha(bytes), entries: 3, issues: [] });
    const { reader, walk } = await read(stream(bytes), { diffId: sha(tar) });
    expect(walk).toMatchObject({ compression, complete: true, diffId: sha(tar), entries: 3, issues: [] });
    expect([...byBlob.reader.contents]).toEqual([...reader.contents]);
    expect([...reader.contents]).toEqual([
      ['small', 'hello'],
      ['large', Buffer.alloc(700_000, 'large ').toString()],
      ['last', 'bye'],
    ]);
  });

  it('reads a local uncompressed layer by offset, without a digest', async () => {
    const { reader, walk } = await read(local(tar), { diffId: sha(Buffer.from('other')) });
    expect(walk).toMatchObject({ complete: true, bytes: 0 });
    expect(walk.diffId).toBeUndefined();
    expect(reader.contents.get('last')).toBe('bye');
  });

  it.each(['digest', 'diffId'] as const)('refuses a layer that is not what its %s says', async (name) => {
    const { walk } = await read(stream(gzipSync(tar)), { [name]: sha(Buffer.from('other')) });
    expect(walk.complete).toBe(false);
    expect(walk.issues.map((issue) => issue.code)).toEqual(['layer/digest-mismatch']);
  });

  it.each([
    ['cut gzip', gzipSync(tar).subarray(0, 500), 'layer/bad-compression'],
    ['cut zstd', zstdCompressSync(tar).subarray(0, 60), 'layer/bad-compression'],
    ['bzip2', Buffer.from('BZh91AY&SY'), 'layer/unsupported-compression'],
  ])('reports %s', async (_, bytes, code) => {
    const { walk } = await read(stream(bytes));
    expect(walk.complete).toBe(false);
    expect(walk.issues.map((issue) => issue.code)).toContain(code);
  });

  it('reports a source that fails', async () => {
    const broken: LayerBlob = { kind: 'stream', open: () => Promise.reject(new Error('no route')) };
    expect((await read(broken)).walk.issues).toMatchObject([{ code: 'layer/unreadable', cause: 'no route' }]);
  });

  it('spools a file over the memory limit', async () => {
    const size = limits.fileInMemoryBytes + 10;
    const big = writeTar([
      { path: 'big', content: Buffer.alloc(size, 7) },
      { path: 'next', content: 'x' },
    ]);
    let seen = 0;
    const visitor = {
      entry: () => true,
      content: (entry: TarEntry, source: ByteSource) => {
        if (entry.path === 'big') seen = source.size + source.read(size - 1, 5).length;
      },
    };
    const walk = await walkLayer(stream(big, 1 << 20), visitor, { expected: {}, spoolDir: tmpdir() });
    expect(walk.complete).toBe(true);
    expect(seen).toBe(size + 1);
  });

  it('survives damaged layers', async () => {
    const small = writeTar([
      { path: 'a', content: 'x'.repeat(3000) },
      { path: 'b', type: 'symlink', linkTarget: 'a' },
    ]);
    for (const valid of [gzipSync(small), zstdCompressSync(small)]) {
      for (const damaged of mutations(valid, 400, 2)) {
        const { walk } = await read(stream(damaged, 100), { diffId: sha(small) });
        expect(walk.complete || walk.issues.length > 0).toBe(true);
      }
    }
  });
});
