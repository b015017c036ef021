import type { ByteSource } from '#core/byte-source.ts';
import { readElf } from './executable-elf.ts';
import type { Executable } from './executable-format.ts';
import { readMachO } from './executable-mach-o.ts';
import { readPe } from './executable-pe.ts';
import { windowSource } from './zip.ts';

/** Undefined where the file is none of ELF, PE and Mach-O, or its headers are damaged. Of a fat Mach-O file the first program is read. */
export function readExecutable(source: ByteSource): Executable | undefined {
  const known = recent.get(source);
  if (known !== undefined) return known ?? undefined;
  const found = readFormat(windowSource(source, 0, source.size));
  recent.set(source, found ?? null);
  return found;
}

/** Several catalogers look at the same file one after the other. */
const recent = new WeakMap<ByteSource, Executable | null>();

function readFormat(source: ByteSource): Executable | undefined {
  const magic = source.read(0, 4);
  if (magic.length < 4) return undefined;
  const word = magic.readUInt32BE(0);
  try {
    if (word === 0x7f454c46) return readElf(source);
    if (word >>> 16 === 0x4d5a) return readPe(source);
    if (machOMagic.has(word)) return readMachO(source);
  } catch (error) {
    // A field that points past the end of a header that was read: damaged, not a programmer's error.
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

const machOMagic = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe, 0xcafebabf]);

/** Content of the first section of this name, at most `limit` bytes of it. */
export function readSection(
  source: ByteSource,
  executable: Executable,
  name: string,
  limit: number,
): Buffer | undefined {
  const section = executable.sections.find((one) => one.name === name);
  return section && windowSource(source, 0, source.size).read(section.offset, Math.min(section.size, limit));
}

/** Bytes at an address of the running program; fewer where the segment ends, undefined where nothing is mapped. */
export function readAddress(
  source: ByteSource,
  executable: Executable,
  address: number,
  length: number,
): Buffer | undefined {
  const segment = executable.segments.find((one) => address >= one.address && address < one.address + one.size);
  if (!segment) return undefined;
  const inside = address - segment.address;
  return windowSource(source, 0, source.size).read(segment.offset + inside, Math.min(length, segment.size - inside));
}
