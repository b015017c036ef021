/** Small executables with the given sections, as tests need them: right headers, no code. */
export interface ElfOptions {
  readonly bits?: 32 | 64;
  readonly bigEndian?: boolean;
  /** Leaves out the section table, as `sstrip` and UPX do. */
  readonly noSections?: boolean;
}

/** File offset + this = address of the running program. */
export const loadAddress = 0x400000;

/** Where `elfOf` puts the first section, and what it aligns the others to. */
export const firstSectionOffset = 0x200;

export function elfOf(sections: Readonly<Record<string, Buffer>>, options: ElfOptions = {}): Buffer {
  const { bits = 64, bigEndian = false, noSections = false } = options;
  const wide = bits === 64;
  const put = (bytes: Buffer, at: number, size: 2 | 4 | 8, value: number) => {
    if (size === 2) bigEndian ? bytes.writeUInt16BE(value, at) : bytes.writeUInt16LE(value, at);
    else if (size === 4) bigEndian ? bytes.writeUInt32BE(value, at) : bytes.writeUInt32LE(value, at);
    else bigEndian ? bytes.writeBigUInt64BE(BigInt(value), at) : bytes.writeBigUInt64LE(BigInt(value), at);
  };
  const { body, places, names } = layOutSections(sections);
  const header = Buffer.alloc(firstSectionOffset);
  header.write('\x7fELF', 'latin1');
  header[4] = wide ? 2 : 1;
  header[5] = bigEndian ? 2 : 1;
  const long = wide ? 8 : 4;
  const programAt = wide ? 64 : 52;
  put(header, wide ? 32 : 28, long, programAt);
  put(header, wide ? 54 : 42, 2, wide ? 56 : 32);
  put(header, wide ? 56 : 44, 2, 1);
  const sectionSize = wide ? 64 : 40;
  const tableAt = firstSectionOffset + body.length;
  put(header, wide ? 40 : 32, long, noSections ? 0 : tableAt);
  put(header, wide ? 58 : 46, 2, sectionSize);
  put(header, wide ? 60 : 48, 2, noSections ? 0 : places.length);
  put(header, wide ? 62 : 50, 2, noSections ? 0 : places.length - 1);
  // One writable PT_LOAD over everything.
  put(header, programAt, 4, 1);
  if (wide) {
    put(header, programAt + 4, 4, 6);
    put(header, programAt + 16, 8, loadAddress);
    put(header, programAt + 32, 8, tableAt);
  } else {
    put(header, programAt + 8, 4, loadAddress);
    put(header, programAt + 16, 4, tableAt);
    put(header, programAt + 24, 4, 6);
  }
  const table = Buffer.alloc(noSections ? 0 : sectionSize * places.length);
  for (const [index, { offset, size }] of noSections ? [] : places.entries()) {
    const at = index * sectionSize;
    put(table, at, 4, names[index] as number);
    put(table, at + 4, 4, 1);
    put(table, at + (wide ? 24 : 16), long, offset);
    put(table, at + (wide ? 32 : 20), long, size);
  }
  return Buffer.concat([header, body, table]);
}

function layOutSections(sections: Readonly<Record<string, Buffer>>) {
  const nameTable = Buffer.from(`\0${[...Object.keys(sections), '.shstrtab'].join('\0')}\0`);
  const parts: Buffer[] = [];
  const places: { offset: number; size: number }[] = [];
  const names: number[] = [];
  let offset = firstSectionOffset;
  for (const [name, bytes] of Object.entries({ ...sections, '.shstrtab': nameTable })) {
    places.push({ offset, size: bytes.length });
    names.push(nameTable.indexOf(`\0${name}\0`) + 1);
    const padded = Buffer.alloc(Math.ceil(bytes.length / 16) * 16);
    bytes.copy(padded);
    parts.push(padded);
    offset += padded.length;
  }
  return { body: Buffer.concat(parts), places, names };
}

/** A 64-bit PE file; every section is writable data. */
export function peOf(sections: Readonly<Record<string, Buffer>>): Buffer {
  const header = Buffer.alloc(0x400);
  header.write('MZ', 'latin1');
  header.writeUInt32LE(0x80, 60);
  header.write('PE\0\0', 0x80, 'latin1');
  header.writeUInt16LE(Object.keys(sections).length, 0x86);
  header.writeUInt16LE(0xf0, 0x94);
  header.writeUInt16LE(0x20b, 0x98);
  header.writeBigUInt64LE(BigInt(loadAddress), 0x98 + 24);
  const parts: Buffer[] = [header];
  let at = 0x98 + 0xf0;
  let offset = header.length;
  for (const [name, bytes] of Object.entries(sections)) {
    header.write(name, at, 8, 'latin1');
    for (const [field, value] of [
      [8, bytes.length],
      [12, offset],
      [16, bytes.length],
      [20, offset],
      [36, 0xc0000040],
    ] as const) {
      header.writeUInt32LE(value, at + field);
    }
    parts.push(bytes);
    offset += bytes.length;
    at += 40;
  }
  return Buffer.concat(parts);
}

/** A 64-bit little-endian Mach-O file with one writable segment; `fat` wraps it as the only program of a universal file. */
export function machOOf(sections: Readonly<Record<string, Buffer>>, { fat = false } = {}): Buffer {
  const names = Object.keys(sections);
  const commandSize = 72 + 80 * names.length;
  const header = Buffer.alloc(0x1000);
  header.writeUInt32LE(0xfeedfacf, 0);
  header.writeUInt32LE(1, 16);
  header.writeUInt32LE(commandSize, 20);
  header.writeUInt32LE(0x19, 32);
  header.writeUInt32LE(commandSize, 36);
  header.write('__DATA', 40, 'latin1');
  header.writeBigUInt64LE(BigInt(loadAddress), 56);
  const parts: Buffer[] = [header];
  let offset = header.length;
  for (const [index, name] of names.entries()) {
    const bytes = sections[name] as Buffer;
    const at = 32 + 72 + 80 * index;
    header.write(name, at, 16, 'latin1');
    header.writeBigUInt64LE(BigInt(loadAddress + offset), at + 32);
    header.writeBigUInt64LE(BigInt(bytes.length), at + 40);
    header.writeUInt32LE(offset, at + 48);
    parts.push(bytes);
    offset += bytes.length;
  }
  header.writeBigUInt64LE(BigInt(offset), 64);
  header.writeBigUInt64LE(0n, 72);
  header.writeBigUInt64LE(BigInt(offset), 80);
  header.writeUInt32LE(7, 88);
  header.writeUInt32LE(3, 92);
  header.writeUInt32LE(names.length, 96);
  const thin = Buffer.concat(parts);
  if (!fat) return thin;
  const wrapper = Buffer.alloc(0x1000);
  wrapper.writeUInt32BE(0xcafebabe, 0);
  wrapper.writeUInt32BE(1, 4);
  wrapper.writeUInt32BE(wrapper.length, 16);
  wrapper.writeUInt32BE(thin.length, 20);
  return Buffer.concat([wrapper, thin]);
}
