import { decodePath } from './header.ts';

/**
 * PAX extended header records, `"%d %s=%s\n"` (POSIX.1-2001 pax). Records that are malformed end the reading: what came before counts.
 * Values are decoded as paths are, since that is what they mostly hold.
 */
export function parsePax(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    if (space < 0 || space - at > 10) break;
    const length = Number(bytes.toString('latin1', at, space));
    const end = at + length;
    if (!Number.isInteger(length) || length < 5 || end > bytes.length || bytes[end - 1] !== 0x0a) break;
    const equals = bytes.indexOf(0x3d, space);
    if (equals < 0 || equals >= end) break;
    const key = bytes.toString('utf8', space + 1, equals);
    const value = decodePath(bytes.subarray(equals + 1, end - 1));
    // GNU.sparse 0.0 repeats offset/numbytes pairs: keep them in order.
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') {
      const pairs = records.get('GNU.sparse.map');
      records.set('GNU.sparse.map', pairs === undefined ? value : `${pairs},${value}`);
    } else {
      records.set(key, value);
    }
    at = end;
  }
  return records;
}
