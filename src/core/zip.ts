/** What every reader of ZIP files has in common: the entries of the central directory (PKWARE APPNOTE 6.3.10, §4.3.12). */
export const zipSignatures = {
  end: 0x06054b50,
  end64: 0x06064b50,
  end64Locator: 0x07064b50,
  entry: 0x02014b50,
  localHeader: 0x04034b50,
} as const;

/** Bytes of the end record without its comment, which has at most 65,535. */
export const zipEndBytes = 22;
/** Bytes of an entry of the directory, and of a local header, before name and extra fields. */
export const zipEntryBytes = 46;
export const zipLocalHeaderBytes = 30;

/** Lengths of the parts behind the fixed part of an entry. */
export interface ZipEntryLengths {
  readonly name: number;
  readonly extra: number;
  /** Of the whole entry, from its signature to the next. */
  readonly total: number;
}

/** Of the entry at `at`, whose fixed part is there; undefined where none begins. */
export function zipEntryLengths(bytes: Buffer, at: number): ZipEntryLengths | undefined {
  if (bytes.readUInt32LE(at) !== zipSignatures.entry) return undefined;
  const name = bytes.readUInt16LE(at + 28);
  const extra = bytes.readUInt16LE(at + 30);
  return { name, extra, total: zipEntryBytes + name + extra + bytes.readUInt16LE(at + 32) };
}

export interface ZipEntryFields {
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  /** CRC-32 of the content. */
  readonly crc: number;
  /** Bytes in the archive. */
  readonly compressedSize: number;
  /** Bytes after decompression, as declared. */
  readonly size: number;
  /** Where the local header starts, as declared. */
  readonly offset: number;
}

/** The entry at `at`, of which everything but the comment is there. */
export function zipEntryFields(bytes: Buffer, at: number, { name, extra }: ZipEntryLengths): ZipEntryFields {
  let size = bytes.readUInt32LE(at + 24);
  let compressedSize = bytes.readUInt32LE(at + 20);
  let offset = bytes.readUInt32LE(at + 42);
  if (size === unknown || compressedSize === unknown || offset === unknown) {
    const next = zip64Values(bytes, at + zipEntryBytes + name, extra);
    if (size === unknown) size = next() ?? size;
    if (compressedSize === unknown) compressedSize = next() ?? compressedSize;
    if (offset === unknown) offset = next() ?? offset;
  }
  return {
    method: bytes.readUInt16LE(at + 10),
    encrypted: (bytes.readUInt16LE(at + 8) & 1) !== 0,
    crc: bytes.readUInt32LE(at + 16),
    compressedSize,
    size,
    offset,
  };
}

/** Stands where the value is in the ZIP64 extra field. */
const unknown = 0xffffffff;

/** The 64-bit values of the ZIP64 extra field (§4.5.3): only those present whose 32-bit twin is all ones, in this order. */
function zip64Values(bytes: Buffer, start: number, length: number): () => number | undefined {
  const end = start + length;
  for (let at = start; at + 4 <= end; ) {
    const fieldEnd = at + 4 + bytes.readUInt16LE(at + 2);
    if (bytes.readUInt16LE(at) === 1) {
      let field = at + 4;
      return () => {
        if (field + 8 > Math.min(fieldEnd, end)) return undefined;
        field += 8;
        return Number(bytes.readBigUInt64LE(field - 8));
      };
    }
    at = fieldEnd;
  }
  return () => undefined;
}
