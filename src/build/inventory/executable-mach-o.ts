import type { ByteSource } from '#core/byte-source.ts';
import { MiB } from '#core/limits.ts';
import {
  type Executable,
  type ExecutableSection,
  type ExecutableSegment,
  executableLimits,
} from './executable-format.ts';
import { windowSource } from './zip.ts';

const maxCommandBytes = 1 * MiB;
const segmentCommand32 = 0x1;
const segmentCommand64 = 0x19;
const writableProtection = 2;

/** Segments and sections of a Mach-O file (Apple, mach-o/loader.h). Throws RangeError where the file is cut off. */
export function readMachO(source: ByteSource): Executable | undefined {
  const magic = source.read(0, 4).readUInt32BE(0);
  return magic === 0xcafebabe || magic === 0xcafebabf
    ? readFat(source, magic === 0xcafebabf)
    : readThin(source, 0, magic);
}

/** Programs of a fat file; a Java class file has the same magic and an improbably large count. */
const maxPrograms = 20;

function readFat(source: ByteSource, wide: boolean): Executable | undefined {
  const head = source.read(0, 8 + (wide ? 32 : 20));
  const count = head.readUInt32BE(4);
  if (count === 0 || count > maxPrograms) return undefined;
  const offset = wide ? Number(head.readBigUInt64BE(16)) : head.readUInt32BE(16);
  const size = wide ? Number(head.readBigUInt64BE(24)) : head.readUInt32BE(20);
  const first = windowSource(source, offset, Math.min(size, Math.max(0, source.size - offset)));
  const magic = first.read(0, 4).readUInt32BE(0);
  return readThin(first, offset, magic);
}

/** `base` is added to every offset: where the program starts in the whole file. */
function readThin(source: ByteSource, base: number, magic: number): Executable | undefined {
  const littleEndian = magic === 0xcefaedfe || magic === 0xcffaedfe;
  const wide = magic === 0xcffaedfe || magic === 0xfeedfacf;
  if (!littleEndian && !wide && magic !== 0xfeedface) return undefined;
  const word = (bytes: Buffer, at: number) => (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const long = (bytes: Buffer, at: number) =>
    wide ? Number(littleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)) : word(bytes, at);
  const header = source.read(0, 32);
  const commandCount = Math.min(word(header, 16), executableLimits.sections);
  const commands = source.read(wide ? 32 : 28, Math.min(word(header, 20), maxCommandBytes));
  const sections: ExecutableSection[] = [];
  const segments: ExecutableSegment[] = [];
  for (let at = 0, seen = 0; at + 8 <= commands.length && seen < commandCount; seen++) {
    const size = word(commands, at + 4);
    if (size < 8) break;
    if (word(commands, at) === (wide ? segmentCommand64 : segmentCommand32)) {
      readSegment(commands.subarray(at, at + size));
    }
    at += size;
  }
  return { format: 'mach-o', littleEndian, pointerSize: wide ? 8 : 4, sections, segments };

  function readSegment(command: Buffer): void {
    const step = wide ? 8 : 4;
    const fields = 24;
    segments.push({
      address: long(command, fields),
      offset: base + long(command, fields + 2 * step),
      size: long(command, fields + 3 * step),
      writable: (word(command, fields + 4 * step + 4) & writableProtection) !== 0,
    });
    const count = word(command, fields + 4 * step + 8);
    const sectionSize = wide ? 80 : 68;
    for (let n = 0, at = fields + 4 * step + 16; n < count && at + sectionSize <= command.length; n++) {
      if (sections.length >= executableLimits.sections) return;
      const raw = command.toString('latin1', at, at + 16);
      const zero = raw.indexOf('\0');
      sections.push({
        name: zero < 0 ? raw : raw.slice(0, zero),
        offset: base + word(command, at + 32 + 2 * step),
        size: long(command, at + 32 + step),
      });
      at += sectionSize;
    }
  }
}
