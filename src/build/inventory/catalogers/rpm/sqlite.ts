import type { ByteSource } from '#core/byte-source.ts';
import { errorIssue, type Issue } from '#core/outcome.ts';
import { ByteBudget, maxBlobBytes, type RpmBlobReader } from './blob-reader.ts';
import { type PageStore, varint, walkTable } from './sqlite-pages.ts';

/** `SQLite format 3\0`. */
export const sqliteMagic = Buffer.from('53514c69746520666f726d6174203300', 'hex');

/** Bytes of an sqlite_schema row that are looked at; rpm's are below 200. */
const maxSchemaBytes = 64 * 1024;

/** Where the rows of table Packages lie: what a write-ahead log is laid over. */
export interface TableShape {
  readonly root: number;
  /** Interior page → its children in key order. */
  readonly interior: readonly (readonly [page: number, children: readonly number[]])[];
  /** Leaf page → its rows (hnum) in key order. */
  readonly leaves: readonly (readonly [page: number, rows: readonly number[]])[];
}

/** Header blobs of an rpm database in sqlite; see readPackagesTable. */
export const readSqlite: RpmBlobReader = (source, onBlob, where) =>
  readPackagesTable(source, where, (_row, blob) => onBlob(blob)).issues;

/**
 * rpm's sqlite database (since rpm 4.16): table Packages(hnum INTEGER PRIMARY KEY, blob BLOB). Reads only what that takes of
 * sqlite.org/fileformat2.html: the table b-tree and overflow chains.
 */
export function readPackagesTable(
  source: ByteSource,
  where: string,
  onRow: (row: number, blob: Buffer) => void,
): { readonly shape?: TableShape; readonly issues: readonly Issue[] } {
  const store = openDatabase(source, where);
  if (!('pageSize' in store)) return { issues: [store] };
  const root = rootOfPackages(store);
  if (root === undefined) {
    return { issues: [errorIssue('rpm/sqlite-no-packages', 'the database has no table Packages', { where })] };
  }
  const interior: [number, readonly number[]][] = [];
  const leaves: [number, readonly number[]][] = [];
  let damagedRows = 0;
  let damaged = walkTable(store, root, maxBlobBytes, (number, page) => {
    if ('children' in page) {
      interior.push([number, page.children]);
      return;
    }
    leaves.push([number, page.cells.map(({ row }) => row)]);
    for (const { row, payload } of page.cells) {
      const blob = blobOf(payload());
      if (blob) onRow(row, blob);
      else damagedRows += 1;
    }
  });
  damaged += damagedRows;
  const message = `${damaged} pages or rows of the database could not be read`;
  return {
    shape: { root, interior, leaves },
    issues: damaged > 0 ? [errorIssue('rpm/sqlite-damaged', message, { where })] : [],
  };
}

/** Page of the root of table Packages, from the schema on page 1. */
export function rootOfPackages(store: PageStore): number | undefined {
  let root: number | undefined;
  walkTable(store, 1, maxSchemaBytes, (_number, page) => {
    for (const { payload } of 'cells' in page ? page.cells : []) {
      const [type, name, , rootPage] = columns(payload() ?? Buffer.alloc(0), 4);
      if (text(type) === 'table' && text(name) === 'Packages' && typeof rootPage === 'number') root = rootPage;
    }
  });
  return root;
}

/** The blob column of a row of Packages; hnum is the rowid and stored as NULL. */
export function blobOf(payload: Buffer | undefined): Buffer | undefined {
  const blob = payload && columns(payload, 2)[1];
  return Buffer.isBuffer(blob) ? blob : undefined;
}

function openDatabase(source: ByteSource, where: string): PageStore | Issue {
  const header = source.read(0, 100);
  if (header.length < 100 || !header.subarray(0, 16).equals(sqliteMagic)) {
    return errorIssue('rpm/sqlite-bad-header', 'the file is no sqlite database', { where });
  }
  const stored = header.readUInt16BE(16);
  const pageSize = stored === 1 ? 65_536 : stored;
  const usable = pageSize - header.readUInt8(20);
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480) {
    return errorIssue('rpm/sqlite-bad-header', `the database claims pages of ${pageSize} bytes`, { where });
  }
  const pageCount = Math.ceil(source.size / pageSize);
  const read = (page: number) => source.read((page - 1) * pageSize, pageSize);
  return { pageSize, usable, pageCount, budget: new ByteBudget(source.size), read };
}

type Value = string | number | Buffer | null;

/** The first columns of a record (section 2.1). Text and blobs come as bytes. */
function columns(record: Buffer, count: number): Value[] {
  const headerSize = varint(record, 0);
  if (!headerSize || headerSize.value > record.length) return [];
  const values: Value[] = [];
  let typeAt = headerSize.next;
  let at = headerSize.value;
  while (values.length < count && typeAt < headerSize.value) {
    const type = varint(record, typeAt);
    if (!type) break;
    const size = valueBytes(type.value);
    if (at + size > record.length) break;
    values.push(value(record, type.value, at, size));
    typeAt = type.next;
    at += size;
  }
  return values;
}

function valueBytes(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}

function value(record: Buffer, type: number, at: number, size: number): Value {
  if (type >= 12) return record.subarray(at, at + size);
  if (type === 8) return 0;
  if (type === 9) return 1;
  // Rowids and page numbers of real databases fit into 48 bits; REAL has no place in the columns we read.
  return size >= 1 && size <= 6 ? record.readIntBE(at, size) : null;
}

function text(value: Value | undefined): string | undefined {
  return Buffer.isBuffer(value) ? value.toString('utf8') : undefined;
}
