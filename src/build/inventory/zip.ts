import { inflateRawSync } from 'node:zlib';
import type { ByteSource } from '#core/byte-source.ts';
import { memorySource } from '#core/byte-source.ts';
import { MiB } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import {
  type ZipEntryFields,
  zipEndBytes,
  zipEntryBytes,
  zipEntryFields,
  zipEntryLengths,
  zipLocalHeaderBytes,
  zipSignatures,
} from '#core/zip.ts';

/**
 * Random access to a ZIP file by its central directory (PKWARE APPNOTE 6.3.10, §4.3). Bytes before the archive (self-extracting and
 * Spring Boot executable jars, zipapps) and ZIP64 are understood; encryption, split archives and methods other than stored and deflated are
 * reported as issues when such an entry is opened.
 */
export interface ZipArchive {
  readonly entries: readonly ZipEntry[];
  /** Size of the directory that was read: the measure of what opening the archive cost. */
  readonly directoryBytes: number;
}

export interface ZipEntry extends Omit<ZipEntryFields, 'offset'> {
  /** As written, with `\` as `/`. Never used as a path of the host. */
  readonly name: string;
  /** Where the local header starts in the source. */
  readonly headerOffset: number;
}

export const zipLimits = {
  /** Entries of one archive; the largest real jars have some 100,000. */
  entries: 500_000,
  /** The central directory. */
  directoryBytes: 64 * MiB,
} as const;

/** The comment that may follow the end record is at most this long. */
const maxComment = 0xffff;

/** Reads the directory and keeps the entries whose names `keep` accepts; directories (`…/`) are never kept. */
export function openZip(
  source: ByteSource,
  keep: (name: string) => boolean = () => true,
  maxDirectoryBytes: number = zipLimits.directoryBytes,
): Outcome<ZipArchive> {
  source = windowSource(source, 0, source.size);
  const end = findEnd(source);
  if (!end) return failed(errorIssue('zip/no-directory', 'the file has no ZIP directory: not an archive, or cut off'));
  if (end.directorySize > maxDirectoryBytes) {
    return failed(errorIssue('zip/directory-too-large', `the ZIP directory has ${end.directorySize} bytes`));
  }
  const directory = source.read(end.directoryOffset, end.directorySize);
  const entries: ZipEntry[] = [];
  let at = 0;
  let seen = 0;
  while (at + zipEntryBytes <= directory.length) {
    const lengths = zipEntryLengths(directory, at);
    if (!lengths) break;
    if (++seen > zipLimits.entries) {
      return failed(errorIssue('zip/too-many-entries', `the ZIP archive has more than ${zipLimits.entries} entries`));
    }
    const nameEnd = at + zipEntryBytes + lengths.name;
    if (at + lengths.total > directory.length) break;
    if (lengths.name > 0 && directory[nameEnd - 1] !== 0x2f) {
      const name = directory.toString('utf8', at + zipEntryBytes, nameEnd).replaceAll('\\', '/');
      if (keep(name)) {
        const { offset, ...fields } = zipEntryFields(directory, at, lengths);
        entries.push({ name, ...fields, headerOffset: offset + end.prefix });
      }
    }
    at += lengths.total;
  }
  if (seen === 0 && end.count > 0) {
    return failed(errorIssue('zip/bad-directory', 'the ZIP directory is damaged'));
  }
  return ok(
    { entries, directoryBytes: directory.length },
    seen < end.count ? [errorIssue('zip/bad-directory', 'the ZIP directory is cut off')] : [],
  );
}

/** One entry's content, at most `limit` bytes; an entry that declares or yields more is an issue, never a partial result. */
export function readZipEntry(source: ByteSource, entry: ZipEntry, limit: number): Outcome<Buffer> {
  const opened = openZipEntry(source, entry, limit);
  return opened.ok ? ok(opened.value.read(0, opened.value.size)) : opened;
}

/** As `readZipEntry`, but a stored entry is a window on `source`, not a copy: nested archives of any size cost nothing. */
export function openZipEntry(source: ByteSource, entry: ZipEntry, limit: number): Outcome<ByteSource> {
  const problem = (code: string, message: string, cause?: unknown) =>
    failed<ByteSource>(errorIssue(code, `${quote(entry.name)} ${message}`, { cause }));
  source = windowSource(source, 0, source.size);
  if (entry.encrypted) return problem('zip/encrypted', 'is encrypted');
  if (entry.method !== 0 && entry.method !== 8) {
    return problem('zip/unknown-method', `is compressed with method ${entry.method}`);
  }
  const header = source.read(entry.headerOffset, zipLocalHeaderBytes);
  if (header.length < zipLocalHeaderBytes || header.readUInt32LE(0) !== zipSignatures.localHeader) {
    return problem('zip/bad-entry', 'has no local header where the directory says');
  }
  const start = entry.headerOffset + zipLocalHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (start + entry.compressedSize > source.size) return problem('zip/bad-entry', 'ends past the end of the archive');
  if (entry.method === 0) return ok(windowSource(source, start, entry.compressedSize));
  if (entry.size > limit || entry.compressedSize > limit) {
    return problem('zip/entry-too-large', `has ${entry.size} bytes, the limit is ${limit}`);
  }
  try {
    const packed = source.read(start, entry.compressedSize);
    return ok(memorySource(inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) })));
  } catch (cause) {
    const tooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    if (tooLarge) return problem('zip/entry-too-large', `has more than the ${entry.size} bytes that it declares`);
    return problem('zip/bad-entry', 'cannot be inflated', cause);
  }
}

/** Part of a source as a source of its own; reads outside it give no bytes. */
export function windowSource(source: ByteSource, start: number, size: number): ByteSource {
  return {
    size,
    read: (offset, length) => {
      const from = Math.max(0, offset);
      const wanted = Math.min(length, size - from);
      return wanted > 0 ? source.read(start + from, wanted) : Buffer.alloc(0);
    },
  };
}

interface End {
  readonly directoryOffset: number;
  readonly directorySize: number;
  /** Bytes that stand before the archive proper: added to every offset in the directory. */
  readonly prefix: number;
  /** Entries as declared; 16 bits of it where the archive is not ZIP64. */
  readonly count: number;
}

function findEnd(source: ByteSource): End | undefined {
  // Most archives have no comment: the small read is enough.
  return findEndIn(source, zipEndBytes) ?? findEndIn(source, zipEndBytes + maxComment);
}

function findEndIn(source: ByteSource, span: number): End | undefined {
  const tailStart = Math.max(0, source.size - span);
  const tail = source.read(tailStart, source.size - tailStart);
  for (let at = tail.length - zipEndBytes; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== zipSignatures.end) continue;
    const end = readEnd(source, tail, at, tailStart + at);
    if (end) return end;
  }
  return undefined;
}

function readEnd(source: ByteSource, tail: Buffer, at: number, position: number): End | undefined {
  let count = tail.readUInt16LE(at + 10);
  let size = tail.readUInt32LE(at + 12);
  let offset = tail.readUInt32LE(at + 16);
  let endsAt = position;
  if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) {
    const wide = readEnd64(source, position);
    if (wide) ({ count, size, offset, endsAt } = wide);
  }
  // The directory ends where the end record begins; a smaller declared offset means bytes before the archive.
  const directoryOffset = endsAt - size;
  if (directoryOffset < 0) return undefined;
  if (size === 0) return count === 0 ? { directoryOffset, directorySize: 0, prefix: 0, count } : undefined;
  if (startsWithEntry(source, directoryOffset)) {
    return { directoryOffset, directorySize: size, prefix: directoryOffset - offset, count };
  }
  if (offset !== directoryOffset && startsWithEntry(source, offset)) {
    return { directoryOffset: offset, directorySize: size, prefix: 0, count };
  }
  return undefined;
}

function readEnd64(source: ByteSource, position: number) {
  const locator = source.read(position - 20, 20);
  if (position < 20 || locator.length < 20 || locator.readUInt32LE(0) !== zipSignatures.end64Locator) return undefined;
  // With bytes before the archive the declared offset is too small; the record (56 bytes without extensions) stands right before its locator.
  for (const endsAt of [Number(locator.readBigUInt64LE(8)), position - 20 - 56]) {
    const record = endsAt >= 0 && endsAt < position ? source.read(endsAt, 56) : Buffer.alloc(0);
    if (record.length === 56 && record.readUInt32LE(0) === zipSignatures.end64) {
      const [count, size, offset] = [32, 40, 48].map((field) => Number(record.readBigUInt64LE(field)));
      return { count: count as number, size: size as number, offset: offset as number, endsAt };
    }
  }
  return undefined;
}

function startsWithEntry(source: ByteSource, offset: number): boolean {
  const bytes = source.read(offset, 4);
  return bytes.length === 4 && bytes.readUInt32LE(0) === zipSignatures.entry;
}
