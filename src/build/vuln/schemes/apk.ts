import { compareText } from '#core/order.ts';
import type { VersionScheme } from '../scheme.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareDigits, endOfDigits, isDigit, type Order } from './shared/text.ts';

export const apk = {
  id: 'apk',
  describes: '`1.2.3a_rc1~hash-r4` of Alpine and Wolfi: apk-package(5), apk-tools version.c',
  isValid,
  compare,
  satisfies: plainSatisfies(compare),
} satisfies VersionScheme;

/**
 * Kinds of token in the order in which they decide where two versions differ in kind: a pre-release suffix is older than
 * nothing, anything else that follows is newer. Text that the rules do not allow is older than the version without it, so that
 * the order stays total.
 */
const kinds = {
  preSuffix: 0,
  invalid: 1,
  end: 2,
  revision: 3,
  hash: 4,
  suffixNumber: 5,
  postSuffix: 6,
  letter: 7,
  digits: 8,
} as const;

const suffixes = ['alpha', 'beta', 'pre', 'rc', 'cvs', 'svn', 'git', 'hg', 'p'];
const preSuffixes = 4;

/** A cursor over one version: the token that it stands on is `text[start, end)`. */
class Cursor {
  readonly text: string;
  kind: number;
  start = 0;
  end: number;
  /** Index into `suffixes`. */
  suffix = -1;
  /** The stage of the grammar that has been reached: 0 digits, 1 letter, 2 suffix, 3 suffix number, 4 hash, 5 revision. */
  stage = 0;

  constructor(text: string) {
    this.text = text;
    this.end = endOfDigits(text, 0);
    this.kind = this.end > 0 ? kinds.digits : kinds.invalid;
    if (this.end === 0) this.end = text.length;
  }

  next(): void {
    const { text } = this;
    const from = this.end;
    this.start = from;
    if (from >= text.length) {
      this.kind = kinds.end;
      return;
    }
    const code = text.charCodeAt(from);
    if (code === 46 && this.stage === 0 && isDigit(text.charCodeAt(from + 1))) {
      this.token(kinds.digits, 0, from + 1, endOfDigits(text, from + 1));
    } else if (code >= 97 && code <= 122 && this.stage === 0) {
      this.token(kinds.letter, 1, from, from + 1);
    } else if (code === 95 && this.stage <= 3) {
      this.readSuffix(from + 1);
    } else if (isDigit(code) && this.stage === 2) {
      this.token(kinds.suffixNumber, 3, from, endOfDigits(text, from));
    } else if (code === 126 && this.stage < 4) {
      this.token(kinds.hash, 4, from + 1, endOfHex(text, from + 1));
    } else if (code === 45 && text.charCodeAt(from + 1) === 114 && this.stage < 5) {
      this.token(kinds.revision, 5, from + 2, endOfDigits(text, from + 2));
    } else {
      this.token(kinds.invalid, this.stage, from, text.length);
    }
  }

  private readSuffix(from: number): void {
    let end = from;
    while (end < this.text.length && this.text.charCodeAt(end) >= 97 && this.text.charCodeAt(end) <= 122) end += 1;
    const suffix = suffixes.indexOf(this.text.slice(from, end));
    if (suffix < 0) {
      this.token(kinds.invalid, this.stage, from, this.text.length);
      return;
    }
    this.suffix = suffix;
    this.token(suffix < preSuffixes ? kinds.preSuffix : kinds.postSuffix, 2, from, end);
  }

  private token(kind: number, stage: number, start: number, end: number): void {
    this.kind = kind;
    this.stage = stage;
    this.start = start;
    this.end = end;
  }
}

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  const left = new Cursor(a);
  const right = new Cursor(b);
  for (let first = true; ; first = false) {
    if (left.kind !== right.kind) return left.kind < right.kind ? -1 : 1;
    const order = compareToken(left, right, first);
    if (order !== 0) return order;
    if (left.kind === kinds.end || left.kind === kinds.invalid) return 0;
    left.next();
    right.next();
  }
}

function compareToken(a: Cursor, b: Cursor, first: boolean): Order {
  switch (a.kind) {
    case kinds.end:
      return 0;
    case kinds.preSuffix:
    case kinds.postSuffix:
      return a.suffix === b.suffix ? 0 : a.suffix < b.suffix ? -1 : 1;
    case kinds.invalid:
      // What follows a revision is ignored.
      return a.stage === 5 ? 0 : compareText(a.text.slice(a.start, a.end), b.text.slice(b.start, b.end));
    case kinds.letter:
    case kinds.hash:
      return compareText(a.text.slice(a.start, a.end), b.text.slice(b.start, b.end));
    case kinds.digits:
      // After the first number a leading zero makes it a fraction: 1.02 < 1.1.
      if (!first && (a.text.charCodeAt(a.start) === 48 || b.text.charCodeAt(b.start) === 48)) {
        return compareText(a.text.slice(a.start, a.end), b.text.slice(b.start, b.end));
      }
      return compareDigits(a.text, a.start, a.end, b.text, b.start, b.end);
    default:
      return compareDigits(a.text, a.start, a.end, b.text, b.start, b.end);
  }
}

function endOfHex(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[0-9a-f]/.test(text.charAt(at))) at += 1;
  return at;
}

function isValid(version: string): boolean {
  const cursor = new Cursor(version);
  for (;;) {
    if (cursor.kind === kinds.end) return true;
    if (cursor.kind === kinds.invalid) return false;
    if ((cursor.kind === kinds.revision || cursor.kind === kinds.hash) && cursor.start === cursor.end) return false;
    cursor.next();
  }
}
