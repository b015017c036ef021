import type { VersionScheme } from '../scheme.ts';
import { compareAlpmText } from './shared/alpm-text.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareDigits, endOfDigits, type Order } from './shared/text.ts';

export const pacman = {
  id: 'pacman',
  describes: '`[epoch:]version[-release]` of Arch Linux: vercmp(8)',
  isValid: (version) => /^(?:\d+:)?[0-9A-Za-z][0-9A-Za-z.+_~]*(?:-[0-9.]+)?$/.test(version),
  compare,
  satisfies: plainSatisfies(compare),
} satisfies VersionScheme;

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  const aColon = endOfEpoch(a);
  const bColon = endOfEpoch(b);
  const epoch = compareDigits(a, 0, Math.max(aColon, 0), b, 0, Math.max(bColon, 0));
  if (epoch !== 0) return epoch;
  const [aVersion, aRelease] = splitRelease(a.slice(aColon + 1));
  const [bVersion, bRelease] = splitRelease(b.slice(bColon + 1));
  const order = compareAlpmText(aVersion, bVersion);
  if (order !== 0) return order;
  // Left out, a release is older than any: pacman takes it as equal, which is no order.
  if (aRelease === undefined || bRelease === undefined) {
    return aRelease !== undefined ? 1 : bRelease !== undefined ? -1 : 0;
  }
  return compareAlpmText(aRelease, bRelease);
}

function endOfEpoch(version: string): number {
  const end = endOfDigits(version, 0);
  return version.charCodeAt(end) === 58 ? end : -1;
}

function splitRelease(text: string): [string, string | undefined] {
  const dash = text.lastIndexOf('-');
  return dash < 0 ? [text, undefined] : [text.slice(0, dash), text.slice(dash + 1)];
}
