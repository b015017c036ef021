import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import { GiB, MiB } from '#core/limits.ts';
import { errorIssue, failed, type Issue, type Outcome, ok, quote } from '#core/outcome.ts';

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

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;

function findDirectory(reader: WindowReader, path: string): Outcome<Directory> {
  const refuse = (message: string) => failed<Directory>(errorIssue('zip/bad-directory', message, { where: path }));
  const tailBytes = Math.min(reader.size, 65_535 + 22);
  const tail = Buffer.from(reader.read(reader.size - tailBytes, tailBytes));
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== endSignature) at--;
  if (at < 0) return refuse('no end of central directory: not a zip file, or truncated');
  let entries = tail.readUInt16LE(at + 10);
  let bytes = tail.readUInt32LE(at + 12);
  let offset = tail.readUInt32LE(at + 16);
  if (at >= 20 && tail.readUInt32LE(at - 20) === locator64Signature) {
    const end64 = reader.read(Number(tail.readBigUInt64LE(at - 20 + 8)), 56);
    if (end64.length < 56 || end64.readUInt32LE(0) !== end64Signature) return refuse('the zip64 directory is damaged');
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
      total += header.bytes;
      if (total > zipLimits.totalBytes) {
        issues.push(
          errorIssue('zip/too-large', `more than ${zipLimits.totalBytes} bytes uncompressed`, { where: path }),
        );
        return;
      }
      yield { name: header.name, bytes: header.bytes, read: () => readEntry(reader, header, path) };
    }
  }
}

interface EntryHeader {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
  readonly offset: number;
  readonly next: number;
}

function parseHeader(reader: WindowReader, at: number, end: number): EntryHeader | undefined {
  if (at + 46 > end) return undefined;
  const fixed = reader.read(at, 46);
  if (fixed.length < 46 || fixed.readUInt32LE(0) !== entrySignature) return undefined;
  const flags = fixed.readUInt16LE(8);
  const method = fixed.readUInt16LE(10);
  const crc = fixed.readUInt32LE(16);
  const sizes = { packed: fixed.readUInt32LE(20), bytes: fixed.readUInt32LE(24), offset: fixed.readUInt32LE(42) };
  const nameBytes = fixed.readUInt16LE(28);
  const extraBytes = fixed.readUInt16LE(30);
  const next = at + 46 + nameBytes + extraBytes + fixed.readUInt16LE(32);
  if (next > end) return undefined;
  const rest = reader.read(at + 46, nameBytes + extraBytes);
  const name = rest.toString('utf8', 0, nameBytes);
  readZip64(rest.subarray(nameBytes), sizes);
  return { name, method, encrypted: (flags & 1) !== 0, crc, ...sizes, next };
}

/** Sizes and offset of 2³²−1 stand in the extra field (APPNOTE §4.5.3), in this order. */
function readZip64(extra: Buffer, sizes: { packed: number; bytes: number; offset: number }): void {
  let at = 0;
  while (at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      const field = extra.subarray(at + 4, at + 4 + length);
      let used = 0;
      for (const key of ['bytes', 'packed', 'offset'] as const) {
        if (sizes[key] === 0xffffffff && used + 8 <= field.length) {
          sizes[key] = Number(field.readBigUInt64LE(used));
          used += 8;
        }
      }
      return;
    }
    at += 4 + length;
  }
}

function readEntry(reader: WindowReader, header: EntryHeader, path: string): Outcome<Buffer> {
  const refuse = (code: string, message: string) =>
    failed<Buffer>(errorIssue(code, `${quote(header.name)}: ${message}`, { where: path }));
  const { bytes, packed } = header;
  if (header.encrypted) return refuse('zip/encrypted', 'is encrypted');
  if (bytes > zipLimits.entryBytes || packed > zipLimits.entryBytes)
    return refuse('zip/too-large', `has ${bytes} bytes`);
  if (bytes > MiB && bytes / Math.max(packed, 1) > zipLimits.ratio)
    return refuse('zip/ratio', 'is packed too tightly to be honest');
  const local = reader.read(header.offset, 30);
  if (local.length < 30 || local.readUInt32LE(0) !== localSignature)
    return refuse('zip/bad-entry', 'has no local header');
  const stored = reader.read(header.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28), packed);
  if (stored.length < packed) return refuse('zip/bad-entry', 'is cut off');
  const content = unpack(stored, header);
  if (content === undefined) return refuse('zip/bad-entry', `cannot be unpacked (method ${header.method})`);
  if (content.length !== bytes || crc32(content) !== header.crc)
    return refuse('zip/bad-crc', 'does not have its checksum');
  return ok(content);
}

function unpack(stored: Buffer, { method, bytes }: EntryHeader): Buffer | undefined {
  if (method === 0) return stored;
  if (method !== 8) return undefined;
  try {
    // The default piece of 16 KiB would be kept whole for a record of one.
    return inflateRawSync(stored, { maxOutputLength: Math.max(bytes, 1), chunkSize: Math.max(bytes, 64) });
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
