import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { KiB, MiB } from '#core/limits.ts';

/** A file of lines that only this module writes and reads: frames of whole lines, each u32 stored bytes, u32 plain bytes, zstd. */
export class LineWriter {
  #fd: number;
  #lines: string[] = [];
  #chars = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'w', 0o644);
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#chars += line.length;
    if (this.#chars > frameChars) this.#flush();
  }

  close(): void {
    this.#flush();
    fsyncSync(this.#fd);
    closeSync(this.#fd);
  }

  #flush(): void {
    if (this.#lines.length === 0) return;
    const plain = Buffer.from(this.#lines.join('\n'));
    const stored = zstdCompressSync(plain, {
      params: { [constants.ZSTD_c_compressionLevel]: 1 },
      pledgedSrcSize: plain.length,
    });
    const head = Buffer.alloc(8);
    head.writeUInt32LE(stored.length, 0);
    head.writeUInt32LE(plain.length, 4);
    const frame = Buffer.concat([head, stored]);
    let done = 0;
    while (done < frame.length) done += writeSync(this.#fd, frame, done);
    this.#lines = [];
    this.#chars = 0;
  }
}

/** Throws where the file is damaged: it is our own, so that is no foreign input. */
export function* readLines(path: string): Generator<string> {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(8);
    while (readFully(fd, head) === head.length) {
      const stored = Buffer.allocUnsafe(Math.min(head.readUInt32LE(0), frameLimit));
      if (readFully(fd, stored) < stored.length) throw new Error(`${path} is cut off`);
      const plain = zstdDecompressSync(stored, { maxOutputLength: frameLimit });
      yield* plain.toString('utf8').split('\n');
    }
  } finally {
    closeSync(fd);
  }
}

function readFully(fd: number, into: Buffer): number {
  let done = 0;
  while (done < into.length) {
    const got = readSync(fd, into, done, into.length - done, null);
    if (got === 0) break;
    done += got;
  }
  return done;
}

const frameChars = 128 * KiB;
/** One line can be as long as a record. */
const frameLimit = 512 * MiB;
