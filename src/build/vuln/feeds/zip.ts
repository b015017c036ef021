import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import { GiB, MiB } from '#core/limits.ts';
import { errorIssue, failed, type Issue, type Outcome, ok, quote } from '#core/outcome.ts';
import {
  type ZipEntryFields,
  zipEndBytes,
  zipEntryBytes,
  zipEntryFields,
  zipEntryLengths,
  zipLocalHeaderBytes,
  zipSignatures,
} from '#core/zip.ts';

/** Limits on a foreign archive of advisories. */
export const zipLimits = {
  entries: 10_000_000,
  /** One entry, uncompressed. */
  entryBytes: 64 * MiB,
  /** All entries together, uncompressed. */
  totalBytes: 64 * GiB,
  /** Uncompressed to compressed, for entries above 1 MiB. */
  ratio: 250,
  directoryBytes: 4 * GiB,
} as const;

export interface ZipEntry {
  readonly name: string;
  /** Uncompressed bytes, as the directory says. */
  readonly bytes: number;
  /** Inflates and checks length and CRC. */
  read(): Outcome<Buffer>;
}

/**
 * The entries of a zip file on disk in the order of its central directory (PKWARE APPNOTE 6.3.10 §4.3.12, zip64 §4.3.14).
 * The directory is read in pieces, so memory does not grow with the archive. A broken directory ends the walk with an issue in `issues`.
 */
export interface ZipFile {
  readonly entryCount: number;
  readonly issues: readonly Issue[];
  entries(): Generator<ZipEntry>;
  close(): void;
}

export function openZip(path: string): Outcome<ZipFile> {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (cause) {
    return failed(errorIssue('zip/unreadable', 'the archive cannot be opened', { where: path, cause }));
  }
  try {
    const reader = new WindowReader(fd, fstatSync(fd).size);
    const directory = findDirectory(reader, path);
    if (directory.ok) return ok(zipFile(reader, directory.value, path, () => closeSync(fd)));
    closeSync(fd);
    return directory;
  } catch (cause) {
    closeSync(fd);
    return failed(errorIssue('zip/unreadable', 'the archive cannot be read', { where: path, cause }));
  }
}

interface Directory {
  readonly entries: number;
  readonly offset: number;
  readonly bytes: number;
}

function findDirectory(reader: WindowReader, path: string): Outcome<Directory> {
  const refuse = (message: string) => failed<Directory>(errorIssue('zip/bad-directory', message, { where: path }));
  const tailBytes = Math.min(reader.size, 65_535 + zipEndBytes);
  const tail = Buffer.from(reader.read(reader.size - tailBytes, tailBytes));
  let at = tail.length - zipEndBytes;
  while (at >= 0 && tail.readUInt32LE(at) !== zipSignatures.end) at--;
  if (at < 0) return refuse('no end of central directory: not a zip file, or truncated');
  let entries = tail.readUInt16LE(at + 10);
  let bytes = tail.readUInt32LE(at + 12);
  let offset = tail.readUInt32LE(at + 16);
  if (at >= 20 && tail.readUInt32LE(at - 20) === zipSignatures.end64Locator) {
    const end64 = reader.read(Number(tail.readBigUInt64LE(at - 20 + 8)), 56);
    if (end64.length < 56 || end64.readUInt32LE(0) !== zipSignatures.end64)
      return refuse('the zip64 directory is damaged');
    entries = Number(end64.readBigUInt64LE(32));
    bytes = Number(end64.readBigUInt64LE(40));
    offset = Number(end64.readBigUInt64LE(48));
  }
  if (entries > zipLimits.entries) return refuse(`more than ${zipLimits.entries} entries`);
  if (bytes > zipLimits.directoryBytes || offset + bytes > reader.size)
    return refuse('the central directory lies outside the file');
  return ok({ entries, offset, bytes });
}

function zipFile(reader: WindowReader, directory: Directory, path: string, close: () => void): ZipFile {
  const issues: Issue[] = [];
  return { entryCount: directory.entries, issues, entries, close };

  function* entries(): Generator<ZipEntry> {
    // The directory has a window of its own: entries are read from another part of the file between two steps.
    const headers = new WindowReader(reader.fd, reader.size);
    let at = directory.offset;
    let total = 0;
    for (let index = 0; index < directory.entries; index++) {
      const header = parseHeader(headers, at, directory.offset + directory.bytes);
      if (header === undefined) {
        issues.push(
          errorIssue(
            'zip/bad-directory',
            `the central directory breaks off after ${index} of ${directory.entries} entries`,
            {
              where: path,
            },
          ),
        );
        return;
      }
      at = header.next;
      total += header.size;
      if (total > zipLimits.totalBytes) {
        issues.push(
          errorIssue('zip/too-large', `more than ${zipLimits.totalBytes} bytes uncompressed`, { where: path }),
        );
        return;
      }
      yield { name: header.name, bytes: header.size, read: () => readEntry(reader, header, path) };
    }
  }
}

interface EntryHeader extends ZipEntryFields {
  readonly name: string;
  readonly next: number;
}

function parseHeader(reader: WindowReader, at: number, end: number): EntryHeader | undefined {
  if (at + zipEntryBytes > end) return undefined;
  const fixed = reader.read(at, zipEntryBytes);
  const lengths = fixed.length < zipEntryBytes ? undefined : zipEntryLengths(fixed, 0);
  if (lengths === undefined || at + lengths.total > end) return undefined;
  const bytes = reader.read(at, zipEntryBytes + lengths.name + lengths.extra);
  if (bytes.length < zipEntryBytes + lengths.name + lengths.extra) return undefined;
  const name = bytes.toString('utf8', zipEntryBytes, zipEntryBytes + lengths.name);
  return { name, ...zipEntryFields(bytes, 0, lengths), next: at + lengths.total };
}

function readEntry(reader: WindowReader, header: EntryHeader, path: string): Outcome<Buffer> {
  const refuse = (code: string, message: string) =>
    failed<Buffer>(errorIssue(code, `${quote(header.name)}: ${message}`, { where: path }));
  const { size: bytes, compressedSize: packed } = header;
  if (header.encrypted) return refuse('zip/encrypted', 'is encrypted');
  if (bytes > zipLimits.entryBytes || packed > zipLimits.entryBytes)
    return refuse('zip/too-large', `has ${bytes} bytes`);
  if (bytes > MiB && bytes / Math.max(packed, 1) > zipLimits.ratio)
    return refuse('zip/ratio', 'is packed too tightly to be honest');
  const local = reader.read(header.offset, zipLocalHeaderBytes);
  if (local.length < zipLocalHeaderBytes || local.readUInt32LE(0) !== zipSignatures.localHeader)
    return refuse('zip/bad-entry', 'has no local header');
  const stored = reader.read(
    header.offset + zipLocalHeaderBytes + local.readUInt16LE(26) + local.readUInt16LE(28),
    packed,
  );
  if (stored.length < packed) return refuse('zip/bad-entry', 'is cut off');
  const content = unpack(stored, header);
  if (content === undefined) return refuse('zip/bad-entry', `cannot be unpacked (method ${header.method})`);
  if (content.length !== bytes || crc32(content) !== header.crc)
    return refuse('zip/bad-crc', 'does not have its checksum');
  return ok(content);
}

function unpack(stored: Buffer, { method, size }: EntryHeader): Buffer | undefined {
  if (method === 0) return stored;
  if (method !== 8) return undefined;
  try {
    // The default piece of 16 KiB would be kept whole for a record of one.
    return inflateRawSync(stored, { maxOutputLength: Math.max(size, 1), chunkSize: Math.max(size, 64) });
  } catch {
    return undefined;
  }
}

/** Reads through a window that moves forward: most neighbours are asked for one after the other. The buffer lives until the next `read`. */
class WindowReader {
  readonly fd: number;
  readonly size: number;
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(fd: number, size: number) {
    this.fd = fd;
    this.size = size;
  }

  /** Fewer bytes at the end of the file. */
  read(offset: number, length: number): Buffer {
    if (offset < 0 || offset >= this.size) return Buffer.alloc(0);
    const wanted = Math.min(length, this.size - offset);
    if (offset < this.#start || offset + wanted > this.#start + this.#window.length) this.#fill(offset, wanted);
    return this.#window.subarray(offset - this.#start, offset - this.#start + wanted);
  }

  #fill(offset: number, wanted: number): void {
    const bytes = Math.min(Math.max(wanted, windowBytes), this.size - offset);
    const window = Buffer.allocUnsafe(bytes);
    let done = 0;
    while (done < bytes) {
      const got = readSync(this.fd, window, done, bytes - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    this.#window = window.subarray(0, done);
    this.#start = offset;
  }
}

const windowBytes = 256 * 1024;
