import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Fields of a header that tests set; see catalogers/rpm/header.ts for the tags. */
export interface RpmInput {
  readonly name: string;
  readonly epoch?: number;
  readonly version: string;
  readonly release: string;
  readonly arch?: string;
  readonly sourceRpm?: string;
  readonly license?: string;
  readonly vendor?: string;
  readonly module?: string;
  readonly requires?: readonly string[];
  readonly provides?: readonly string[];
  /** Absolute paths. */
  readonly files?: readonly string[];
  /** Bytes of padding in the description, to make a header that needs overflow pages. */
  readonly padding?: number;
}

/** A header blob as the databases store it. */
export function rpmHeaderBlob(input: RpmInput): Buffer {
  const entries: { tag: number; type: number; count: number; data: Buffer }[] = [];
  const text = (tag: number, value: string | undefined) => {
    if (value !== undefined) entries.push({ tag, type: 6, count: 1, data: Buffer.from(`${value}\0`) });
  };
  const texts = (tag: number, values: readonly string[] | undefined) => {
    if (values?.length)
      entries.push({ tag, type: 8, count: values.length, data: Buffer.from(`${values.join('\0')}\0`) });
  };
  const integers = (tag: number, values: readonly number[]) => {
    const data = Buffer.alloc(4 * values.length);
    for (const [index, value] of values.entries()) data.writeUInt32BE(value, 4 * index);
    if (values.length > 0) entries.push({ tag, type: 4, count: values.length, data });
  };
  text(1000, input.name);
  text(1001, input.version);
  text(1002, input.release);
  if (input.epoch !== undefined) integers(1003, [input.epoch]);
  if (input.padding) text(1005, 'x'.repeat(input.padding));
  text(1011, input.vendor);
  text(1014, input.license);
  text(1022, input.arch);
  text(1044, input.sourceRpm);
  texts(1047, input.provides);
  texts(1049, input.requires);
  const files = (input.files ?? []).map((path) => ({
    dir: path.slice(0, path.lastIndexOf('/') + 1),
    name: path.slice(path.lastIndexOf('/') + 1),
  }));
  const dirs = [...new Set(files.map(({ dir }) => dir))];
  integers(
    1116,
    files.map(({ dir }) => dirs.indexOf(dir)),
  );
  texts(
    1117,
    files.map(({ name }) => name),
  );
  texts(1118, dirs);
  text(5096, input.module);

  const index = Buffer.alloc(16 * entries.length);
  const data: Buffer[] = [];
  let offset = 0;
  for (const [number, entry] of entries.entries()) {
    const padding = entry.type === 4 ? (4 - (offset % 4)) % 4 : 0;
    data.push(Buffer.alloc(padding));
    offset += padding;
    index.writeUInt32BE(entry.tag, 16 * number);
    index.writeUInt32BE(entry.type, 16 * number + 4);
    index.writeInt32BE(offset, 16 * number + 8);
    index.writeUInt32BE(entry.count, 16 * number + 12);
    data.push(entry.data);
    offset += entry.data.length;
  }
  const start = Buffer.alloc(8);
  start.writeUInt32BE(entries.length, 0);
  start.writeUInt32BE(offset, 4);
  return Buffer.concat([start, index, ...data]);
}

/** A database as rpm ≥ 4.16 makes it, written by SQLite itself. */
export function rpmSqlite(blobs: readonly Buffer[], pageSize = 4096): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-rpm-'));
  try {
    const file = join(directory, 'rpmdb.sqlite');
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA page_size = ${pageSize}`);
    database.exec("CREATE TABLE IF NOT EXISTS 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)");
    database.exec("CREATE TABLE 'Name' (key TEXT NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL)");
    const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
    database.exec('BEGIN');
    for (const blob of blobs) insert.run(blob);
    database.exec('COMMIT');
    database.close();
    return readFileSync(file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * A database whose last changes are in its write-ahead log only, as a process that was killed leaves it: `before` is in the file, the rows in
 * `removed` (1-based) are deleted and `added` inserted in the log.
 */
export function rpmSqliteWithLog(
  before: readonly Buffer[],
  added: readonly Buffer[],
  removed: readonly number[] = [],
): { database: Buffer; log: Buffer } {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-rpm-'));
  try {
    const file = join(directory, 'rpmdb.sqlite');
    const database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');
    database.exec("CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)");
    database.exec("CREATE TABLE 'Name' (key TEXT NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL)");
    const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
    database.exec('BEGIN');
    for (const blob of before) insert.run(blob);
    database.exec('COMMIT');
    if (before.length > 0) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.exec('BEGIN');
    for (const row of removed) database.exec(`DELETE FROM Packages WHERE hnum = ${row}`);
    for (const blob of added) insert.run(blob);
    database.exec("INSERT INTO Name VALUES ('x', 1, 1)");
    database.exec('COMMIT');
    const copies = { database: readFileSync(file), log: readFileSync(`${file}-wal`) };
    database.close();
    return copies;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** An ndb database: one page of slots, then the blobs. */
export function rpmNdb(blobs: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(4096);
  header.write('RpmP', 0, 'latin1');
  header.writeUInt32LE(1, 8);
  header.writeUInt32LE(1, 12);
  header.writeUInt32LE(blobs.length + 1, 16);
  const parts: Buffer[] = [header];
  let offset = header.length;
  for (let slot = 0; slot < 254; slot += 1) header.write('Slot', 32 + 16 * slot, 'latin1');
  for (const [index, blob] of blobs.entries()) {
    const blocks = Math.ceil((16 + blob.length + 12) / 16);
    const part = Buffer.alloc(16 * blocks);
    part.write('BlbS', 0, 'latin1');
    part.writeUInt32LE(index + 1, 4);
    part.writeUInt32LE(1, 8);
    part.writeUInt32LE(blob.length, 12);
    blob.copy(part, 16);
    part.write('BlbE', part.length - 4, 'latin1');
    header.writeUInt32LE(index + 1, 32 + 16 * index + 4);
    header.writeUInt32LE(offset / 16, 32 + 16 * index + 8);
    header.writeUInt32LE(blocks, 32 + 16 * index + 12);
    parts.push(part);
    offset += part.length;
  }
  return Buffer.concat(parts);
}

/** A Berkeley DB hash: values over a quarter of a page go to overflow pages, as the library does; one bucket. */
export function rpmBdb(blobs: readonly Buffer[], order: 'LE' | 'BE' = 'LE'): Buffer {
  const pageSize = 4096;
  const u16 = (page: Buffer, value: number, at: number) =>
    order === 'LE' ? page.writeUInt16LE(value, at) : page.writeUInt16BE(value, at);
  const u32 = (page: Buffer, value: number, at: number) =>
    order === 'LE' ? page.writeUInt32LE(value, at) : page.writeUInt32BE(value, at);
  const pages: Buffer[] = [];
  const newPage = (type: number) => {
    const page = Buffer.alloc(pageSize);
    u32(page, pages.length, 8);
    page.writeUInt8(type, 25);
    pages.push(page);
    return page;
  };
  const meta = newPage(8);
  u32(meta, 0x061561, 12);
  u32(meta, 9, 16);
  u32(meta, pageSize, 20);
  const items: Buffer[] = [];
  const item = (type: number, bytes: Buffer) => items.push(Buffer.concat([Buffer.from([type]), bytes]));
  const key = Buffer.alloc(4);
  item(1, key);
  item(1, Buffer.from([9, 0, 0, 0]));
  const bucket = newPage(13);
  for (const [index, blob] of blobs.entries()) {
    const number = Buffer.alloc(4);
    u32(number, index + 1, 0);
    item(1, number);
    if (blob.length < pageSize / 4) {
      item(1, blob);
      continue;
    }
    const first = pages.length;
    const room = pageSize - 26;
    for (let at = 0; at < blob.length; at += room) {
      const page = newPage(7);
      const used = blob.copy(page, 26, at, at + room);
      u16(page, used, 22);
      if (at + room < blob.length) u32(page, pages.length, 16);
    }
    const pointer = Buffer.alloc(11);
    u32(pointer, first, 3);
    u32(pointer, blob.length, 7);
    item(3, pointer);
  }
  let top = pageSize;
  for (const [index, bytes] of items.entries()) {
    top -= bytes.length;
    bytes.copy(bucket, top);
    u16(bucket, top, 26 + 2 * index);
  }
  u16(bucket, items.length, 20);
  u16(bucket, top, 22);
  u32(meta, pages.length - 1, 32);
  meta.writeUInt8(8, 25);
  return Buffer.concat(pages);
}
