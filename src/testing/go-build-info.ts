import { loadAddress } from './executable-writer.ts';

const magic = Buffer.from('\xff Go buildinf:', 'latin1');
const mark = Buffer.alloc(16, 0x5a);

/** The module text between the marks that the linker puts around it. */
function framed(modules: string): Buffer {
  return modules === '' ? Buffer.alloc(0) : Buffer.concat([mark, Buffer.from(modules), mark]);
}

/** Content of `.go.buildinfo` as Go writes it since 1.18. */
export function inlineBuildInfo(version: string, modules: string): Buffer {
  const header = Buffer.alloc(32);
  magic.copy(header);
  header[14] = 8;
  header[15] = 2;
  return Buffer.concat([header, counted(Buffer.from(version)), counted(framed(modules))]);
}

function counted(bytes: Buffer): Buffer {
  const length: number[] = [];
  let rest = bytes.length;
  do {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from(length), bytes]);
}

export interface PointerOptions {
  readonly pointerSize?: 4 | 8;
  readonly bigEndian?: boolean;
  /** Offset in the file at which the content will lie. */
  readonly at: number;
}

/** Content of `.go.buildinfo` before Go 1.18: two addresses of string headers, which follow here. */
export function pointerBuildInfo(version: string, modules: string, options: PointerOptions): Buffer {
  const { pointerSize = 8, bigEndian = false, at } = options;
  const texts = [Buffer.from(version), framed(modules)];
  const bytes = Buffer.alloc(32 + 4 * pointerSize + texts[0]!.length + texts[1]!.length);
  const pointer = (offset: number, value: number) => {
    if (pointerSize === 4) bigEndian ? bytes.writeUInt32BE(value, offset) : bytes.writeUInt32LE(value, offset);
    else bigEndian ? bytes.writeBigUInt64BE(BigInt(value), offset) : bytes.writeBigUInt64LE(BigInt(value), offset);
  };
  magic.copy(bytes);
  bytes[14] = pointerSize;
  bytes[15] = bigEndian ? 1 : 0;
  const address = loadAddress + at;
  let textAt = 32 + 4 * pointerSize;
  for (const [index, text] of texts.entries()) {
    const headerAt = 32 + 2 * pointerSize * index;
    pointer(16 + pointerSize * index, address + headerAt);
    pointer(headerAt, address + textAt);
    pointer(headerAt + pointerSize, text.length);
    text.copy(bytes, textAt);
    textAt += text.length;
  }
  return bytes;
}
