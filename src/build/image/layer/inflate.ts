import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import type { Compression } from './blob.ts';
import { DecompressError, type Decompressor, StreamDecompressor, type ZlibStream } from './decompressor.ts';
import { directDecompressor } from './direct-decompressor.ts';
import { ZstdFrames } from './zstd-frames.ts';

/** Output chunk of the decompressor, bytes. Node's default of 16 KiB halves the speed; more than this only costs memory. */
const outputChunk = 256 * 1024;
/** Window that a zstd frame may ask for, as a power of two: 128 MiB, what `zstd --long=27` and the peers allow. */
const zstdWindowLog = 27;

/**
 * Decompresses what it is fed and calls `sink` for every chunk of output, in order; a chunk is only valid during the call. One instance a
 * layer. Synchronous on this thread where that is possible (docs/adr/003): then `feed` returns no promise.
 */
export class Inflater {
  readonly #sink: (chunk: Buffer) => void;
  /** zstd only: Node's decompressor takes one frame. gzip members it takes all. */
  readonly #frames: ZstdFrames | undefined;
  #current: Decompressor | undefined;

  constructor(compression: Exclude<Compression, 'none' | 'unsupported'>, sink: (chunk: Buffer) => void) {
    this.#sink = sink;
    if (compression === 'zstd') this.#frames = new ZstdFrames();
    else this.#current = decompressor(() => createGunzip({ chunkSize: outputChunk }), constants.Z_FINISH, sink);
  }

  /** The buffer may be reused once the promise resolves, or at once where none is returned. Throws or rejects with DecompressError. */
  feed(chunk: Buffer): Promise<void> | undefined {
    return this.#frames ? this.#feedFrames(this.#frames, chunk) : this.#current?.feed(chunk);
  }

  async end(): Promise<void> {
    if (this.#frames && !this.#frames.complete) throw new DecompressError('unexpected end of zstd data');
    await this.#current?.end();
  }

  destroy(): void {
    this.#current?.destroy();
  }

  async #feedFrames(frames: ZstdFrames, chunk: Buffer): Promise<void> {
    for (const { bytes, starts, ends } of cutGuarded(frames, chunk)) {
      // A layer may have millions of frames: what can take the next one is not made anew.
      if (starts) this.#current ??= decompressor(createFrameStream, constants.ZSTD_e_end, this.#sink);
      const taken = bytes.length > 0 ? this.#current?.feed(bytes) : undefined;
      if (taken) await taken;
      if (!ends) continue;
      const ended = this.#current?.end();
      if (ended) await ended;
      if (this.#current?.takesManyFrames) continue;
      this.#current?.destroy();
      this.#current = undefined;
    }
  }
}

function decompressor(create: () => ZlibStream, finish: number, sink: (chunk: Buffer) => void): Decompressor {
  return directDecompressor(create, finish, outputChunk, sink) ?? new StreamDecompressor(create(), sink);
}

function createFrameStream(): ZlibStream {
  return createZstdDecompress({ chunkSize: outputChunk, params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLog } });
}

function* cutGuarded(frames: ZstdFrames, chunk: Buffer) {
  try {
    yield* frames.cut(chunk);
  } catch (cause) {
    throw cause instanceof DecompressError ? cause : new DecompressError((cause as Error).message);
  }
}
