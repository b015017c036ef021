import type { ByteSource } from '#core/byte-source.ts';
import { errorIssue, type Issue } from '#core/outcome.ts';
import { ByteBudget, maxBlobBytes, type RpmBlobReader } from './blob-reader.ts';

/** Offset 12 of the first page of a Berkeley DB hash, in the byte order of the machine that wrote it. */
export const bdbHashMagic = 0x00061561;

const pageHeaderBytes = 26;
const pageType = { hashUnsorted: 2, overflow: 7, hashMeta: 8, hash: 13 } as const;
const entryType = { keyData: 1, offPage: 3 } as const;

/** Pages of one read of the sequential pass. */
const pagesAtOnce = 64;

/** The smallest rpm header that could be one; entry 0 of Packages holds the last package number instead. */
const minBlobBytes = 16;

/**
 * rpm's Berkeley DB hash, `Packages` until rpm 4.16 (Berkeley DB, dbinc/db_page.h): hash pages of key/value pairs, the values mostly on
 * chains of overflow pages. All pages are visited in order, so buckets and their order do not matter.
 */
export const readBdb: RpmBlobReader = (source, onBlob, where) => {
  const database = openDatabase(source, where);
  if (!('pageSize' in database)) return [database];
  const { pageSize, lastPage, u16 } = database;
  const reading: Reading = { ...database, budget: new ByteBudget(source.size), chainPages: { left: lastPage } };
  let damaged = 0;
  let run: Buffer = Buffer.alloc(0);
  for (let number = 1; number <= lastPage; number += 1) {
    const inRun = (number - 1) % pagesAtOnce;
    if (inRun === 0) run = source.read(number * pageSize, pagesAtOnce * pageSize);
    const page = run.subarray(inRun * pageSize, (inRun + 1) * pageSize);
    if (page.length < pageHeaderBytes) break;
    const type = page.readUInt8(25);
    if (type !== pageType.hash && type !== pageType.hashUnsorted) continue;
    const entries = u16(page, 20);
    if (pageHeaderBytes + 2 * entries > page.length) {
      damaged += 1;
      continue;
    }
    // Keys and values take turns; the items grow down from the page's end, so an item ends where the one before it starts.
    for (let index = 1; index < entries; index += 2) {
      const at = u16(page, pageHeaderBytes + 2 * index);
      const end = u16(page, pageHeaderBytes + 2 * (index - 1));
      const blob = readValue(reading, page, at, end);
      if (blob === undefined) damaged += 1;
      else if (blob.length >= minBlobBytes) onBlob(blob);
    }
  }
  const issues: Issue[] = [];
  if (damaged > 0) {
    issues.push(
      errorIssue('rpm/bdb-damaged', `${damaged} pages or values of the database could not be read`, { where }),
    );
  }
  return issues;
};

interface Database {
  readonly source: ByteSource;
  readonly pageSize: number;
  readonly lastPage: number;
  readonly u16: (page: Buffer, at: number) => number;
  readonly u32: (page: Buffer, at: number) => number;
}

interface Reading extends Database {
  readonly budget: ByteBudget;
  /** A page belongs to one chain, so all chains together have no more pages than the file. */
  readonly chainPages: { left: number };
}

function openDatabase(source: ByteSource, where: string): Database | Issue {
  const meta = source.read(0, 72);
  const bad = (message: string) => errorIssue('rpm/bdb-bad-header', message, { where });
  if (meta.length < 72) return bad('the file is shorter than a Berkeley DB');
  const little = meta.readUInt32LE(12) === bdbHashMagic;
  if (!little && meta.readUInt32BE(12) !== bdbHashMagic) return bad('the file is no Berkeley DB hash');
  const u16 = (page: Buffer, at: number) => (little ? page.readUInt16LE(at) : page.readUInt16BE(at));
  const u32 = (page: Buffer, at: number) => (little ? page.readUInt32LE(at) : page.readUInt32BE(at));
  const pageSize = u32(meta, 20);
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) {
    return bad(`the database claims pages of ${pageSize} bytes`);
  }
  if (meta.readUInt8(24) !== 0) return bad('the database is encrypted');
  if (meta.readUInt8(25) !== pageType.hashMeta) return bad('the first page is not the one of a hash');
  const lastPage = Math.min(u32(meta, 32), Math.ceil(source.size / pageSize) - 1);
  return { source, pageSize, lastPage, u16, u32 };
}

/** Undefined where damaged; an empty buffer for kinds of values that packages never are. */
function readValue(database: Reading, page: Buffer, at: number, end: number): Buffer | undefined {
  if (at < pageHeaderBytes || at + 1 > page.length) return undefined;
  const type = page.readUInt8(at);
  if (type === entryType.keyData) {
    return end > at && end <= page.length && database.budget.take(end - at - 1)
      ? page.subarray(at + 1, end)
      : undefined;
  }
  if (type !== entryType.offPage) return Buffer.alloc(0);
  if (at + 12 > page.length) return undefined;
  return readChain(database, database.u32(page, at + 4), database.u32(page, at + 8));
}

/** Overflow pages: `next` at 16, bytes used at 22. */
function readChain(database: Reading, first: number, length: number): Buffer | undefined {
  const { source, pageSize, lastPage, u16, u32, budget, chainPages } = database;
  if (length > maxBlobBytes || !budget.take(length)) return undefined;
  const value = Buffer.allocUnsafe(length);
  let filled = 0;
  let next = first;
  while (filled < length) {
    chainPages.left -= 1;
    if (next < 1 || next > lastPage || chainPages.left < 0) return undefined;
    const page = source.read(next * pageSize, pageSize);
    if (page.length < pageHeaderBytes || page.readUInt8(25) !== pageType.overflow) return undefined;
    const used = u16(page, 22);
    if (used === 0 || pageHeaderBytes + used > page.length) return undefined;
    filled += page.copy(value, filled, pageHeaderBytes, pageHeaderBytes + Math.min(used, length - filled));
    next = u32(page, 16);
  }
  return value;
}
