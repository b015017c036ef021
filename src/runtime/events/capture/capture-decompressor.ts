import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import type { CaptureCompression } from './capture-summary.ts';

/** Output chunk, bytes. Node's default of 16 KiB halves the speed; more than this only costs memory. */
const outputChunk = 256 * 1024;
/** Window that a zstd frame may ask for, as a power of two: 128 MiB, what `zstd --long=27` allows. */
const zstdWindowLog = 27;

/** Bytes that tell the compression. */
export const magicBytes = 4;

export function compressionOf(start: Buffer): CaptureCompression {
  if (start.length >= 2 && start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  if (start.length >= 4 && start.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
  return 'none';
}

type Stream = ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;

/**
 * Decompresses what it is fed, chunk by chunk, so that what came before damage is delivered. gzip members and zstd frames that follow each other
 * are one stream.
 */
export class CaptureDecompressor {
  /** Why nothing more comes. */
  error: Error | undefined = undefined;
  readonly #compression: Exclude<CaptureCompression, 'none'>;
  readonly #sink: (chunk: Buffer) => void;
  #stream: Stream;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(compression: Exclude<CaptureCompression, 'none'>, sink: (chunk: Buffer) => void) {
    this.#compression = compression;
    this.#sink = sink;
    this.#stream = this.#open();
  }

  /** The chunk may be reused once the promise resolves. */
  async feed(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (rest.length > 0 && !this.error) {
      if (this.#ended) {
        // Node ends a zstd stream after a frame that more follows. After gzip members only padding can.
        if (this.#compression === 'gzip') return;
        this.#stream = this.#open();
      }
      const stream = this.#stream;
      const before = stream.bytesWritten;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        stream.write(rest, () => resolve());
      });
      // What was decompressed reaches the sink in a later turn.
      while (!this.error && stream.readableLength > 0) await new Promise((resolve) => setImmediate(resolve));
      const used = stream.bytesWritten - before;
      rest = this.#ended && used > 0 ? rest.subarray(used) : rest.subarray(rest.length);
    }
  }

  async end(): Promise<void> {
    if (this.error || this.#ended) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#stream.end();
    });
  }

  destroy(): void {
    this.#stream.destroy();
  }

  #open(): Stream {
    const stream =
      this.#compression === 'gzip'
        ? createGunzip({ chunkSize: outputChunk })
        : createZstdDecompress({ chunkSize: outputChunk, params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLog } });
    this.#ended = false;
    stream.on('data', this.#sink);
    stream.on('error', (error) => {
      this.error = error;
      this.#wake?.();
    });
    stream.on('end', () => {
      this.#ended = true;
      this.#wake?.();
    });
    return stream;
  }
}
