import { createHash, type Hash } from 'node:crypto';
import { type Digest, sha256Digest } from '#core/ids/digest.ts';
import type { TarWalker } from '../tar/walk.ts';
import { type Compression, detectCompression } from './blob.ts';
import { Inflater } from './inflate.ts';

/** Takes a layer's stored bytes in order: hashes them, decompresses, hashes the tar and walks it. */
export class LayerSink {
  readonly #walker: TarWalker;
  readonly #stored: Hash = createHash('sha256');
  readonly #tar: Hash = createHash('sha256');
  #inflater: Inflater | undefined;
  #compression: Compression | undefined;
  /** Bytes of tar so far. */
  bytes = 0;

  constructor(walker: TarWalker) {
    this.#walker = walker;
  }

  get compression(): Compression {
    return this.#compression ?? 'none';
  }

  /** The buffer may be reused once the promise resolves, or at once where none is returned. */
  push(chunk: Buffer): Promise<void> | undefined {
    if (chunk.length === 0) return undefined;
    this.#compression ??= this.#begin(chunk);
    if (this.#compression === 'unsupported') return undefined;
    this.#stored.update(chunk);
    if (this.#inflater) return this.#inflater.feed(chunk);
    this.#take(chunk);
    return undefined;
  }

  /** Both digests; none where the compression is unsupported. */
  async end(): Promise<{ digest?: Digest; diffId?: Digest }> {
    await this.#inflater?.end();
    if (this.#compression === 'unsupported') return {};
    return { digest: sha256Digest(this.#stored.digest('hex')), diffId: sha256Digest(this.#tar.digest('hex')) };
  }

  destroy(): void {
    this.#inflater?.destroy();
  }

  #begin(chunk: Buffer): Compression {
    const compression = detectCompression(chunk);
    if (compression === 'gzip' || compression === 'zstd')
      this.#inflater = new Inflater(compression, (out) => this.#take(out));
    return compression;
  }

  #take(chunk: Buffer): void {
    this.bytes += chunk.length;
    this.#tar.update(chunk);
    this.#walker.push(chunk);
  }
}
