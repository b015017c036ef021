import type { ByteSource } from '#core/byte-source.ts';

/** Where a layer's bytes come from. */
export type LayerBlob =
  /** In a local file: may be read at any offset. */
  | { readonly kind: 'local'; readonly source: ByteSource }
  /** From a network or another archive: once, in order. */
  | { readonly kind: 'stream'; readonly open: () => Promise<AsyncIterable<Buffer>> };

export type Compression = 'gzip' | 'zstd' | 'none' | 'unsupported';

/** By magic bytes: media types lie, and a docker-archive has none. */
export function detectCompression(start: Buffer): Compression {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  if (start.length >= 4) {
    const magic = start.readUInt32LE(0);
    // zstd frame, or a skippable frame (0x184D2A50–5F) as zstd:chunked and pzstd write first
    if (magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50) return 'zstd';
  }
  if (start[0] === 0x42 && start[1] === 0x5a && start[2] === 0x68) return 'unsupported'; // bzip2
  if (start[0] === 0xfd && start[1] === 0x37 && start[2] === 0x7a) return 'unsupported'; // xz
  return 'none';
}
