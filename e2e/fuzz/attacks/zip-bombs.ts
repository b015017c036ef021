import { deflateRawSync } from 'node:zlib';
import { zipOf } from '#testing/zip-writer.ts';

const MiB = 1024 * 1024;

/** Sixteen jars in each jar, six deep, 16 MiB of zeros in the innermost: 16^6 archives. */
export function nestedZip(): Buffer {
  let inner = zipOf({ 'META-INF/MANIFEST.MF': Buffer.alloc(16 * MiB) }, { deflate: true });
  for (let depth = 0; depth < 6; depth++) {
    const entries = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`lib/a${i}.jar`, inner]));
    inner = zipOf(entries, { deflate: true });
  }
  return inner;
}

/** Entries that all point at the same 100 MiB of zeros (David Fifield's overlapping files). */
export function flatZip(): Buffer {
  const packed = deflateRawSync(Buffer.alloc(100 * MiB));
  const count = 1000;
  const name = (i: number) => Buffer.from(`a${String(i).padStart(6, '0')}.jar`);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(100 * MiB, 22);
  local.writeUInt16LE(11, 26);
  const directory = Buffer.concat(
    Array.from({ length: count }, (_, i) => {
      const entry = Buffer.alloc(46);
      entry.writeUInt32LE(0x02014b50, 0);
      entry.writeUInt16LE(8, 10);
      entry.writeUInt32LE(packed.length, 20);
      entry.writeUInt32LE(10 * MiB, 24);
      entry.writeUInt16LE(11, 28);
      return Buffer.concat([entry, name(i)]);
    }),
  );
  const offset = local.length + 11 + packed.length;
  return Buffer.concat([local, name(0), packed, directory, endRecord(count, directory.length, offset)]);
}

/** A directory of 499,999 wanted names. */
export function wideZip(): Buffer {
  const count = 499_999;
  const size = 46 + 35;
  const directory = Buffer.alloc(size * count);
  for (let i = 0; i < count; i++) {
    const at = i * size;
    directory.writeUInt32LE(0x02014b50, at);
    directory.writeUInt16LE(35, at + 28);
    directory.write(`META-INF/maven/${String(i).padStart(6, '0')}/pom.properties`.slice(0, 35), at + 46, 'latin1');
  }
  return Buffer.concat([directory, endRecord(0xffff, directory.length, 0)]);
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
