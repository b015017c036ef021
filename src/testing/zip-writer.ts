import { deflateRawSync } from 'node:zlib';

export interface ZipOptions {
  /** Default false: stored. */
  readonly deflate?: boolean;
  /** Bytes that stand before the archive; offsets do not count them. */
  readonly prefix?: Buffer;
  readonly comment?: string;
  /** Writes ZIP64 records and extra fields, whatever the sizes. */
  readonly zip64?: boolean;
}

/** A ZIP archive of the given entries, in this order. For tests. */
export function zipOf(entries: Readonly<Record<string, Buffer | string>>, options: ZipOptions = {}): Buffer {
  const { deflate = false, prefix = Buffer.alloc(0), comment = '', zip64 = false } = options;
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [entryName, content] of Object.entries(entries)) {
    const name = Buffer.from(entryName);
    const bytes = Buffer.from(content as Buffer);
    const packed = deflate ? deflateRawSync(bytes) : bytes;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(deflate ? 8 : 0, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(name.length, 26);
    directory.push(directoryEntry({ name, size: bytes.length, packedSize: packed.length, offset, deflate, zip64 }));
    parts.push(local, name, packed);
    offset += local.length + name.length + packed.length;
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  const count = directory.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? 0xffff : count, 8);
  end.writeUInt16LE(zip64 ? 0xffff : count, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : size, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  const wide = zip64 ? wideEnd(count, size, offset) : Buffer.alloc(0);
  return Buffer.concat([prefix, ...parts, ...directory, wide, end, Buffer.from(comment)]);
}

interface DirectoryEntry {
  readonly name: Buffer;
  readonly size: number;
  readonly packedSize: number;
  readonly offset: number;
  readonly deflate: boolean;
  readonly zip64: boolean;
}

function directoryEntry({ name, size, packedSize, offset, deflate, zip64 }: DirectoryEntry): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(deflate ? 8 : 0, 10);
  entry.writeUInt32LE(zip64 ? 0xffffffff : packedSize, 20);
  entry.writeUInt32LE(zip64 ? 0xffffffff : size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(zip64 ? 28 : 0, 30);
  entry.writeUInt32LE(zip64 ? 0xffffffff : offset, 42);
  if (!zip64) return Buffer.concat([entry, name]);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(size), 4);
  extra.writeBigUInt64LE(BigInt(packedSize), 12);
  extra.writeBigUInt64LE(BigInt(offset), 20);
  return Buffer.concat([entry, name, extra]);
}

function wideEnd(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}
