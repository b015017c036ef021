/**
 * One 512-byte tar header: v7, ustar (POSIX.1-1988) and GNU forms. The name, size and link of an entry may be replaced by
 * PAX records or GNU long names that come before it; `walk.ts` does that.
 */
export const blockSize = 512;

export interface RawHeader {
  /** Path as stored, ustar prefix joined. */
  name: string;
  mode: number;
  uid: number;
  gid: number;
  /** Bytes of content that follow in the archive. */
  size: number;
  /** Type flag as a character; `\0` in v7 archives. */
  type: string;
  linkName: string;
}

/** Why a block is no header. */
export type HeaderProblem = 'zero' | 'checksum' | 'number';

/** Reads the block at `at`; the buffer holds at least 512 bytes from there. */
export function parseHeader(block: Buffer, at: number): RawHeader | HeaderProblem {
  const stored = octal(block, at + 148, 8);
  if (stored !== checksum(block, at)) {
    return isZero(block, at) ? 'zero' : 'checksum';
  }
  const size = numeric(block, at + 124, 12);
  const mode = numeric(block, at + 100, 8);
  if (!Number.isSafeInteger(size) || size < 0 || Number.isNaN(mode)) return 'number';
  const flag = block[at + 156]!;
  let name = text(block, at, 100);
  // The prefix field exists in POSIX ustar ("ustar\0") only; GNU ("ustar  ") keeps times and sparse maps there.
  if (block[at + 257] === 0x75 && block[at + 262] === 0 && block[at + 345] !== 0) {
    name = `${text(block, at + 345, 155)}/${name}`;
  }
  return {
    name,
    mode: mode & 0o7777,
    uid: numeric(block, at + 108, 8) || 0,
    gid: numeric(block, at + 116, 8) || 0,
    size,
    type: String.fromCharCode(flag),
    linkName: block[at + 157] === 0 ? '' : text(block, at + 157, 100),
  };
}

/** A NUL-terminated field as UTF-8. */
export function text(block: Buffer, at: number, length: number): string {
  let end = at;
  const stop = at + length;
  let ascii = true;
  while (end < stop) {
    const byte = block[end]!;
    if (byte === 0) break;
    if (byte >= 0x80) ascii = false;
    end += 1;
  }
  return ascii ? block.toString('latin1', at, end) : decodePath(block.subarray(at, end));
}

const strict = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 where it is valid; else each byte that is not plain ASCII stands as `\xHH`, so that different names stay different. */
export function decodePath(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    let out = '';
    for (const byte of bytes)
      out += byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
    return out;
  }
}

/** Octal digits, or the GNU base-256 form where the top bit is set. NaN where it is neither. */
export function numeric(block: Buffer, at: number, length: number): number {
  const first = block[at]!;
  if ((first & 0x80) === 0) return octal(block, at, length);
  let value = first & 0x40 ? -1 : first & 0x3f;
  for (let i = 1; i < length; i++) value = value * 256 + block[at + i]!;
  return value;
}

function octal(block: Buffer, at: number, length: number): number {
  let i = at;
  const stop = at + length;
  while (i < stop && block[i] === 0x20) i += 1;
  let value = 0;
  for (; i < stop; i++) {
    const digit = block[i]! - 0x30;
    if (digit >= 0 && digit <= 7) value = value * 8 + digit;
    else if (block[i] === 0 || block[i] === 0x20) break;
    else return Number.NaN;
  }
  return value;
}

/** Sum of all bytes with the checksum field itself read as spaces. */
function checksum(block: Buffer, at: number): number {
  let sum = 8 * 0x20;
  for (let i = at; i < at + 148; i++) sum += block[i]!;
  for (let i = at + 156; i < at + blockSize; i++) sum += block[i]!;
  return sum;
}

function isZero(block: Buffer, at: number): boolean {
  for (let i = at; i < at + blockSize; i++) if (block[i] !== 0) return false;
  return true;
}
