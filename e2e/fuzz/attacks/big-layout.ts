import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';

/** Takes the bytes of one layer's tar in order. */
export type Feed = (bytes: Buffer) => void;

export interface BigLayer {
  readonly write: (feed: Feed) => void;
  /** Each piece that is fed becomes a gzip member or zstd frame of its own; default zstd. */
  readonly compression?: 'gzip' | 'zstd' | 'none';
}

const tarType = 'application/vnd.oci.image.layer.v1.tar';
const pieceBytes = 4 * 1024 * 1024;

/**
 * An OCI layout whose layers are written piece by piece, so that a test can make gigabytes (uncompressed) without holding them. The same
 * piece fed twice in a row is compressed once.
 */
export function writeBigLayout(path: string, layers: readonly BigLayer[], config: object = {}): void {
  mkdirSync(join(path, 'blobs/sha256'), { recursive: true });
  const written = layers.map((layer) => writeLayer(path, layer));
  const document = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: written.map(({ diffId }) => diffId) },
      history: written.map((_, index) => ({ created_by: `step ${index}` })),
      ...config,
    }),
  );
  const configBlob = writeBlob(path, document, 'application/vnd.oci.image.config.v1+json');
  const manifestType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = writeBlob(
    path,
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: manifestType,
        config: configBlob,
        layers: written.map(({ diffId: _, ...layer }) => layer),
      }),
    ),
    manifestType,
  );
  writeFileSync(join(path, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
  writeFileSync(join(path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}

function writeBlob(path: string, bytes: Buffer, mediaType: string) {
  const hex = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(path, 'blobs/sha256', hex), bytes);
  return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
}

function writeLayer(path: string, { write, compression = 'zstd' }: BigLayer) {
  const temporary = join(path, 'blobs/sha256/new');
  const fd = openSync(temporary, 'w');
  const stored = createHash('sha256');
  const tar = createHash('sha256');
  let size = 0;
  let last: { piece: Buffer; packed: Buffer } | undefined;
  const flush = (piece: Buffer) => {
    tar.update(piece);
    const packed = last?.piece === piece ? last.packed : pack(piece, compression);
    last = { piece, packed };
    stored.update(packed);
    size += packed.length;
    writeSync(fd, packed);
  };
  let parts: Buffer[] = [];
  let held = 0;
  const flushParts = () => {
    if (held > 0) flush(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
    parts = [];
    held = 0;
  };
  write((bytes) => {
    if (bytes.length >= pieceBytes) {
      flushParts();
      flush(bytes);
      return;
    }
    parts.push(bytes);
    held += bytes.length;
    if (held >= pieceBytes) flushParts();
  });
  flushParts();
  closeSync(fd);
  const hex = stored.digest('hex');
  renameSync(temporary, join(path, 'blobs/sha256', hex));
  const suffix = compression === 'none' ? '' : `+${compression}`;
  return {
    mediaType: `${tarType}${suffix}`,
    digest: `sha256:${hex}`,
    size,
    diffId: `sha256:${tar.digest('hex')}`,
  };
}

function pack(piece: Buffer, compression: 'gzip' | 'zstd' | 'none'): Buffer {
  if (compression === 'gzip') return gzipSync(piece, { level: 1 });
  if (compression === 'zstd') return zstdCompressSync(piece, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  return piece;
}
