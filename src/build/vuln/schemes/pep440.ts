import { compareText } from '#core/order.ts';
import type { VersionScheme } from '../scheme.ts';
import { type Comparator, evaluate, holds, parseConstraint } from './shared/constraint.ts';
import { compareDigits, compareNumbers, endOfDigits, isDigit, isNumber, type Order } from './shared/text.ts';

export const pep440 = {
  id: 'pep440',
  describes:
    'Python: PEP 440 (packaging.python.org version specifiers), all spellings; text that is no version sorts first',
  isValid: (version) => version.length <= maxLength && pattern.test(version),
  compare,
  satisfies: (version, constraint) => evaluate(parseConstraint(constraint), version, test),
} satisfies VersionScheme;

/** Characters; what is longer is no version. */
const maxLength = 256;

/** PEP 440 appendix B. */
const pattern =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d+)?)?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d+)?)?(?:[-_.]?(dev)[-_.]?(\d+)?)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$/i;

interface Parsed {
  readonly epoch: string;
  readonly release: string;
  /** `a`, `b`, `r` for rc; undefined for none. */
  readonly pre: string | undefined;
  readonly preNumber: string;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  readonly local: string | undefined;
}

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  if (isPlain(a) && isPlain(b)) return compareReleases(a, b);
  const left = parse(a);
  const right = parse(b);
  if (left === undefined || right === undefined) {
    return left !== undefined ? 1 : right !== undefined ? -1 : compareText(a, b);
  }
  const order = comparePublic(left, right);
  return order !== 0 ? order : compareLocal(left.local, right.local);
}

/** Digits and dots only: no need to take it apart. */
function isPlain(version: string): boolean {
  if (version.length > maxLength) return false;
  let digit = false;
  for (let i = 0; i < version.length; i += 1) {
    if (isDigit(version.charCodeAt(i))) digit = true;
    else if (digit && version.charCodeAt(i) === 46) digit = false;
    else return false;
  }
  return digit;
}

function compareReleases(a: string, b: string): Order {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const iEnd = endOfDigits(a, i);
    const jEnd = endOfDigits(b, j);
    const order = compareDigits(a, i, iEnd, b, j, jEnd);
    if (order !== 0) return order;
    i = Math.min(iEnd + 1, a.length);
    j = Math.min(jEnd + 1, b.length);
  }
  return 0;
}

function parse(version: string): Parsed | undefined {
  const match = version.length <= maxLength ? pattern.exec(version) : null;
  if (!match) return undefined;
  const [
    ,
    epoch = '0',
    release = '0',
    pre,
    preNumber = '0',
    dash,
    post,
    postNumber = '0',
    dev,
    devNumber = '0',
    local,
  ] = match;
  return {
    epoch,
    release,
    pre: pre === undefined ? undefined : preLetter(pre),
    preNumber,
    post: dash ?? (post === undefined ? undefined : postNumber),
    dev: dev === undefined ? undefined : devNumber,
    local: local?.toLowerCase(),
  };
}

function preLetter(word: string): string {
  const first = word.charAt(0).toLowerCase();
  return first === 'a' || first === 'b' ? first : 'r';
}

function comparePublic(a: Parsed, b: Parsed): Order {
  const base = compareNumbers(a.epoch, b.epoch) || compareReleases(a.release, b.release);
  if (base !== 0) return base;
  const aPre = preKey(a);
  const bPre = preKey(b);
  if (aPre !== bPre) return compareText(aPre, bPre);
  return (
    compareNumbers(a.preNumber, b.preNumber) || compareOptional(a.post, b.post, -1) || compareOptional(a.dev, b.dev, 1)
  );
}

/** `1.0.dev1` comes before `1.0a1`, which comes before `1.0`. */
function preKey({ pre, post, dev }: Parsed): string {
  if (pre !== undefined) return pre;
  return post === undefined && dev !== undefined ? '!' : '~';
}

function compareOptional(a: string | undefined, b: string | undefined, absent: -1 | 1): Order {
  if (a === undefined || b === undefined) {
    return a !== undefined ? (-absent as Order) : b !== undefined ? absent : 0;
  }
  return compareNumbers(a, b);
}

/** Part by part; a number is newer than a word, and none at all is oldest. */
function compareLocal(a: string | undefined, b: string | undefined): Order {
  if (a === undefined || b === undefined) return a !== undefined ? 1 : b !== undefined ? -1 : 0;
  const left = a.split(/[-_.]/);
  const right = b.split(/[-_.]/);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const l = left[i] as string;
    const r = right[i] as string;
    const order =
      isNumber(l) && isNumber(r) ? compareNumbers(l, r) : isNumber(l) ? 1 : isNumber(r) ? -1 : compareText(l, r);
    if (order !== 0) return order;
  }
  return left.length === right.length ? 0 : left.length < right.length ? -1 : 1;
}

/**
 * Specifiers of PEP 440: a bound without a local part ignores the version's. `<` and `>` compare plainly, without the rule
 * that `<1.0` leaves out `1.0rc1`: advisories mean the plain order.
 */
function test(version: string, { operator, version: bound }: Comparator): boolean | undefined {
  if (operator === '===') return version.trim().toLowerCase() === bound.toLowerCase();
  if ((operator === '==' || operator === '=' || operator === '!=') && bound.endsWith('.*')) {
    const inside = startsWith(version, bound.slice(0, -2));
    return inside === undefined ? undefined : inside === (operator !== '!=');
  }
  const left = parse(version);
  const right = parse(bound);
  if (left === undefined || right === undefined) {
    return operator === '~=' ? undefined : holds(compare(version, bound), operator);
  }
  if (operator === '~=') {
    const prefix = bound.replace(/^\s*v/i, '').match(/^(?:\d+!)?\d+(?:\.\d+)*(?=\.\d+)/)?.[0];
    return prefix === undefined ? undefined : comparePublic(left, right) >= 0 && startsWith(version, prefix);
  }
  const order = comparePublic(left, right);
  return holds(order !== 0 || right.local === undefined ? order : compareLocal(left.local, right.local), operator);
}

/** `1.2.3` starts with `1.2`; `1` starts with `1.0`. */
function startsWith(version: string, prefix: string): boolean | undefined {
  const left = parse(version);
  const right = parse(prefix);
  if (left === undefined || right === undefined) return undefined;
  const numbers = left.release.split('.');
  return (
    compareNumbers(left.epoch, right.epoch) === 0 &&
    right.release.split('.').every((part, i) => compareNumbers(numbers[i] ?? '0', part) === 0)
  );
}
