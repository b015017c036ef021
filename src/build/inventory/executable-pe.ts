import type { ByteSource } from '#core/byte-source.ts';
import {
  type Executable,
  type ExecutableSection,
  type ExecutableSegment,
  executableLimits,
} from './executable-format.ts';

const writableFlag = 0x80000000;

/** Section table of a PE file (Microsoft PE/COFF specification). Throws RangeError where the file is cut off. */
export function readPe(source: ByteSource): Executable | undefined {
  const dos = source.read(0, 64);
  const start = dos.readUInt32LE(60);
  const coff = source.read(start, 24);
  if (coff.length < 24 || coff.readUInt32LE(0) !== 0x00004550) return undefined;
  const count = Math.min(coff.readUInt16LE(6), executableLimits.sections);
  const optionalSize = coff.readUInt16LE(20);
  const optional = source.read(start + 24, optionalSize);
  if (optional.length < 32) return undefined;
  const wide = optional.readUInt16LE(0) === 0x20b;
  const imageBase = wide ? Number(optional.readBigUInt64LE(24)) : optional.readUInt32LE(28);
  const table = source.read(start + 24 + optionalSize, count * 40);
  const sections: ExecutableSection[] = [];
  const segments: ExecutableSegment[] = [];
  for (let at = 0; at + 40 <= table.length; at += 40) {
    const raw = table.toString('latin1', at, at + 8);
    const zero = raw.indexOf('\0');
    const virtualSize = table.readUInt32LE(at + 8);
    const rawSize = table.readUInt32LE(at + 16);
    const offset = table.readUInt32LE(at + 20);
    // The raw size is rounded up to the file alignment; the virtual size is the true one where it is smaller.
    const size = virtualSize > 0 ? Math.min(virtualSize, rawSize) : rawSize;
    sections.push({ name: zero < 0 ? raw : raw.slice(0, zero), offset, size });
    segments.push({
      address: imageBase + table.readUInt32LE(at + 12),
      offset,
      size,
      writable: (table.readUInt32LE(at + 36) & writableFlag) !== 0,
    });
  }
  return { format: 'pe', littleEndian: true, pointerSize: wide ? 8 : 4, sections, segments };
}
