import type { createGunzip, createZstdDecompress } from 'node:zlib';

export type ZlibStream = ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;

/** Thrown for data that cannot be decompressed. */
export class DecompressError extends Error {}

/** One compressed stream. Output goes to the sink that it was made with. */
export interface Decompressor {
  feed(chunk: Buffer): Promise<void> | undefined;
  end(): Promise<void> | undefined;
  destroy(): void;
  /** After `end` it may be fed another frame. */
  readonly takesManyFrames?: boolean;
}

/** Over Node's public streams: works everywhere, inflates in libuv's pool, and pays a fresh output buffer a chunk. */
export class StreamDecompressor implements Decompressor {
  readonly #stream: ZlibStream;
  readonly #ended: Promise<void>;
  #failure: Error | undefined;

  constructor(stream: ZlibStream, sink: (chunk: Buffer) => void) {
    this.#stream = stream;
    this.#ended = new Promise((resolve) => {
      stream.on('end', resolve);
      stream.on('close', resolve);
      stream.on('error', (error: Error) => {
        this.#failure ??= error;
        resolve();
      });
    });
    stream.on('data', (chunk: Buffer) => {
      try {
        sink(chunk);
      } catch (error) {
        this.#failure ??= error as Error;
        stream.destroy();
      }
    });
  }

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
