/** `10.0.0.1` of 4 bytes, `::1` of 16 (RFC 5952, as inet_ntop writes it). */
export function addressText(bytes: Uint8Array, start = 0, size = bytes.length - start): string {
  return size === 4 ? ipv4Text(bytes, start) : ipv6Text(bytes, start);
}

export function ipv4Text(bytes: Uint8Array, start: number): string {
  return `${bytes[start]}.${bytes[start + 1]}.${bytes[start + 2]}.${bytes[start + 3]}`;
}

export function ipv6Text(bytes: Uint8Array, start: number): string {
  const run = longestZeros(bytes, start);
  // ::a.b.c.d and ::ffff:a.b.c.d are shown with their IPv4 part.
  const embedded = run.from === 0 && (run.words === 6 || (run.words === 5 && group(bytes, start, 5) === 0xffff));
  const words = embedded ? 6 : 8;
  let text = '';
  for (let word = 0; word < words; word += 1) {
    if (word >= run.from && word < run.from + run.words) {
      if (word === run.from) text += ':';
      continue;
    }
    if (word > 0) text += ':';
    text += group(bytes, start, word).toString(16);
  }
  if (embedded) return `${text}:${ipv4Text(bytes, start + 12)}`;
  return run.words > 0 && run.from + run.words === 8 ? `${text}:` : text;
}

interface Run {
  from: number;
  words: number;
}

/** The longest run of two or more zero groups, the first of equals. */
function longestZeros(bytes: Uint8Array, start: number): Run {
  let from = -1;
  let words = 0;
  for (let word = 0; word < 8; word += 1) {
    let end = word;
    while (end < 8 && group(bytes, start, end) === 0) end += 1;
    if (end - word > words) {
      from = word;
      words = end - word;
    }
    if (end > word) word = end;
  }
  return words >= 2 ? { from, words } : { from: -1, words: 0 };
}

function group(bytes: Uint8Array, start: number, word: number): number {
  return bytes[start + word * 2]! * 256 + bytes[start + word * 2 + 1]!;
}

/** An IPv4 address carried in 16 bytes (::ffff:a.b.c.d), or no address at all, which stands for either. */
export function isIpv4Mapped(bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < 10; index += 1) if (bytes[start + index] !== 0) return false;
  if (bytes[start + 10] === 0xff && bytes[start + 11] === 0xff) return true;
  for (let index = 10; index < 16; index += 1) if (bytes[start + index] !== 0) return false;
  return true;
}
