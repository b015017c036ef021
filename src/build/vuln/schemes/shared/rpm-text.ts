import { compareDigits, isDigit, isLetter, type Order } from './text.ts';

/**
 * rpmvercmp (rpm-version(7)): segments of digits or of letters; everything else only separates, but `~` sorts before the
 * end and `^` after it and before any other continuation.
 */
export function compareRpmText(
  a: string,
  aStart: number,
  aEnd: number,
  b: string,
  bStart: number,
  bEnd: number,
): Order {
  let i = aStart;
  let j = bStart;
  while (i < aEnd || j < bEnd) {
    while (i < aEnd && isSeparator(a.charCodeAt(i))) i += 1;
    while (j < bEnd && isSeparator(b.charCodeAt(j))) j += 1;
    const left = i < aEnd ? a.charCodeAt(i) : 0;
    const right = j < bEnd ? b.charCodeAt(j) : 0;
    if (left === 126 || right === 126) {
      if (left !== right) return left === 126 ? -1 : 1;
      i += 1;
      j += 1;
      continue;
    }
    if (left === 94 || right === 94) {
      if (left === right) {
        i += 1;
        j += 1;
        continue;
      }
      if (i >= aEnd) return -1;
      if (j >= bEnd) return 1;
      return left === 94 ? -1 : 1;
    }
    if (i >= aEnd || j >= bEnd) break;
    const numeric = isDigit(left);
    const kind = numeric ? isDigit : isLetter;
    const iEnd = endOfRun(a, i, aEnd, kind);
    const jEnd = endOfRun(b, j, bEnd, kind);
    // A number is newer than letters, whichever side has it.
    if (jEnd === j) return numeric ? 1 : -1;
    const order = numeric ? compareDigits(a, i, iEnd, b, j, jEnd) : compareRun(a, i, iEnd, b, j, jEnd);
    if (order !== 0) return order;
    i = iEnd;
    j = jEnd;
  }
  if (i >= aEnd && j >= bEnd) return 0;
  return i >= aEnd ? -1 : 1;
}

function isSeparator(code: number): boolean {
  return !isDigit(code) && !isLetter(code) && code !== 126 && code !== 94;
}

function endOfRun(text: string, from: number, end: number, kind: (code: number) => boolean): number {
  let at = from;
  while (at < end && kind(text.charCodeAt(at))) at += 1;
  return at;
}

function compareRun(a: string, aStart: number, aEnd: number, b: string, bStart: number, bEnd: number): Order {
  const left = a.slice(aStart, aEnd);
  const right = b.slice(bStart, bEnd);
  return left < right ? -1 : left > right ? 1 : 0;
}
