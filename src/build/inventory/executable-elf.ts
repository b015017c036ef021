import type { ByteSource } from '#core/byte-source.ts';
import {
  type Executable,
  type ExecutableSection,
  type ExecutableSegment,
  executableLimits,
} from './executable-format.ts';

/** Section and program headers of an ELF file (System V gABI, chapters 4 and 5). Throws RangeError where the file is cut off. */
export function readElf(source: ByteSource): Executable | undefined {
  const header = source.read(0, 64);
  const wide = header[4] === 2;
  if (header.length < (wide ? 64 : 52) || (header[4] !== 1 && !wide) || (header[5] !== 1 && header[5] !== 2)) {
    return undefined;
  }
  const littleEndian = header[5] === 1;
  const layout = wide ? layout64 : layout32;
  const read = fieldReader(littleEndian, wide);
  const segments = readTable(source, read, header, layout.programTable).map((entry) => readSegment(read, entry, wide));
  return {
    format: 'elf',
    littleEndian,
    pointerSize: wide ? 8 : 4,
    sections: readSections(source, read, header, wide),
    segments: segments.filter((one) => one !== undefined),
  };
}

interface TableLayout {
  /** Offset in the header of the table's own offset, entry size and entry count. */
  readonly at: number;
  readonly entrySize: number;
  readonly count: number;
}

const layout64 = {
  programTable: { at: 32, entrySize: 54, count: 56 },
  sectionTable: { at: 40, entrySize: 58, count: 60 },
  names: 62,
  smallestSection: 64,
};
const layout32 = {
  programTable: { at: 28, entrySize: 42, count: 44 },
  sectionTable: { at: 32, entrySize: 46, count: 48 },
  names: 50,
  smallestSection: 40,
};

interface FieldReader {
  half(bytes: Buffer, at: number): number;
  word(bytes: Buffer, at: number): number;
  /** An address, offset or size: 4 or 8 bytes by the file's class. */
  long(bytes: Buffer, at: number): number;
}

function fieldReader(littleEndian: boolean, wide: boolean): FieldReader {
  const half = (bytes: Buffer, at: number) => (littleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const word = (bytes: Buffer, at: number) => (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const quad = (bytes: Buffer, at: number) =>
    Number(littleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  return { half, word, long: wide ? quad : word };
}

function readTable(source: ByteSource, read: FieldReader, header: Buffer, layout: TableLayout): Buffer[] {
  const offset = read.long(header, layout.at);
  const entrySize = read.half(header, layout.entrySize);
  const count = Math.min(read.half(header, layout.count), executableLimits.sections);
  if (offset === 0 || entrySize < 32 || entrySize > 256 || count === 0) return [];
  const bytes = source.read(offset, entrySize * count);
  const entries: Buffer[] = [];
  for (let at = 0; at + entrySize <= bytes.length; at += entrySize) entries.push(bytes.subarray(at, at + entrySize));
  return entries;
}

const loadable = 1;
const writableFlag = 2;

function readSegment(read: FieldReader, entry: Buffer, wide: boolean): ExecutableSegment | undefined {
  if (read.word(entry, 0) !== loadable) return undefined;
  return wide
    ? {
        address: read.long(entry, 16),
        offset: read.long(entry, 8),
        size: read.long(entry, 32),
        writable: (read.word(entry, 4) & writableFlag) !== 0,
      }
    : {
        address: read.long(entry, 8),
        offset: read.long(entry, 4),
        size: read.long(entry, 16),
        writable: (read.word(entry, 24) & writableFlag) !== 0,
      };
}

/** SHT_NOBITS: takes no room in the file. */
const noBits = 8;

function readSections(source: ByteSource, read: FieldReader, header: Buffer, wide: boolean): ExecutableSection[] {
  const layout = wide ? layout64 : layout32;
  const entries = readTable(source, read, header, layout.sectionTable);
  const namesEntry = entries[read.half(header, layout.names)];
  if (!namesEntry || namesEntry.length < layout.smallestSection) return [];
  const place = (entry: Buffer) =>
    wide
      ? { offset: read.long(entry, 24), size: read.long(entry, 32) }
      : { offset: read.long(entry, 16), size: read.long(entry, 20) };
  const namesPlace = place(namesEntry);
  const names = source.read(namesPlace.offset, Math.min(namesPlace.size, executableLimits.nameTableBytes));
  return entries
    .filter((entry) => read.word(entry, 4) !== noBits)
    .map((entry) => ({ name: nameAt(names, read.word(entry, 0)), ...place(entry) }));
}

function nameAt(names: Buffer, at: number): string {
  const end = at < names.length ? names.indexOf(0, at) : at;
  return names.toString('latin1', at, Math.min(end < 0 ? names.length : end, at + 256));
}
