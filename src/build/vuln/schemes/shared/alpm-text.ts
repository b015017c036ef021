import { compareText } from '#core/order.ts';
import { compareDigits, isDigit, isLetter, type Order } from './text.ts';

/**
 * alpm's own rpmvercmp (vercmp(8)): unlike rpm's, letters that follow directly make a version older (`1.0rc1 < 1.0`), and a
 * longer separator makes it newer (`1.0 < 1.0.a`).
 */
export function compareAlpmText(a: string, b: string): Order {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const iStart = endOf(a, i, isSeparator);
    const jStart = endOf(b, j, isSeparator);
    if (iStart - i !== jStart - j) return iStart - i < jStart - j ? -1 : 1;
    const aRank = rank(a.charCodeAt(iStart));
    const bRank = rank(b.charCodeAt(jStart));
    if (aRank !== bRank) return aRank < bRank ? -1 : 1;
    const kind = aRank === 2 ? isDigit : isLetter;
    i = endOf(a, iStart, kind);
    j = endOf(b, jStart, kind);
    const order =
      aRank === 2 ? compareDigits(a, iStart, i, b, jStart, j) : compareText(a.slice(iStart, i), b.slice(jStart, j));
    if (order !== 0) return order;
  }
  return 0;
}

/** Letters, then nothing, then digits. */
function rank(code: number): 0 | 1 | 2 {
  if (Number.isNaN(code)) return 1;
  return isDigit(code) ? 2 : 0;
}

function isSeparator(code: number): boolean {
  return !isDigit(code) && !isLetter(code);
}

function endOf(text: string, from: number, kind: (code: number) => boolean): number {
  let at = from;
  while (at < text.length && kind(text.charCodeAt(at))) at += 1;
  return at;
}
