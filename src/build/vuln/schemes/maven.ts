import { compareText } from '#core/order.ts';
import type { VersionScheme } from '../scheme.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { isIntervals, satisfiesIntervals } from './shared/interval.ts';
import { compareNumbers, endOfDigits, isDigit, type Order } from './shared/text.ts';

const satisfiesComparisons = plainSatisfies(compare);

/**
 * The order of Maven up to 3.8, with one deviation: a trailing `.jre11` or `.jdk17` names the Java that a build of the same
 * release is for, so it does not count (mssql-jdbc: `12.10.2.jre11` has the fixes of `12.10.2`). `.jre6` and `.jre7` do: they
 * were back-ports with fixes of their own (pgjdbc).
 */
export const maven = {
  id: 'maven',
  describes:
    'Maven ComparableVersion: version order specification of maven.apache.org/pom.html; constraints also as `[1.0,2.0)`',
  // Any text is a Maven version; one without a digit is a placeholder such as `${revision}`.
  isValid: (version) => /\d/.test(version) && !/[\s${}]/.test(version),
  compare,
  satisfies: (version, constraint) =>
    isIntervals(constraint)
      ? satisfiesIntervals(version, constraint, compare)
      : satisfiesComparisons(version, constraint),
} satisfies VersionScheme;

interface Token {
  /** Separated by a dot, not by a hyphen or a change between digits and letters. */
  readonly dot: boolean;
  /** Digits, or undefined for a qualifier. */
  readonly number: string | undefined;
  /** Rank of a known qualifier; `unknown` for others. */
  readonly rank: number;
  readonly text: string;
}

const ranks: Record<string, number> = {
  alpha: 0,
  beta: 1,
  milestone: 2,
  rc: 3,
  cr: 3,
  snapshot: 4,
  '': 5,
  ga: 5,
  final: 5,
  release: 5,
  sp: 6,
};
const release = 5;
const unknown = 7;
const shortForms: ReadonlyMap<string, string> = new Map(Object.entries({ a: 'alpha', b: 'beta', m: 'milestone' }));

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  const left = tokenise(a);
  const right = tokenise(b);
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i += 1) {
    const order = compareTokens(left[i], right[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareTokens(a: Token | undefined, b: Token | undefined): Order {
  if (a === undefined) return b === undefined ? 0 : (-againstNothing(b) as Order);
  if (b === undefined) return againstNothing(a);
  if (a.number === undefined || b.number === undefined) {
    if (a.number !== undefined) return 1;
    if (b.number !== undefined) return -1;
    if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
    if (a.rank === unknown && a.dot !== b.dot) return a.dot ? -1 : 1;
    return compareText(a.text, b.text);
  }
  // `-1` is older than `.1`.
  if (a.dot !== b.dot) return a.dot ? 1 : -1;
  return compareNumbers(a.number, b.number);
}

/** A shorter version is padded with `.0` against a dotted number, and with the empty qualifier against anything else. */
function againstNothing(token: Token): Order {
  if (token.number === undefined) return token.rank === release ? 0 : token.rank < release ? -1 : 1;
  return token.dot ? compareNumbers(token.number, '0') : 1;
}

function tokenise(version: string): Token[] {
  const text = withoutRuntime(version.toLowerCase());
  const tokens: Token[] = [];
  let dot = true;
  for (let at = 0; at <= text.length; ) {
    const end = endOfToken(text, at);
    const separator = text.charCodeAt(end);
    const followedByDigit = end > at && isDigit(separator);
    const token = makeToken(text.slice(at, end), dot, followedByDigit);
    // A hyphen, a change between digits and letters or a qualifier ends a list, and zeros at the end of a list do not count.
    if (!dot || token.number === undefined) trim(tokens);
    tokens.push(token);
    if (end >= text.length) break;
    dot = separator === 46;
    at = dot || separator === 45 ? end + 1 : end;
  }
  trim(tokens);
  return tokens;
}

function withoutRuntime(text: string): string {
  let at = text.length;
  while (at > 0 && isDigit(text.charCodeAt(at - 1))) at -= 1;
  if (at === text.length || at < 4 || Number(text.slice(at)) < 8) return text;
  const name = text.slice(at - 4, at);
  return name === '.jre' || name === '.jdk' ? text.slice(0, at - 4) : text;
}

/** A token ends before `.` or `-`, and where digits meet letters. */
function endOfToken(text: string, from: number): number {
  if (from < text.length && isDigit(text.charCodeAt(from))) return endOfDigits(text, from);
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 46 || code === 45 || isDigit(code)) break;
    at += 1;
  }
  return at;
}

function makeToken(text: string, dot: boolean, followedByDigit: boolean): Token {
  if (text === '') return { dot, number: '0', rank: 0, text };
  if (isDigit(text.charCodeAt(0))) return { dot, number: text, rank: 0, text };
  const full = followedByDigit ? (shortForms.get(text) ?? text) : text;
  const rank = Object.hasOwn(ranks, full) ? (ranks[full] as number) : unknown;
  return { dot, number: undefined, rank, text: rank === unknown ? full : '' };
}

/** Takes away the zeros and release words at the end, as far as the last list that holds anything. */
function trim(tokens: Token[]): void {
  while (tokens.length > 0) {
    const last = tokens[tokens.length - 1] as Token;
    const empty = last.number === undefined ? last.rank === release : /^0+$/.test(last.number);
    if (!empty) return;
    tokens.pop();
  }
}
