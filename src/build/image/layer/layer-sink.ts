import { createHash, type Hash } from 'node:crypto';
import { type Digest, sha256Digest } from '#core/ids/digest.ts';
import type { TarWalker } from '../tar/walk.ts';
import { type Compression, detectCompression } from './blob.ts';
import { Inflater } from './inflate.ts';

/**
 * Takes a layer's stored bytes in order: decompresses, hashes and walks them. What is hashed is what names the layer: the stored blob where
 * its digest is known (OCI, registries), else the tar. One of both proves the content; hashing both would cost a tenth of a scan.
 */
export class LayerSink {
  readonly #walker: TarWalker;
  readonly #stored: Hash | undefined;
  readonly #tar: Hash | undefined;
  #inflater: Inflater | undefined;
  #compression: Compression | undefined;
  /** Bytes of tar so far. */
  bytes = 0;

  constructor(walker: TarWalker, hashed: 'stored' | 'tar') {
    this.#walker = walker;
    if (hashed === 'stored') this.#stored = createHash('sha256');
    else this.#tar = createHash('sha256');
  }

  get compression(): Compression {
    return this.#compression ?? 'none';
  }

  /** The buffer may be reused once the promise resolves, or at once where none is returned. */
  push(chunk: Buffer): Promise<void> | undefined {
    if (chunk.length === 0) return undefined;
    this.#compression ??= this.#begin(chunk);
    if (this.#compression === 'unsupported') return undefined;
    this.#stored?.update(chunk);
    if (this.#inflater) return this.#inflater.feed(chunk);
    this.#take(chunk);
    return undefined;
  }

  /** The digest that was computed; none where the compression is unsupported. */
  async end(): Promise<{ digest?: Digest; diffId?: Digest }> {
    await this.#inflater?.end();
    if (this.#compression === 'unsupported') return {};
    return this.#stored
      ? { digest: sha256Digest(this.#stored.digest('hex')) }
      : this.#tar
        ? { diffId: sha256Digest(this.#tar.digest('hex')) }
        : {};
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
    this.#tar?.update(chunk);
    this.#walker.push(chunk);
  }
}
