import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { KiB, MiB } from '#core/limits.ts';

export const documentLimits = {
  /** A whole document, unpacked. */
  bytes: 512 * MiB,
  /** What is read of a file to recognise it. */
  headBytes: 64 * KiB,
} as const;

/** The whole of a text file, unpacked where its name ends in `.gz`. Throws past the limit. */
export function readDocument(path: string, limit: number = documentLimits.bytes): string {
  if (statSync(path).size > limit) throw new Error(`${path} has more than ${limit} bytes`);
  const bytes = readFileSync(path);
  const plain = path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: limit }) : bytes;
  return plain.toString('utf8').replace(/^\uFEFF/, '');
}

/** The beginning of it; '' where it cannot be read. */
export function readHead(path: string): string {
  try {
    const head = Buffer.alloc(documentLimits.headBytes);
    const fd = openSync(path, 'r');
    let bytes: Buffer;
    try {
      bytes = head.subarray(0, readSync(fd, head, 0, head.length, 0));
    } finally {
      closeSync(fd);
    }
    // What is cut off at the end is no error here.
    const plain = path.endsWith('.gz')
      ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * MiB })
      : bytes;
    return plain.toString('utf8').replace(/^\uFEFF/, '');
  } catch {
    return '';
  }
}

/** Undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
