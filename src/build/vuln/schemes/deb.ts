import type { VersionScheme } from '../scheme.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareDebianText } from './shared/debian-text.ts';
import { compareDigits, endOfDigits, isDigit, type Order } from './shared/text.ts';

export const deb = {
  id: 'deb',
  describes: '`[epoch:]upstream[-revision]` of dpkg: deb-version(7), Debian policy §5.6.12',
  isValid,
  compare,
  satisfies: plainSatisfies(compare),
} satisfies VersionScheme;

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  const aColon = endOfEpoch(a);
  const bColon = endOfEpoch(b);
  const epoch = compareDigits(a, 0, Math.max(aColon, 0), b, 0, Math.max(bColon, 0));
  if (epoch !== 0) return epoch;
  const aDash = endOfUpstream(a, aColon);
  const bDash = endOfUpstream(b, bColon);
  const upstream = compareDebianText(a, aColon + 1, aDash, b, bColon + 1, bDash);
  if (upstream !== 0) return upstream;
  // No revision equals revision 0.
  return compareDebianText(a, Math.min(aDash + 1, a.length), a.length, b, Math.min(bDash + 1, b.length), b.length);
}

/** Index of the epoch's colon, -1 without one. A first part that is no number is no epoch. */
function endOfEpoch(version: string): number {
  const end = endOfDigits(version, 0);
  return end > 0 && version.charCodeAt(end) === 58 ? end : -1;
}

function endOfUpstream(version: string, colon: number): number {
  const dash = version.lastIndexOf('-');
  return dash > colon ? dash : version.length;
}

const upstreamPart = /^[0-9A-Za-z.+:~-]+$/;
const revisionPart = /^[0-9A-Za-z.+~]+$/;

/** As dpkg accepts it: the upstream part begins with a digit, and an epoch or revision that is written is not empty. */
function isValid(version: string): boolean {
  const colon = endOfEpoch(version);
  if (colon > 10) return false;
  const dash = endOfUpstream(version, colon);
  const upstream = version.slice(colon + 1, dash);
  if (!isDigit(upstream.charCodeAt(0)) || !upstreamPart.test(upstream)) return false;
  if (colon < 0 && upstream.includes(':')) return false;
  return dash === version.length || revisionPart.test(version.slice(dash + 1));
}
