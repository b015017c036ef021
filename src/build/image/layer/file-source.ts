import { randomUUID } from 'node:crypto';
import { type BigIntStats, openSync, readSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource } from '#core/byte-source.ts';

/**
 * A file for reading and writing that has no name any more: it goes with the process. In the system's folder for temporary files where
 * `directory` cannot be written to, as in a container with a read-only root.
 */
export function openSpool(directory: string): number {
  try {
    return openUnnamed(directory);
  } catch {
    return openUnnamed(tmpdir());
  }
}

function openUnnamed(directory: string): number {
  const path = join(directory, `spool-${process.pid}-${randomUUID()}`);
  const fd = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return fd;
}

/** What stands for the content of a local file while nobody hashes it: a changed or replaced file has another. */
export function fileIdentity({ dev, ino, size, ctimeNs }: BigIntStats): string {
  return `file:${dev}:${ino}:${size}:${ctimeNs}`;
}

/** A window of an open file. The caller keeps `fd` open as long as the source is used. */
export function fileSource(fd: number, start: number, size: number): ByteSource {
  return {
    size,
    read(offset, length) {
      const from = Math.max(0, Math.min(offset, size));
      const want = Math.max(0, Math.min(length, size - from));
      const out = Buffer.allocUnsafe(want);
      let got = 0;
      while (got < want) {
        const count = readSync(fd, out, got, want - got, start + from + got);
        if (count === 0) break;
        got += count;
      }
      return got === want ? out : out.subarray(0, got);
    },
    readInto(target, offset) {
      const want = Math.max(0, Math.min(target.length, size - offset));
      let got = 0;
      while (got < want) {
        const count = readSync(fd, target, got, want - got, start + offset + got);
        if (count === 0) break;
        got += count;
      }
      return got;
    },
  };
}
