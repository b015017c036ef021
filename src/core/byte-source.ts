/**
 * Random access to bytes that may lie in memory, in a spool file or inside a layer on disk.
 * `read` never returns more than asked and returns fewer bytes only at the end.
 */
export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  read(offset: number, length: number): Buffer;
  /** Fills `target` from `offset` and gives the count of bytes; sources that can do it without an allocation have it. */
  readInto?(target: Buffer, offset: number): number;
}

export function memorySource(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(Math.max(0, offset), Math.min(bytes.length, Math.max(0, offset) + length)),
  };
}

/** The whole source as one buffer. The caller has checked `size` against its own limit. */
export function readAll(source: ByteSource): Buffer {
  return source.read(0, source.size);
}
