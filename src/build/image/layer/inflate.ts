import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import type { Compression } from './blob.ts';

/** Output chunk of the decompressor, bytes. Node's default of 16 KiB halves the speed; more than this only costs memory. */
const outputChunk = 128 * 1024;

/** Thrown by `feed` and `end` for data that cannot be decompressed. */
export class DecompressError extends Error {}

/**
 * Decompresses what it is fed and calls `sink` for every chunk of output, in order. One instance a layer; the work is done in
 * libuv's pool, so several layers use several cores without worker threads.
 */
export class Inflater {
  readonly #stream: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;
  #failure: Error | undefined;
  readonly #ended: Promise<void>;

  constructor(compression: Exclude<Compression, 'none' | 'unsupported'>, sink: (chunk: Buffer) => void) {
    this.#stream =
      compression === 'gzip'
        ? createGunzip({ chunkSize: outputChunk })
        : createZstdDecompress({ chunkSize: outputChunk, params: { [constants.ZSTD_d_windowLogMax]: 27 } });
    this.#ended = new Promise((resolve) => {
      this.#stream.on('end', resolve);
      this.#stream.on('error', (error) => {
        this.#failure ??= error;
        resolve();
      });
      this.#stream.on('close', resolve);
    });
    this.#stream.on('data', (chunk: Buffer) => {
      try {
        sink(chunk);
      } catch (error) {
        this.#failure ??= error as Error;
        this.#stream.destroy();
      }
    });
  }

  /** Resolves when the chunk was taken in; the buffer may be reused then. */
  async feed(chunk: Buffer): Promise<void> {
    this.#check();
    await new Promise<void>((resolve) => {
      this.#stream.once('close', resolve);
      this.#stream.write(chunk, () => {
        this.#stream.removeListener('close', resolve);
        resolve();
      });
    });
    this.#check();
  }

  async end(): Promise<void> {
    this.#check();
    this.#stream.end();
    await this.#ended;
    this.#check();
  }

  destroy(): void {
    this.#stream.destroy();
  }

  #check(): void {
    if (this.#failure !== undefined) throw new DecompressError(this.#failure.message);
  }
}
