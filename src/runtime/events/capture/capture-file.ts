import { closeSync, openSync, writeSync } from 'node:fs';
import { constants, gzipSync } from 'node:zlib';
import { errorIssue, type Issue, quote } from '#core/outcome.ts';

/** Bytes that are gathered before they are written; compressed files have a gzip member for each. */
const blockBytes = 1024 * 1024;

/** A file that a CaptureWriter writes to: `new CaptureWriter((bytes) => file.write(bytes))`, then close(). */
export class CaptureFile {
  /** The first thing that went wrong; nothing is written after it. */
  issue: Issue | undefined = undefined;
  /** Bytes of the file, so far. */
  bytes = 0;
  readonly #path: string;
  readonly #gzip: boolean;
  readonly #buffer = Buffer.allocUnsafeSlow(blockBytes);
  #used = 0;
  #fd: number | undefined;

  /** Nothing is there, and nothing that was is lost, until the first bytes come. */
  constructor(path: string, compression: 'none' | 'gzip') {
    this.#path = path;
    this.#gzip = compression === 'gzip';
  }

  write(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      const take = Math.min(bytes.length - at, blockBytes - this.#used);
      bytes.copy(this.#buffer, this.#used, at, at + take);
      this.#used += take;
      at += take;
      if (this.#used === blockBytes) this.#flush();
    }
  }

  /** Returns what went wrong, where something did. */
  close(): Issue | undefined {
    this.#flush();
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    return this.issue;
  }

  #flush(): void {
    const bytes = this.#buffer.subarray(0, this.#used);
    this.#used = 0;
    if (this.issue || bytes.length === 0) return;
    try {
      this.#fd ??= openSync(this.#path, 'w', 0o600);
      const packed = this.#gzip ? gzipSync(bytes, { level: constants.Z_BEST_SPEED }) : bytes;
      for (let at = 0; at < packed.length; ) at += writeSync(this.#fd, packed, at);
      this.bytes += packed.length;
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #fail(cause: unknown): void {
    this.issue ??= errorIssue('capture/unwritable', `Could not write ${quote(this.#path)}.`, {
      where: this.#path,
      cause,
    });
  }
}
