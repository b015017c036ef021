import { paxRecord, type TarMember, writeTar } from '#testing/tar-writer.ts';

const endBytes = 1024;

/** Members without the end of the archive, to be joined with more. */
export function members(...list: readonly TarMember[]): Buffer {
  return writeTar(list).subarray(0, -endBytes);
}

export const endOfTar: Buffer = Buffer.alloc(endBytes);

/** Only the header of a member that declares `size` bytes; the caller feeds the content. */
export function headerOf(member: TarMember, size: number): Buffer {
  return writeTar([{ ...member, size }]).subarray(0, 512);
}

/** Fills a declared size up to a whole block. */
export function padding(size: number): Buffer {
  return Buffer.alloc((512 - (size % 512)) % 512);
}

const prefixChars = '0123456789abcdefghijklmnopqrstuvwxyz';

/**
 * `count` copies of one member with the marker `@@@@@@@` in its path replaced by a running number of seven digits, a few thousand to a
 * piece. The checksum follows by difference: a million headers take a second.
 */
export function* numbered(template: TarMember, count: number, first = 0): Generator<Buffer> {
  const one = members(template);
  const at = one.indexOf('@@@@@@@');
  if (at < 0) throw new Error('no marker in the path');
  const header = at - (at % 512);
  const inHeader = header === 0 && at < 100;
  const perPiece = Math.max(1, Math.floor((4 * 1024 * 1024) / one.length));
  for (let done = 0; done < count; ) {
    const here = Math.min(perPiece, count - done);
    const piece = Buffer.alloc(one.length * here);
    for (let i = 0; i < here; i++) {
      const start = i * one.length;
      one.copy(piece, start);
      const text = String(first + done + i).padStart(7, '0');
      piece.write(text, start + at, 'latin1');
      if (inHeader) fixChecksum(piece, start);
    }
    done += here;
    yield piece;
  }
}

/** Writes the checksum that the header at `start` ought to have. */
export function fixChecksum(bytes: Buffer, start: number): void {
  let sum = 8 * 0x20;
  for (let i = start; i < start + 148; i++) sum += bytes[i]!;
  for (let i = start + 156; i < start + 512; i++) sum += bytes[i]!;
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, start + 148, 'latin1');
}

/** A short text for each number, different in the first characters. */
export function shortName(number: number): string {
  let text = '';
  for (let rest = number; ; rest = Math.floor(rest / 36)) {
    text += prefixChars[rest % 36];
    if (rest < 36) return text;
  }
}

/** Content of a PAX header. */
export function pax(records: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value)));
}
