import { crc32, constants as zlibConstants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';

/**
 * The advisory database file (docs/advisory-database.md): one header, then sections. Little-endian.
 *
 *     0  8 bytes  magic          24 32 bytes sha256 of everything after the header
 *     8  u32      format version 56 u32      number of sections
 *     12 u32      header bytes   60 u32      crc32 of the header with this field as 0
 *     16 u64      file bytes     64 24 bytes a section: name (8 bytes, space-padded), u64 offset, u64 bytes
 */
export const magic = Buffer.from('HFADVDB\n', 'latin1');
export const formatVersion = 1;
export const headerBytes = 512;

const sectionNames = ['meta', 'keys', 'ids', 'advtable', 'kev', 'epss'] as const;
export type SectionName = (typeof sectionNames)[number];

export interface Section {
  readonly offset: number;
  readonly bytes: number;
}

export interface Header {
  readonly fileBytes: number;
  /** Lower-case hex. */
  readonly digest: string;
  readonly sections: ReadonlyMap<SectionName, Section>;
}

export function encodeHeader(header: Header): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  magic.copy(bytes);
  bytes.writeUInt32LE(formatVersion, 8);
  bytes.writeUInt32LE(headerBytes, 12);
  bytes.writeBigUInt64LE(BigInt(header.fileBytes), 16);
  Buffer.from(header.digest, 'hex').copy(bytes, 24);
  bytes.writeUInt32LE(header.sections.size, 56);
  let at = 64;
  for (const [name, section] of header.sections) {
    bytes.write(name.padEnd(8), at, 'latin1');
    bytes.writeBigUInt64LE(BigInt(section.offset), at + 8);
    bytes.writeBigUInt64LE(BigInt(section.bytes), at + 16);
    at += 24;
  }
  bytes.writeUInt32LE(crc32(bytes), 60);
  return bytes;
}

/** `fileBytes` is the real size: a truncated file is refused here. */
export function decodeHeader(bytes: Buffer, fileBytes: number): Outcome<Header> {
  const refuse = (message: string, hint = 'import or pull it again') =>
    failed(errorIssue('advisory-db/corrupt', message, { hint }));
  if (bytes.length < headerBytes || !bytes.subarray(0, 8).equals(magic)) {
    return refuse('not an advisory database', 'give the file that `holdfast db import` wrote');
  }
  const version = bytes.readUInt32LE(8);
  if (version !== formatVersion) {
    return refuse(`the advisory database has format ${version}, this program reads format ${formatVersion}`);
  }
  const copy = Buffer.from(bytes.subarray(0, headerBytes));
  copy.writeUInt32LE(0, 60);
  if (crc32(copy) !== bytes.readUInt32LE(60)) return refuse('the header of the advisory database is damaged');
  const said = Number(bytes.readBigUInt64LE(16));
  if (said !== fileBytes) return refuse(`the advisory database should have ${said} bytes and has ${fileBytes}`);
  const count = bytes.readUInt32LE(56);
  const sections = new Map<SectionName, Section>();
  for (let index = 0; index < Math.min(count, 16); index++) {
    const at = 64 + index * 24;
    const name = bytes.toString('latin1', at, at + 8).trimEnd() as SectionName;
    const section = { offset: Number(bytes.readBigUInt64LE(at + 8)), bytes: Number(bytes.readBigUInt64LE(at + 16)) };
    if (section.offset + section.bytes > fileBytes) return refuse('a section lies outside the advisory database');
    sections.set(name, section);
  }
  for (const name of sectionNames) if (!sections.has(name)) return refuse(`section ${name} is missing`);
  return ok({ fileBytes, digest: bytes.toString('hex', 24, 56), sections });
}

/** A hash table's slot: u32 check, u32 length, u48 offset, 2 bytes free. Length 0: empty. */
export const slotBytes = 16;
/** Slots a table needs: a power of two, at most two thirds full. */
export function slotCount(keys: number): number {
  let count = 8;
  while (count * 2 < keys * 3) count *= 2;
  return count;
}

/** Two independent 32-bit hashes (FNV-1a, and a multiplicative one) over UTF-16 code units. */
export function hashKey(key: string): { readonly home: number; readonly check: number } {
  let home = 0x811c9dc5;
  let check = 0x9747b28c;
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index);
    home = Math.imul(home ^ code, 0x01000193);
    check = Math.imul(check ^ code, 0x5bd1e995);
    check ^= check >>> 15;
  }
  home ^= home >>> 16;
  return { home: home >>> 0, check: check >>> 0 };
}

/**
 * A block: u8 codec (0 plain, 1 zstd), u32 crc32 of the stored bytes, u32 bytes once decoded, stored bytes.
 * zstd rather than deflate: its output does not depend on the processor, so the file is reproducible.
 */
const blockHeaderBytes = 9;
const plainBelow = 768;
const blockLimit = 512 * 1024 * 1024;

export function encodeBlock(payload: Buffer): Buffer {
  const packed =
    payload.length < plainBelow
      ? payload
      : zstdCompressSync(payload, {
          params: { [zlibConstants.ZSTD_c_compressionLevel]: 6 },
          // Without it zstd sets up tables for megabytes, for each block.
          pledgedSrcSize: payload.length,
        });
  const stored = packed.length < payload.length ? packed : payload;
  const block = Buffer.allocUnsafe(blockHeaderBytes + stored.length);
  block.writeUInt8(stored === payload ? 0 : 1, 0);
  block.writeUInt32LE(crc32(stored), 1);
  block.writeUInt32LE(payload.length, 5);
  stored.copy(block, blockHeaderBytes);
  return block;
}

/** Undefined where the block is damaged. */
export function decodeBlock(block: Buffer): Buffer | undefined {
  if (block.length < blockHeaderBytes) return undefined;
  const stored = block.subarray(blockHeaderBytes);
  const bytes = block.readUInt32LE(5);
  if (crc32(stored) !== block.readUInt32LE(1) || bytes > blockLimit) return undefined;
  if (block[0] === 0) return stored.length === bytes ? stored : undefined;
  if (block[0] !== 1) return undefined;
  try {
    const payload = zstdDecompressSync(stored, { maxOutputLength: Math.max(bytes, 1), chunkSize: Math.max(bytes, 64) });
    return payload.length === bytes ? payload : undefined;
  } catch {
    return undefined;
  }
}

/** CVE ids packed for the EPSS table: year and number; undefined for anything else. */
export function packCve(id: string): { readonly year: number; readonly number: number } | undefined {
  const match = /^CVE-(\d{4})-(\d{4,9})$/.exec(id);
  return match ? { year: Number(match[1]), number: Number(match[2]) } : undefined;
}

/** u16 year, u32 number, u32 score × 10⁹, u32 percentile × 10⁹, 2 bytes free. Sorted. */
export const epssRowBytes = 16;
