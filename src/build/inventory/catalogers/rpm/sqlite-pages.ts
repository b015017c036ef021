import type { ByteBudget } from './blob-reader.ts';

/** sqlite itself stops at about 20 levels. */
const maxTreeDepth = 32;

/** A file of pages, or what a write-ahead log has of one. */
export interface PageStore {
  /** Bytes of a page, and of the part of it that holds content. */
  readonly pageSize: number;
  readonly usable: number;
  readonly pageCount: number;
  /** Bytes that all payloads together may have. */
  readonly budget: ByteBudget;
  /** Undefined where the store does not have the page. */
  read(page: number): Buffer | undefined;
}

/** `payload` is undefined where the store does not have all of it. */
export type TablePage =
  | { readonly children: readonly number[] }
  | { readonly cells: readonly { readonly row: number; readonly payload: () => Buffer | undefined }[] };

const leafPage = 0x0d;
const interiorPage = 0x05;

/** Visits the pages of the b-tree below `root` in key order; returns how many could not be read. */
export function walkTable(
  store: PageStore,
  root: number,
  maxPayload: number,
  visit: (number: number, page: TablePage) => void,
): number {
  const seen = new Set<number>();
  let damaged = 0;
  const stack = [{ number: root, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { number, depth } = next;
    const usable = number >= 1 && number <= store.pageCount && !seen.has(number) && depth <= maxTreeDepth;
    const page = usable ? tablePage(store, number, maxPayload) : undefined;
    if (page === undefined) {
      damaged += 1;
      continue;
    }
    seen.add(number);
    visit(number, page);
    if (!('children' in page)) continue;
    // Last child first: the stack then gives rows in key order.
    for (const child of [...page.children].reverse()) stack.push({ number: child, depth: depth + 1 });
  }
  return damaged;
}

/** One page of a table b-tree (section 1.6); undefined where it is not there or none. Payloads that cannot be had are undefined. */
export function tablePage(store: PageStore, number: number, maxPayload: number): TablePage | undefined {
  const page = store.read(number);
  const start = number === 1 ? 100 : 0;
  if (page === undefined || page.length < start + 12) return undefined;
  const kind = page.readUInt8(start);
  if (kind !== leafPage && kind !== interiorPage) return undefined;
  const pointers = cellPointers(page, start, kind);
  if (kind === leafPage) return { cells: pointers.map((at) => leafCell(store, page, at, maxPayload)) };
  const children = pointers.flatMap((at) => (at + 4 <= page.length ? [page.readUInt32BE(at)] : []));
  return { children: [...children, page.readUInt32BE(start + 8)] };
}

function cellPointers(page: Buffer, start: number, kind: number): number[] {
  const count = page.readUInt16BE(start + 3);
  const first = start + (kind === interiorPage ? 12 : 8);
  const pointers: number[] = [];
  for (let index = 0; index < count && first + 2 * index + 2 <= page.length; index += 1) {
    pointers.push(page.readUInt16BE(first + 2 * index));
  }
  return pointers;
}

/** A table leaf cell: varint payload size, varint rowid, the local part of the payload, page of the first overflow. */
function leafCell(
  store: PageStore,
  page: Buffer,
  at: number,
  maxPayload: number,
): { row: number; payload: () => Buffer | undefined } {
  const size = varint(page, at);
  const row = size && varint(page, size.next);
  if (!size || !row || size.value > maxPayload) return { row: row?.value ?? 0, payload: () => undefined };
  return { row: row.value, payload: () => readPayload(store, page, row.next, size.value) };
}

function readPayload(store: PageStore, page: Buffer, start: number, size: number): Buffer | undefined {
  const { usable, budget } = store;
  const local = localBytes(size, usable);
  if (start + local > page.length || !budget.take(size)) return undefined;
  if (local === size) return page.subarray(start, start + local);
  if (start + local + 4 > page.length) return undefined;

  const payload = Buffer.allocUnsafe(size);
  let filled = page.copy(payload, 0, start, start + local);
  let next = page.readUInt32BE(start + local);
  while (filled < payload.length) {
    const overflow = next >= 1 && next <= store.pageCount ? store.read(next) : undefined;
    if (overflow === undefined || overflow.length < usable) return undefined;
    filled += overflow.copy(payload, filled, 4, Math.min(usable, 4 + payload.length - filled));
    next = overflow.readUInt32BE(0);
  }
  return payload;
}

/** "The amount of payload that spills onto overflow pages", fileformat2.html section 1.6. */
function localBytes(payload: number, usable: number): number {
  const most = usable - 35;
  if (payload <= most) return payload;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const even = least + ((payload - least) % (usable - 4));
  return even <= most ? even : least;
}

/** Big-endian, seven bits a byte, the ninth byte whole; undefined past the end or past 2^53. */
export function varint(bytes: Buffer, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let index = 0; index < 9; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    if (index === 8) value = value * 256 + byte;
    else value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER) return undefined;
    if (index === 8 || byte < 0x80) return { value, next: at + index + 1 };
  }
  return undefined;
}
