import { compareText } from '#core/order.ts';
import type { VersionScheme } from '../scheme.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareNumbers, isDigit, type Order } from './shared/text.ts';

/**
 * For software without a scheme of its own (binaries known by a version string): runs of digits by value, words as text, a
 * longer version is newer, but words that announce a release are older than the release. Never used where an ecosystem has rules.
 */
export const fuzzy = {
  id: 'fuzzy',
  describes: 'No known rules: part by part, numbers by value, words as text (`1.0.2k < 1.0.2l`, `1.0rc1 < 1.0`)',
  isValid: (version) => /\d/.test(version),
  compare,
  satisfies: plainSatisfies(compare),
} satisfies VersionScheme;

/** Older than nothing, in this order. */
const announcements = ['dev', 'snapshot', 'nightly', 'alpha', 'beta', 'milestone', 'pre', 'preview', 'cr', 'rc'];

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  const left = tokens(a);
  const right = tokens(b);
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const l = left[i];
    const r = right[i];
    const lRank = rank(l);
    const rRank = rank(r);
    if (lRank !== rRank) return lRank < rRank ? -1 : 1;
    if (l === undefined || r === undefined) continue;
    const order = isDigit(l.charCodeAt(0)) ? compareNumbers(l, r) : compareText(l, r);
    if (order !== 0) return order;
  }
  return 0;
}

/** Announcements 0–9, nothing 10, other words 11, numbers 12. */
function rank(token: string | undefined): number {
  if (token === undefined) return announcements.length;
  if (isDigit(token.charCodeAt(0))) return announcements.length + 2;
  const announced = announcements.indexOf(token);
  return announced >= 0 ? announced : announcements.length + 1;
}

function tokens(version: string): string[] {
  const text = version
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/, '')
    .replace(/-a(?![a-z])/g, '-alpha');
  const found: string[] = [];
  for (const token of text.match(/\d+|[a-z]+/g) ?? []) {
    // `1.20rc1` is `1.20.0-rc1`.
    if (!isDigit(token.charCodeAt(0))) dropZeros(found);
    found.push(token);
  }
  dropZeros(found);
  return found;
}

function dropZeros(found: string[]): void {
  while (found.length > 1 && /^0+$/.test(found[found.length - 1] as string)) found.pop();
}
