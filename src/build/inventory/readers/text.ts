/**
 * Text of a file that people and their editors write: UTF-8 or UTF-16 by byte order mark (PowerShell's `>` writes UTF-16), else UTF-8.
 * The mark is removed; invalid bytes become U+FFFD.
 */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    ? bytes.toString('utf8', 3)
    : bytes.toString('utf8');
}

/** Lines without their ends (LF, CR LF or CR). */
export function* splitLines(text: string): Generator<string> {
  // One at a time: an array of them takes ten times the text.
  const hasReturns = text.includes('\r');
  for (let start = 0; start <= text.length; ) {
    const end = hasReturns ? lineEnd(text, start) : text.indexOf('\n', start);
    if (end < 0) {
      yield text.slice(start);
      return;
    }
    yield text.slice(start, end);
    start = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
}

function lineEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) return at;
  }
  return -1;
}
