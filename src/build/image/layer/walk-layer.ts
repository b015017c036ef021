import type { ByteSource } from '#core/byte-source.ts';
import type { Digest } from '#core/ids/digest.ts';
import { KiB } from '#core/limits.ts';
import { errorIssue, type Issue } from '#core/outcome.ts';
import { type TarEntry, TarWalker } from '../tar/walk.ts';
import { type Compression, detectCompression, type LayerBlob } from './blob.ts';
import { ContentCollector } from './content.ts';
import { DecompressError } from './decompressor.ts';
import { LayerSink } from './layer-sink.ts';

/** What a caller wants to know of one layer. One instance a layer. */
export interface LayerVisitor {
  /** Every entry in archive order. True asks for the content (files only). */
  entry(entry: TarEntry): boolean;
  /** Content of a file that was asked for; the source lives until this returns. */
  content(entry: TarEntry, source: ByteSource): void;
}

export interface LayerWalk {
  /** Digest of the stored bytes, where one was expected and they were all read. */
  readonly digest?: Digest;
  /** Digest of the uncompressed tar, where no other digest was expected and it was all read. */
  readonly diffId?: Digest;
  readonly compression: Compression;
  /** Bytes of uncompressed tar that were read; 0 when it was walked by offset. */
  readonly bytes: number;
  readonly entries: number;
  readonly issues: readonly Issue[];
  /** False where the layer could not be read to its end or is not what its digest says. */
  readonly complete: boolean;
}

export interface WalkOptions {
  /** `size`: bytes as stored. More is refused as it comes, so that a layer cannot be without end. */
  readonly expected: { readonly digest?: Digest; readonly diffId?: Digest; readonly size?: number };
  readonly spoolDir: string;
  /** Stored bytes that were just read. */
  readonly onBytes?: (count: number) => void;
}

const readSize = 256 * KiB;
/** Shortest stretch worth a jump instead of a read, bytes. */
const worthSkipping = 32 * 1024;
/** A layer with more problems than this has one problem. */
const maxIssues = 200;

/** Reads one layer once: decompressed, hashed and walked on the way; by offset where it is local and uncompressed. */
export async function walkLayer(blob: LayerBlob, visitor: LayerVisitor, options: WalkOptions): Promise<LayerWalk> {
  const pushed = new PushedLayer(visitor, options);
  try {
    if (blob.kind === 'stream') await pushAll(await blob.open(), pushed);
    else if (detectCompression(blob.source.read(0, 512)) === 'none') pushed.readByOffset(blob.source);
    else await pushLocal(blob.source, pushed);
  } catch (cause) {
    pushed.fail(cause);
  }
  return pushed.end();
}

async function pushAll(chunks: AsyncIterable<Buffer>, layer: PushedLayer): Promise<void> {
  for await (const chunk of chunks) {
    const taken = layer.push(chunk);
    if (taken) await taken;
  }
}

/** A compressed layer in a local file, through one buffer. */
async function pushLocal(source: ByteSource, layer: PushedLayer): Promise<void> {
  const buffer = source.readInto ? Buffer.allocUnsafeSlow(readSize) : undefined;
  for (let at = 0; at < source.size; ) {
    const chunk = buffer ? buffer.subarray(0, source.readInto?.(buffer, at)) : source.read(at, readSize);
    if (chunk.length === 0) break;
    at += chunk.length;
    const taken = layer.push(chunk);
    if (taken) await taken;
  }
}

/** One layer whose bytes are pushed in by whoever has them. */
export class PushedLayer {
  readonly #options: WalkOptions;
  readonly #walker: TarWalker;
  readonly #sink: LayerSink;
  readonly #issues: Issue[] = [];
  #byOffset = false;
  /** Stored bytes so far. */
  #stored = 0;
  #failed = false;

  constructor(visitor: LayerVisitor, options: WalkOptions) {
    this.#options = options;
    const issue = (found: Issue) => this.#report(found);
    const collector = new ContentCollector({ spoolDir: options.spoolDir, issue });
    this.#walker = new TarWalker({
      entry: (entry) =>
        visitor.entry(entry) && entry.type === 'file'
          ? collector.collect(entry, (source) => visitor.content(entry, source))
          : undefined,
      issue,
    });
    this.#sink = new LayerSink(this.#walker, options.expected.digest?.startsWith('sha256:') ? 'stored' : 'tar');
  }

  /** May throw or reject; give the error to `fail`. */
  push(chunk: Buffer): Promise<void> | undefined {
    this.#options.onBytes?.(chunk.length);
    const { size } = this.#options.expected;
    this.#stored += chunk.length;
    if (size !== undefined && this.#stored > size) throw new Error(`more than the ${size} bytes that it should have`);
    return this.#sink.push(chunk);
  }

  fail(cause: unknown): void {
    this.#failed = true;
    this.#report(
      cause instanceof DecompressError
        ? errorIssue('layer/bad-compression', 'the layer cannot be decompressed', { cause })
        : errorIssue('layer/unreadable', 'the layer could not be read', { cause }),
    );
  }

  /** Jumps over content that nobody wants. The bytes are not all seen, so no digest comes of it. */
  readByOffset(source: ByteSource): void {
    this.#byOffset = true;
    const { size } = this.#options.expected;
    if (size !== undefined && size !== source.size)
      throw new Error(`${source.size} bytes instead of the ${size} that it should have`);
    const walker = this.#walker;
    let window = 64 * 1024;
    for (let at = 0; at < source.size && !walker.ended; ) {
      const chunk = source.read(at, window);
      if (chunk.length === 0) break;
      walker.push(chunk);
      at += chunk.length;
      const jump = Math.min(walker.skippable, source.size - at);
      if (jump >= worthSkipping) {
        walker.skip(jump);
        at += jump;
        window = 16 * 1024;
      } else {
        window = Math.min(window * 2, 256 * 1024);
      }
      this.#options.onBytes?.(chunk.length + (jump >= worthSkipping ? jump : 0));
    }
  }

  async end(): Promise<LayerWalk> {
    let digests: { digest?: Digest; diffId?: Digest } = {};
    if (!this.#byOffset && !this.#failed) {
      try {
        digests = await this.#sink.end();
      } catch (cause) {
        this.fail(cause);
      }
    }
    this.#sink.destroy();
    this.#walker.finish();
    const { compression, bytes } = this.#sink;
    if (compression === 'unsupported') {
      this.#report(
        errorIssue(
          'layer/unsupported-compression',
          'the layer is compressed with bzip2 or xz, which Holdfast does not read',
        ),
      );
    }
    this.#check('digest', digests.digest, this.#options.expected.digest);
    this.#check('diffID', digests.diffId, this.#options.expected.diffId);
    return {
      ...digests,
      compression,
      bytes,
      entries: this.#walker.entries,
      issues: this.#issues,
      complete: !this.#issues.some((found) => found.level === 'error'),
    };
  }

  #check(what: string, actual: Digest | undefined, expected: Digest | undefined): void {
    // Digests in sha512 are rare enough to be trusted to whoever served them.
    if (actual === undefined || expected === undefined || actual === expected || !expected.startsWith('sha256:'))
      return;
    const hint = 'the image is damaged or was tampered with';
    this.#report(
      errorIssue('layer/digest-mismatch', `the layer's ${what} is ${actual}, but ${expected} was expected`, { hint }),
    );
  }

  #report(issue: Issue): void {
    if (this.#issues.length < maxIssues) this.#issues.push(issue);
  }
}
