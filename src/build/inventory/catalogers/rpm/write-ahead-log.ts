import type { ByteSource } from '#core/byte-source.ts';
import { MiB } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { ByteBudget, maxBlobBytes } from './blob-reader.ts';
import { parseRpmHeader } from './header.ts';
import { type RpmRecord, rpmRecords } from './record.ts';
import { blobOf, rootOfPackages, type TableShape } from './sqlite.ts';
import { type PageStore, tablePage } from './sqlite-pages.ts';

/** The pages of table Packages that a write-ahead log has newer than the database. Plain JSON. */
export interface LogFacts {
  /** Set where the log has the schema. */
  readonly root?: number;
  readonly interior: TableShape['interior'];
  readonly leaves: readonly (readonly [page: number, rows: readonly LogRow[]])[];
}

/** `other`: no package (an imported key). `elsewhere`: the log has the row but not all of its content, which then is unchanged. */
export type LogRow = readonly [row: number, content: RpmRecord | 'other' | 'elsewhere'];

/** rpm lets sqlite checkpoint every 1,000 pages; a log this large is none of rpm's. */
const maxLogBytes = 256 * MiB;

const headerBytes = 32;
const frameHeaderBytes = 24;

/**
 * sqlite's write-ahead log (fileformat2.html, section 4): frames of one page each. What was committed, and only that, counts: frames with the
 * header's salts and a right running checksum, up to the last one that ends a transaction.
 */
export function readLog(source: ByteSource, where: string): Outcome<LogFacts> {
  const pages = committedPages(source);
  if (pages === undefined) {
    return failed(
      errorIssue('rpm/bad-write-ahead-log', 'the write-ahead log of the rpm database is not readable', { where }),
    );
  }
  const { pageSize, offsets } = pages;
  const first = offsets.get(1);
  const reserved = first === undefined ? 0 : (source.read(first + 20, 1)[0] ?? 0);
  const store: PageStore = {
    pageSize,
    usable: pageSize - reserved,
    pageCount: 0xffffffff,
    budget: new ByteBudget(source.size),
    read: (page) => {
      const at = offsets.get(page);
      return at === undefined ? undefined : source.read(at, pageSize);
    },
  };
  const root = offsets.has(1) ? rootOfPackages(store) : undefined;
  const interior: [number, readonly number[]][] = [];
  const leaves: [number, readonly LogRow[]][] = [];
  for (const number of [...offsets.keys()].sort((a, b) => a - b)) {
    const page = number === 1 ? undefined : tablePage(store, number, maxBlobBytes);
    if (page === undefined) continue;
    if ('children' in page) {
      interior.push([number, page.children]);
      continue;
    }
    const rows = page.cells.map(({ row, payload }): LogRow => [row, contentOf(payload(), where)]);
    // Pages of the other tables hold no header blobs at all.
    if (rows.some(([, content]) => content !== 'other') || number === root) leaves.push([number, rows]);
  }
  return ok({ ...(root === undefined ? {} : { root }), interior, leaves });
}

function contentOf(payload: Buffer | undefined, where: string): LogRow[1] {
  if (payload === undefined) return 'elsewhere';
  const blob = blobOf(payload);
  const header = blob && parseRpmHeader(blob, where);
  return header?.ok ? (rpmRecords([header.value])[0] ?? 'other') : 'other';
}

/** Page number → offset of its last committed content. Empty where the log has its header only. */
function committedPages(source: ByteSource): { pageSize: number; offsets: ReadonlyMap<number, number> } | undefined {
  const header = source.read(0, headerBytes);
  if (header.length < headerBytes || source.size > maxLogBytes) return undefined;
  const magic = header.readUInt32BE(0);
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return undefined;
  const sum = new RunningChecksum(magic === 0x377f0683);
  const pageSize = header.readUInt32BE(8);
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return undefined;
  sum.add(header.subarray(0, 24));
  if (!sum.is(header, 24)) return undefined;

  const offsets = new Map<number, number>();
  let open: [page: number, offset: number][] = [];
  for (let at = headerBytes; at + frameHeaderBytes + pageSize <= source.size; at += frameHeaderBytes + pageSize) {
    const frame = source.read(at, frameHeaderBytes + pageSize);
    if (frame.length < frameHeaderBytes + pageSize || frame.compare(header, 16, 24, 8, 16) !== 0) break;
    sum.add(frame.subarray(0, 8));
    sum.add(frame.subarray(frameHeaderBytes));
    if (!sum.is(frame, 16)) break;
    open.push([frame.readUInt32BE(0), at + frameHeaderBytes]);
    if (frame.readUInt32BE(4) === 0) continue;
    for (const [page, offset] of open) offsets.set(page, offset);
    open = [];
  }
  return { pageSize, offsets };
}

/** Section 4.2: two 32-bit sums over words in the byte order that the magic number names, carried from frame to frame. */
class RunningChecksum {
  readonly #bigEndian: boolean;
  #first = 0;
  #second = 0;

  constructor(bigEndian: boolean) {
    this.#bigEndian = bigEndian;
  }

  add(bytes: Buffer): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const little = !this.#bigEndian;
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
      this.#first = (this.#first + view.getUint32(at, little) + this.#second) >>> 0;
      this.#second = (this.#second + view.getUint32(at + 4, little) + this.#first) >>> 0;
    }
  }

  /** Stored sums are big-endian always. */
  is(bytes: Buffer, at: number): boolean {
    return bytes.readUInt32BE(at) === this.#first && bytes.readUInt32BE(at + 4) === this.#second;
  }
}

/** What the database itself had: its records by row, and where they lie. */
export interface LoggedTable {
  readonly records: readonly RpmRecord[];
  readonly shape?: TableShape;
}

/**
 * The packages as rpm would see them, with the log's pages in place of the database's; `missing` counts pages and rows that neither has.
 * Undefined where nobody says where the table begins.
 */
export function layLogOver(
  table: LoggedTable | undefined,
  log: LogFacts,
): { readonly records: readonly RpmRecord[]; readonly missing: number } | undefined {
  const root = log.root ?? table?.shape?.root;
  if (root === undefined) return undefined;
  const interior = new Map([...(table?.shape?.interior ?? []), ...log.interior]);
  const logLeaves = new Map(log.leaves);
  const leaves = new Map(table?.shape?.leaves ?? []);
  // A page may have changed its kind: the log's word stands.
  for (const [page] of log.leaves) interior.delete(page);
  const byRow = new Map((table?.records ?? []).map((record) => [record.row, record]));

  const records: RpmRecord[] = [];
  const seen = new Set<number>();
  let missing = 0;
  const stack = [root];
  for (let page = stack.pop(); page !== undefined; page = stack.pop()) {
    if (seen.has(page)) continue;
    seen.add(page);
    const children = interior.get(page);
    const rows = logLeaves.get(page);
    if (children) stack.push(...[...children].reverse());
    else if (rows) {
      for (const [row, content] of rows) {
        const record = content === 'elsewhere' ? byRow.get(row) : content;
        if (record === undefined) missing += 1;
        else if (record !== 'other') records.push(record);
      }
    } else if (leaves.has(page)) {
      // A row that is no package (an imported key) has no record.
      for (const row of leaves.get(page) ?? []) {
        const record = byRow.get(row);
        if (record) records.push(record);
      }
    } else missing += 1;
  }
  return { records, missing };
}
