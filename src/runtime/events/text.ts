declare global {
  interface Buffer {
    /** Node's own, faster than toString: https://github.com/nodejs/node/blob/main/lib/buffer.js. */
    utf8Slice(start?: number, end?: number): string;
    latin1Slice(start?: number, end?: number): string;
  }
}

/**
 * Text of the kernel is bytes. It becomes a string as UTF-8; a byte that is not UTF-8 becomes the lone surrogate U+DC80 + (byte - 0x80)
 * (Python's "surrogateescape"), so that encodeText gives the same bytes back and two different names never become equal.
 * Where text leaves for people or JSON, `printableText` turns those into U+FFFD.
 */
export function decodeText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.utf8Slice(start, end);
  return text.includes('\ufffd') ? decodeEscaped(bytes, start, end) : text;
}

function decodeEscaped(bytes: Buffer, start: number, end: number): string {
  let text = '';
  let at = start;
  while (at < end) {
    const length = sequenceLength(bytes, at, end);
    if (length === 0) {
      text += String.fromCharCode(0xdc00 + bytes[at]!);
      at += 1;
    } else {
      text += bytes.utf8Slice(at, at + length);
      at += length;
    }
  }
  return text;
}

/** Bytes of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7); 0 where there is none. */
function sequenceLength(bytes: Buffer, at: number, end: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : (first & 0xf0) === 0xe0 ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  const second = bytes[at + 1]!;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let index = 2; index < length; index += 1) if ((bytes[at + index]! & 0xc0) !== 0x80) return 0;
  return length;
}

/** The bytes that decodeText read. */
export function encodeText(text: string): Buffer {
  if (!/[\udc80-\udcff]/.test(text)) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  for (const part of text.split(/(?<![\ud800-\udbff])([\udc80-\udcff])/)) {
    const code = part.length === 1 ? part.charCodeAt(0) : 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(part, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** For people and JSON: what was not UTF-8 shows as U+FFFD. */
export function printableText(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}
