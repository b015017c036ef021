import { decodePath } from './header.ts';

/** Of the keys that are kept: GNU.sparse.…, linkpath, path, size. */
const firstLetters = Buffer.from('Glps');

/** Longest number that a record's length is written with; a header has at most limits.tarPaxBytes. */
const maxLengthDigits = 10;

/**
 * PAX extended header records, `"%d %s=%s\n"` (POSIX.1-2001 pax): those that say where an entry lies and how large it is; times, owners and
 * extended attributes are passed over. Records that are malformed end the reading: what came before counts. Values are decoded as paths are,
 * since that is what they mostly hold.
 */
export function parsePax(bytes: Buffer): { readonly records: Map<string, string>; readonly damaged: boolean } {
  const records = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    let length = 0;
    let space = at;
    for (; space < bytes.length && space - at <= maxLengthDigits && bytes[space] !== 0x20; space++) {
      const digit = bytes[space]! - 0x30;
      length = digit >= 0 && digit <= 9 ? length * 10 + digit : Number.NaN;
    }
    const end = at + length;
    if (bytes[space] !== 0x20 || Number.isNaN(length) || length < 5) break;
    if (end > bytes.length || bytes[end - 1] !== 0x0a) break;
    let equals = space + 1;
    while (equals < end && bytes[equals] !== 0x3d) equals += 1;
    if (equals === end) break;
    if (!firstLetters.includes(bytes[space + 1]!)) {
      at = end;
      continue;
    }
    const key = bytes.toString('latin1', space + 1, equals);
    at = end;
    if (key !== 'path' && key !== 'linkpath' && key !== 'size' && !key.startsWith('GNU.sparse.')) continue;
    const value = decodePath(bytes.subarray(equals + 1, end - 1));
    // GNU.sparse 0.0 repeats offset/numbytes pairs: keep them in order.
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') {
      const pairs = records.get('GNU.sparse.map');
      records.set('GNU.sparse.map', pairs === undefined ? value : `${pairs},${value}`);
    } else {
      records.set(key, value);
    }
  }
  // Some writers fill up with zeros.
  return { records, damaged: at < bytes.length && bytes[at] !== 0 };
}
