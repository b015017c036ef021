import type { VersionScheme } from '../scheme.ts';
import { evaluate, holds, parseConstraint } from './shared/constraint.ts';
import { compareRpmText } from './shared/rpm-text.ts';
import { compareDigits, endOfDigits, type Order } from './shared/text.ts';

/**
 * Two rules for a missing epoch, on purpose:
 * - `compare`, which matching uses, follows rpm: a missing epoch is 0 on both sides.
 * - `satisfies`, which answers a constraint written by a person, follows Grype's practice: an epoch that one side leaves
 *   out is not compared, and trailing `.0` segments of a release do not count, because constraints are mostly copied from
 *   sources that drop them.
 */
export const rpm = {
  id: 'rpm',
  describes: '`[epoch:]version[-release]` of rpm: rpm-version(7), rpmvercmp with `~` and `^`',
  isValid,
  compare,
  satisfies,
} satisfies VersionScheme;

interface Evr {
  /** Index of the colon; -1 without an epoch. */
  readonly colon: number;
  /** Index of the dash before the release; the length without one. */
  readonly dash: number;
}

function split(text: string): Evr {
  const end = endOfDigits(text, 0);
  const colon = text.charCodeAt(end) === 58 ? end : -1;
  const dash = text.lastIndexOf('-');
  return { colon, dash: dash > colon ? dash : text.length };
}

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  const left = split(a);
  const right = split(b);
  const epoch = compareDigits(a, 0, Math.max(left.colon, 0), b, 0, Math.max(right.colon, 0));
  return epoch !== 0 ? epoch : compareParts(a, left, b, right);
}

function compareParts(a: string, left: Evr, b: string, right: Evr): Order {
  const version = compareRpmText(a, left.colon + 1, left.dash, b, right.colon + 1, right.dash);
  if (version !== 0) return version;
  // A version without a release sorts before the same one with any.
  const aHas = left.dash < a.length;
  const bHas = right.dash < b.length;
  if (!aHas || !bHas) return aHas ? 1 : bHas ? -1 : 0;
  return compareRpmText(a, left.dash + 1, a.length, b, right.dash + 1, b.length);
}

const allowed = /^[0-9A-Za-z.+_~^-]+$/;

/** Characters that rpmbuild accepts in a version and a release (rpm-spec: `Version`, `Release`). */
function isValid(version: string): boolean {
  const { colon, dash } = split(version);
  if (colon === 0 || colon > 10) return false;
  if (!allowed.test(version.slice(colon + 1, dash))) return false;
  return dash === version.length || allowed.test(version.slice(dash + 1));
}

function satisfies(version: string, constraint: string): boolean | undefined {
  return evaluate(parseConstraint(constraint), version, (candidate, { operator, version: bound }) =>
    holds(compareLeniently(candidate, bound), operator),
  );
}

function compareLeniently(a: string, b: string): Order {
  const left = split(a);
  const right = split(b);
  if (left.colon >= 0 && right.colon >= 0) {
    const epoch = compareDigits(a, 0, left.colon, b, 0, right.colon);
    if (epoch !== 0) return epoch;
  }
  const version = compareSegments(a.slice(left.colon + 1, left.dash), b.slice(right.colon + 1, right.dash));
  return version !== 0 ? version : compareSegments(a.slice(left.dash + 1), b.slice(right.dash + 1));
}

function compareSegments(a: string, b: string): Order {
  const order = compareRpmText(a, 0, a.length, b, 0, b.length);
  if (order === 0) return 0;
  const left = withoutZeroTail(a);
  const right = withoutZeroTail(b);
  return compareRpmText(left, 0, left.length, right, 0, right.length) === 0 ? 0 : order;
}

/** `5.el8.0.0` → `5.el8`. */
function withoutZeroTail(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 48 && (end === 1 || /[._+-]/.test(text.charAt(end - 2)))) {
    end = Math.max(0, end - 2);
  }
  return text.slice(0, end);
}
