import { numeric } from './header.ts';

/** Which parts of a sparse file are stored, in order (GNU tar manual, "Storing Sparse Files"). */
export interface SparseMap {
  /** Bytes of the file once expanded. */
  size: number;
  /** Stored parts; content of the archive entry is these parts one after the other. */
  parts: { offset: number; length: number }[];
  /** PAX format 1.0 keeps the map at the start of the content: the reader of the content takes it off. */
  mapInContent?: boolean;
}

/** The four pairs in an old-GNU `S` header; `more` where extension blocks follow. */
export function parseGnuSparse(block: Buffer, at: number): { map: SparseMap; more: boolean } {
  const map: SparseMap = { size: 0, parts: [] };
  readPairs(block, at + 386, 4, map);
  return { map, more: block[at + 482] === 1 };
}

/** An extension block with 21 pairs; true where another one follows. */
export function sparseDataBlocks(block: Buffer, at: number, map: SparseMap): boolean {
  readPairs(block, at, 21, map);
  return block[at + 504] === 1;
}

/** PAX forms 0.0, 0.1 and 1.0; undefined where the records describe no sparse file, 'damaged' where they cannot. */
export function parsePaxSparse(pax: ReadonlyMap<string, string>): SparseMap | 'damaged' | undefined {
  const sizeText = pax.get('GNU.sparse.realsize') ?? pax.get('GNU.sparse.size');
  const mapText = pax.get('GNU.sparse.map');
  const mapInContent = mapText === undefined && pax.get('GNU.sparse.major') === '1';
  if (mapText === undefined && !mapInContent) return undefined;
  const size = /^\d{1,15}$/.test(sizeText ?? '') ? Number(sizeText) : Number.NaN;
  if (Number.isNaN(size)) return 'damaged';
  if (mapText === undefined) return { size, parts: [], mapInContent };
  const numbers = mapText.split(',').map(Number);
  const parts: SparseMap['parts'] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    const [offset, length] = [numbers[i]!, numbers[i + 1]!];
    if (Number.isSafeInteger(offset) && Number.isSafeInteger(length)) parts.push({ offset, length });
  }
  return { size, parts };
}

/** Takes the PAX 1.0 map off the front of stored content: decimal lines (count, then offset and length), padded to 512. */
function takeInlineMap(content: Buffer): { parts: SparseMap['parts']; dataAt: number } | undefined {
  let at = 0;
  const line = (): number => {
    const end = content.indexOf(0x0a, at);
    if (end < 0 || end - at > 20) return Number.NaN;
    const value = Number(content.toString('latin1', at, end));
    at = end + 1;
    return value;
  };
  const count = line();
  if (!Number.isInteger(count) || count < 0 || count > 1_000_000) return undefined;
  const parts: SparseMap['parts'] = [];
  for (let i = 0; i < count; i++) {
    const offset = line();
    const length = line();
    if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length)) return undefined;
    parts.push({ offset, length });
  }
  return { parts, dataAt: Math.ceil(at / 512) * 512 };
}

/** The file as it is once unpacked; undefined where the map does not fit. `size` was checked against the caller's limit. */
export function expandSparse(stored: Buffer, map: SparseMap): Buffer | undefined {
  let parts = map.parts;
  let from = 0;
  if (map.mapInContent) {
    const inline = takeInlineMap(stored);
    if (inline === undefined) return undefined;
    parts = inline.parts;
    from = inline.dataAt;
  }
  const out = Buffer.alloc(map.size);
  for (const { offset, length } of parts) {
    if (offset < 0 || length < 0 || offset + length > map.size || from + length > stored.length) return undefined;
    stored.copy(out, offset, from, from + length);
    from += length;
  }
  return out;
}

function readPairs(block: Buffer, at: number, count: number, map: SparseMap): void {
  for (let i = 0; i < count; i++) {
    const offset = numeric(block, at + i * 24, 12);
    const length = numeric(block, at + i * 24 + 12, 12);
    if (Number.isSafeInteger(offset) && Number.isSafeInteger(length) && length > 0) map.parts.push({ offset, length });
  }
}
