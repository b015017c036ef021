import { compareText } from '#core/order.ts';
import type { VersionScheme } from '../scheme.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareNumbers, type Order } from './shared/text.ts';

export const portage = {
  id: 'portage',
  describes: 'Gentoo: package manager specification §3.3 (`1.2.3b_rc1-r4`)',
  isValid: (version) => version.length <= 256 && pattern.test(version),
  compare,
  satisfies: plainSatisfies(compare),
} satisfies VersionScheme;

const pattern = /^(\d+)((?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/;
const suffixes = ['alpha', 'beta', 'pre', 'rc', '', 'p'];

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  const left = a.length <= 256 ? pattern.exec(a) : null;
  const right = b.length <= 256 ? pattern.exec(b) : null;
  if (!left || !right) return left ? 1 : right ? -1 : compareText(a, b);
  const [, aMajor = '', aRest = '', aLetter = '', aSuffixes = '', aRevision = '0'] = left;
  const [, bMajor = '', bRest = '', bLetter = '', bSuffixes = '', bRevision = '0'] = right;
  return (
    compareNumbers(aMajor, bMajor) ||
    compareRest(aRest.split('.').slice(1), bRest.split('.').slice(1)) ||
    compareText(aLetter, bLetter) ||
    compareSuffixes(aSuffixes.split('_').slice(1), bSuffixes.split('_').slice(1)) ||
    compareNumbers(aRevision, bRevision)
  );
}

/** Algorithm 3.3: with a leading zero on either side, as text without the zeros at the end. */
function compareRest(a: readonly string[], b: readonly string[]): Order {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const l = a[i] as string;
    const r = b[i] as string;
    const asText = l.startsWith('0') || r.startsWith('0');
    const order = asText ? compareText(l.replace(/0+$/, ''), r.replace(/0+$/, '')) : compareNumbers(l, r);
    if (order !== 0) return order;
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

function compareSuffixes(a: readonly string[], b: readonly string[]): Order {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const [aRank, aNumber] = suffix(a[i]);
    const [bRank, bNumber] = suffix(b[i]);
    if (aRank !== bRank) return aRank < bRank ? -1 : 1;
    const order = compareNumbers(aNumber, bNumber);
    if (order !== 0) return order;
  }
  return 0;
}

function suffix(text = ''): [number, string] {
  const word = text.replace(/\d+$/, '');
  return [suffixes.indexOf(word), text.slice(word.length)];
}
