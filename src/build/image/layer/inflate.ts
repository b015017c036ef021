import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import type { Compression } from './blob.ts';
import { ZstdFrames } from './zstd-frames.ts';

/** Output chunk of the decompressor, bytes. Node's default of 16 KiB halves the speed; more than this only costs memory. */
const outputChunk = 128 * 1024;
/** Window that a zstd frame may ask for, as a power of two: 128 MiB, what `zstd --long=27` and the peers allow. */
const zstdWindowLog = 27;

/** Thrown by `feed` and `end` for data that cannot be decompressed. */
export class DecompressError extends Error {}

/**
 * Decompresses what it is fed and calls `sink` for every chunk of output, in order. One instance a layer; the work is done in
 * libuv's pool, so several layers use several cores without worker threads.
 */
export class Inflater {
  readonly #sink: (chunk: Buffer) => void;
  /** zstd only: Node's decompressor takes one frame. gzip members it takes all. */
  readonly #frames: ZstdFrames | undefined;
  #current: Decompression | undefined;

  constructor(compression: Exclude<Compression, 'none' | 'unsupported'>, sink: (chunk: Buffer) => void) {
    this.#sink = sink;
    if (compression === 'zstd') this.#frames = new ZstdFrames();
    else this.#current = new Decompression(createGunzip({ chunkSize: outputChunk }), sink);
  }

  /** Resolves when the chunk was taken in; the buffer may be reused then. */
  async feed(chunk: Buffer): Promise<void> {
    if (!this.#frames) return this.#current?.feed(chunk);
    for (const { bytes, starts, ends } of cutGuarded(this.#frames, chunk)) {
      if (starts) this.#current = new Decompression(createFrameDecompressor(), this.#sink);
      if (bytes.length > 0) await this.#current?.feed(bytes);
      if (ends) {
        await this.#current?.end();
        this.#current = undefined;
      }
    }
  }

  async end(): Promise<void> {
    if (this.#frames && !this.#frames.complete) throw new DecompressError('unexpected end of zstd data');
    await this.#current?.end();
  }

  destroy(): void {
    this.#current?.destroy();
  }
}

function createFrameDecompressor() {
  return createZstdDecompress({ chunkSize: outputChunk, params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLog } });
}

function* cutGuarded(frames: ZstdFrames, chunk: Buffer) {
  try {
    yield* frames.cut(chunk);
  } catch (cause) {
    throw cause instanceof DecompressError ? cause : new DecompressError((cause as Error).message);
  }
}

type DecompressorStream = ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;

/** One decompressor stream with backpressure and one failure. */
class Decompression {
  readonly #stream: DecompressorStream;
  readonly #ended: Promise<void>;
  #failure: Error | undefined;

  constructor(stream: DecompressorStream, sink: (chunk: Buffer) => void) {
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
