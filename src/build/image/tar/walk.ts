import type { FileType } from '#core/file-tree.ts';
import { limits, MiB } from '#core/limits.ts';
import { errorIssue, type Issue, quote, warningIssue } from '#core/outcome.ts';
import { blockSize, decodePath, numeric, parseHeader, type RawHeader } from './header.ts';
import { normalisePath } from './path.ts';
import { parsePax } from './pax.ts';
import { parseGnuSparse, parsePaxSparse, type SparseMap, sparseDataBlocks } from './sparse.ts';

/** One member of an archive, names and sizes resolved. */
export interface TarEntry {
  /** Normalised: see normalisePath. '' is the root itself. */
  readonly path: string;
  readonly type: FileType | 'hardlink';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes that the file has once unpacked (sparse files: with their holes). */
  readonly size: number;
  /** Symlink: as written. Hard link: normalised path of the earlier entry. */
  readonly linkTarget?: string;
  /** Only the parts of `size` that are stored, for sparse files. */
  readonly sparse?: SparseMap;
}

/** Takes the content of one entry as it comes; `end` is called once all stored bytes were written. */
export interface ContentSink {
  write(bytes: Buffer): void;
  end(): void;
}

export interface TarVisitor {
  /** Called for each entry; a sink asks for the stored content, undefined skips it. */
  entry(entry: TarEntry): ContentSink | undefined;
  issue(issue: Issue): void;
}

type State = 'header' | 'meta' | 'sparse-header' | 'content' | 'end';

/**
 * Push parser for a tar stream: give it chunks of any size in order. `skippable` says how many of the next bytes nobody wants, so that a
 * reader of a local file may jump instead of read (`skip`). Never throws for bad input; a damaged archive ends the walk with an issue.
 */
export class TarWalker {
  readonly #visitor: TarVisitor;
  #state: State = 'header';
  /** Bytes of a header or meta block that came in an earlier chunk. */
  readonly #partial = Buffer.alloc(blockSize);
  #partialLength = 0;
  #remaining = 0;
  #padding = 0;
  #sink: ContentSink | undefined;
  #meta: { type: string; bytes: Buffer; at: number } | undefined;
  #sparse: { header: RawHeader; map: SparseMap } | undefined;
  #longName: string | undefined;
  #longLink: string | undefined;
  #pax: Map<string, string> | undefined;
  #entries = 0;
  #started = false;
  #zeroBlocks = 0;
  /** Offset in the archive of the next byte to come. */
  #offset = 0;
  /** Offset of the block that is being read. */
  #blockAt = 0;

  constructor(visitor: TarVisitor) {
    this.#visitor = visitor;
  }

  get entries(): number {
    return this.#entries;
  }

  get ended(): boolean {
    return this.#state === 'end';
  }

  /** Bytes from here on that carry nothing wanted. */
  get skippable(): number {
    if (this.#state === 'end') return Number.MAX_SAFE_INTEGER;
    if (this.#state !== 'content' || this.#sink !== undefined) return 0;
    return this.#remaining + this.#padding;
  }

  /** Passes over `count` bytes, at most `skippable`. */
  skip(count: number): void {
    this.#offset += count;
    if (this.#state === 'end') return;
    const content = Math.min(count, this.#remaining);
    this.#remaining -= content;
    this.#padding -= count - content;
    if (this.#remaining === 0 && this.#padding === 0) this.#state = 'header';
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && this.#state !== 'end') {
      const before = at;
      switch (this.#state) {
        case 'header':
        case 'sparse-header':
          at = this.#takeBlock(chunk, at);
          break;
        case 'meta':
          at = this.#takeMeta(chunk, at);
          break;
        default:
          at = this.#takeContent(chunk, at);
      }
      this.#offset += at - before;
    }
    this.#offset += chunk.length - at;
  }

  /** Call after the last chunk: reports an archive that was cut off. */
  finish(): void {
    if (this.#state === 'end') return;
    const cut = this.#state !== 'header' || this.#partialLength > 0;
    this.#state = 'end';
    this.#sink = undefined;
    if (cut) {
      this.#visitor.issue(
        errorIssue('tar/truncated', `archive ends in the middle of an entry, at byte ${this.#offset}`),
      );
    }
  }

  #takeBlock(chunk: Buffer, at: number): number {
    let block = chunk;
    let start = at;
    let next = at + blockSize;
    if (this.#partialLength > 0 || next > chunk.length) {
      const count = Math.min(blockSize - this.#partialLength, chunk.length - at);
      chunk.copy(this.#partial, this.#partialLength, at, at + count);
      this.#partialLength += count;
      next = at + count;
      if (this.#partialLength < blockSize) return next;
      this.#partialLength = 0;
      block = this.#partial;
      start = 0;
    }
    this.#blockAt = this.#offset + (next - at) - blockSize;
    if (this.#state === 'sparse-header') this.#sparseHeader(block, start);
    else this.#header(block, start);
    return next;
  }

  #header(block: Buffer, at: number): void {
    const header = parseHeader(block, at);
    if (header === 'zero') {
      this.#zeroBlocks += 1;
      // Two zero blocks end an archive. Some writers leave one, or zeros between concatenated archives: then go on.
      if (this.#zeroBlocks >= 2) this.#state = 'end';
      return;
    }
    this.#zeroBlocks = 0;
    if (typeof header === 'string') {
      const what = this.#started ? 'damaged header' : 'not a tar archive';
      this.#visitor.issue(errorIssue('tar/bad-header', `${what} (${header}) at byte ${this.#blockAt}`));
      this.#state = 'end';
      return;
    }
    this.#started = true;
    this.#begin(header, block, at);
  }

  #begin(header: RawHeader, block: Buffer, at: number): void {
    switch (header.type) {
      case 'L':
      case 'K':
      case 'x':
      case 'g': {
        const limit = header.type === 'L' || header.type === 'K' ? limits.tarPathBytes : limits.tarPaxBytes;
        if (header.size > limit) {
          this.#visitor.issue(
            errorIssue(
              'tar/header-too-large',
              `extended header of ${header.size} bytes at byte ${this.#blockAt}; the limit is ${limit}`,
            ),
          );
          this.#content(header.size, undefined);
          return;
        }
        this.#meta = { type: header.type, bytes: Buffer.allocUnsafe(header.size), at: 0 };
        this.#remaining = header.size;
        this.#padding = paddingOf(header.size);
        this.#state = 'meta';
        if (header.size === 0) this.#endMeta();
        return;
      }
      case 'S': {
        const { map, more } = parseGnuSparse(block, at);
        map.size = numeric(block, at + 483, 12);
        this.#sparse = { header, map };
        if (more) this.#state = 'sparse-header';
        else this.#endSparse();
        return;
      }
      case 'V': // volume label
      case 'M': // continued from another volume
      case 'N': // old GNU long names
        this.#content(header.size, undefined);
        return;
      default:
        this.#entry(header, undefined);
    }
  }

  #sparseHeader(block: Buffer, at: number): void {
    const sparse = this.#sparse!;
    if (sparseDataBlocks(block, at, sparse.map)) {
      if (sparse.map.parts.length * 24 > 16 * MiB) {
        this.#visitor.issue(errorIssue('tar/sparse-map', `sparse map of ${quote(sparse.header.name)} is too large`));
        this.#state = 'end';
      }
      return;
    }
    this.#endSparse();
  }

  #endSparse(): void {
    const { header, map } = this.#sparse!;
    this.#sparse = undefined;
    this.#entry(header, Number.isSafeInteger(map.size) && map.size >= 0 ? map : 'damaged');
  }

  #entry(header: RawHeader, gnuSparse: SparseMap | 'damaged' | undefined): void {
    const pax = this.#pax;
    // An image is what its engine unpacks, so names win as in Go's archive/tar, which all engines use: global records and empty values count
    // for nothing, a GNU long name stands over PAX, and a sparse file's own name over both.
    const find = (key: string) => pax?.get(key) || undefined;
    const described = gnuSparse ?? (pax === undefined ? undefined : parsePaxSparse(pax));
    const sparse = described === 'damaged' ? undefined : described;
    const sizeText = find('size');
    const stored = sizeText !== undefined && /^\d{1,15}$/.test(sizeText) ? Number(sizeText) : header.size;
    const sparseName = gnuSparse === undefined && sparse !== undefined ? find('GNU.sparse.name') : undefined;
    const name = sparseName ?? this.#longName ?? find('path') ?? header.name;
    const link = this.#longLink ?? find('linkpath') ?? header.linkName;
    this.#longName = undefined;
    this.#longLink = undefined;
    this.#pax = undefined;
    this.#entries += 1;
    if (this.#entries > limits.layerEntries) {
      this.#visitor.issue(errorIssue('tar/too-many-entries', `more than ${limits.layerEntries} entries`));
      this.#state = 'end';
      return;
    }
    const type = typeOf(header.type, name);
    // A size on a link, directory or device is a writer's mistake that others ignore too; GNU's `D` lists the directory's names.
    const carried = type === 'file' || type === undefined || header.type === 'D' ? stored : 0;
    if (type === undefined) {
      this.#visitor.issue(
        warningIssue('tar/unknown-type', `entry of unknown type ${quote(header.type)} skipped`, {
          where: name.slice(0, 200),
        }),
      );
      this.#content(carried, undefined);
      return;
    }
    if (name.length > limits.pathLength || link.length > limits.pathLength) {
      this.#visitor.issue(
        errorIssue(
          'tar/path-too-long',
          `entry with a name or link of more than ${limits.pathLength} characters skipped`,
          {
            where: name.slice(0, 200),
          },
        ),
      );
      this.#content(carried, undefined);
      return;
    }
    if (described === 'damaged') {
      this.#visitor.issue(
        errorIssue('tar/bad-sparse', 'sparse file without a usable size or map skipped', { where: name.slice(0, 200) }),
      );
      this.#content(carried, undefined);
      return;
    }
    const { path, escaped } = normalisePath(name);
    if (escaped) {
      this.#visitor.issue(
        warningIssue('tar/path-escapes-root', 'a name climbs above the root with ".."; kept inside the root', {
          where: name.slice(0, 200),
        }),
      );
    }
    const entry: TarEntry = {
      path,
      type,
      mode: header.mode,
      uid: header.uid,
      gid: header.gid,
      size: type === 'file' ? (sparse?.size ?? stored) : 0,
      ...(type === 'symlink'
        ? { linkTarget: link }
        : type === 'hardlink'
          ? { linkTarget: normalisePath(link).path }
          : {}),
      ...(sparse && type === 'file' ? { sparse } : {}),
    };
    this.#content(carried, this.#visitor.entry(entry));
  }

  #content(size: number, sink: ContentSink | undefined): void {
    this.#remaining = size;
    this.#padding = paddingOf(size);
    this.#sink = sink;
    if (size === 0) {
      this.#sink = undefined;
      sink?.end();
      this.#state = 'header';
    } else {
      this.#state = 'content';
    }
  }

  #takeContent(chunk: Buffer, at: number): number {
    if (this.#remaining > 0) {
      const count = Math.min(this.#remaining, chunk.length - at);
      this.#sink?.write(at === 0 && count === chunk.length ? chunk : chunk.subarray(at, at + count));
      this.#remaining -= count;
      at += count;
      if (this.#remaining > 0) return at;
      this.#sink?.end();
      this.#sink = undefined;
    }
    const pad = Math.min(this.#padding, chunk.length - at);
    this.#padding -= pad;
    if (this.#padding === 0) this.#state = 'header';
    return at + pad;
  }

  #takeMeta(chunk: Buffer, at: number): number {
    const meta = this.#meta!;
    const count = Math.min(this.#remaining, chunk.length - at);
    chunk.copy(meta.bytes, meta.at, at, at + count);
    meta.at += count;
    this.#remaining -= count;
    at += count;
    if (this.#remaining === 0) this.#endMeta();
    return at;
  }

  #endMeta(): void {
    const { type, bytes } = this.#meta!;
    this.#meta = undefined;
    if (type === 'x') this.#pax = this.#paxRecords(bytes);
    else if (type === 'L') this.#longName = cString(bytes);
    else if (type === 'K') this.#longLink = cString(bytes);
    this.#state = this.#padding > 0 ? 'content' : 'header';
  }

  #paxRecords(bytes: Buffer): Map<string, string> {
    const { records, damaged } = parsePax(bytes);
    if (damaged) {
      const message = `extended header at byte ${this.#blockAt} is damaged; its first ${records.size} records count`;
      this.#visitor.issue(warningIssue('tar/bad-pax', message));
    }
    return records;
  }
}

function paddingOf(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}

function cString(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return decodePath(end < 0 ? bytes : bytes.subarray(0, end));
}

function typeOf(flag: string, name: string): TarEntry['type'] | undefined {
  switch (flag) {
    case '\0':
      // v7 writers mark directories by a trailing slash only.
      return name.endsWith('/') ? 'directory' : 'file';
    case '0':
    case '7':
    case 'S':
      return 'file';
    case '1':
      return 'hardlink';
    case '2':
      return 'symlink';
    case '3':
      return 'char';
    case '4':
      return 'block';
    case '5':
    case 'D':
      return 'directory';
    case '6':
      return 'fifo';
    default:
      return undefined;
  }
}
