import { compareDigits, endOfDigits, isDigit, isLetter, type Order } from './text.ts';

/**
 * Semver 2.0 §11 for text that may be less than semver: a leading `v`, `=` or space, any count of numbers (missing ones are 0),
 * numbers of any length, a pre-release without its dash (`1.20rc1`). For versions that are semver it is exactly §11.
 */
export function compareLooseSemver(a: string, b: string): Order {
  if (a === b) return 0;
  let i = startOfNumbers(a);
  let j = startOfNumbers(b);
  // Where a side has no more numbers it stays, and counts as 0.
  for (let aMore = true, bMore = true; aMore || bMore; ) {
    const iEnd: number = aMore ? endOfDigits(a, i) : i;
    const jEnd: number = bMore ? endOfDigits(b, j) : j;
    const order = compareDigits(a, i, iEnd, b, j, jEnd);
    if (order !== 0) return order;
    aMore = iEnd > i && isNextNumber(a, iEnd);
    bMore = jEnd > j && isNextNumber(b, jEnd);
    i = aMore ? iEnd + 1 : iEnd;
    j = bMore ? jEnd + 1 : jEnd;
  }
  return comparePrerelease(
    a,
    startOfPrerelease(a, i),
    endOfPrerelease(a, i),
    b,
    startOfPrerelease(b, j),
    endOfPrerelease(b, j),
  );
}

/** Semver 2.0 §11.4 over `text[start, end)`; an empty one is a release, which is newer than any pre-release. */
export function comparePrerelease(
  a: string,
  aStart: number,
  aEnd: number,
  b: string,
  bStart: number,
  bEnd: number,
): Order {
  if (aStart >= aEnd || bStart >= bEnd) return aStart < aEnd ? -1 : bStart < bEnd ? 1 : 0;
  let i = aStart;
  let j = bStart;
  for (;;) {
    const iEnd = endOfIdentifier(a, i, aEnd);
    const jEnd = endOfIdentifier(b, j, bEnd);
    const order = compareIdentifiers(a, i, iEnd, b, j, jEnd);
    if (order !== 0) return order;
    if (iEnd >= aEnd || jEnd >= bEnd) return iEnd < aEnd ? 1 : jEnd < bEnd ? -1 : 0;
    i = iEnd + 1;
    j = jEnd + 1;
  }
}

function compareIdentifiers(a: string, aStart: number, aEnd: number, b: string, bStart: number, bEnd: number): Order {
  const aNumber = aStart < aEnd && endOfDigits(a, aStart) >= aEnd;
  const bNumber = bStart < bEnd && endOfDigits(b, bStart) >= bEnd;
  if (aNumber && bNumber) return compareDigits(a, aStart, aEnd, b, bStart, bEnd);
  if (aNumber !== bNumber) return aNumber ? -1 : 1;
  const length = Math.min(aEnd - aStart, bEnd - bStart);
  for (let k = 0; k < length; k += 1) {
    const difference = a.charCodeAt(aStart + k) - b.charCodeAt(bStart + k);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  const difference = aEnd - aStart - (bEnd - bStart);
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

/** Index of the first number; `v1`, `V1` and `=v1` are as good as `1`. */
function startOfNumbers(text: string): number {
  let at = 0;
  while (at < text.length && (text.charCodeAt(at) <= 32 || text.charCodeAt(at) === 61)) at += 1;
  const code = text.charCodeAt(at) | 32;
  return code === 118 && isDigit(text.charCodeAt(at + 1)) ? at + 1 : at;
}

function isNextNumber(text: string, end: number): boolean {
  return text.charCodeAt(end) === 46 && isDigit(text.charCodeAt(end + 1));
}

function startOfPrerelease(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 45 || code === 46) return at + 1;
  return isLetter(code) || code === 126 ? at : text.length;
}

/** Build metadata and trailing space are no part of the order. */
function endOfPrerelease(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 43 && text.charCodeAt(at) > 32) at += 1;
  return at;
}

function endOfIdentifier(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) !== 46) at += 1;
  return at;
}
