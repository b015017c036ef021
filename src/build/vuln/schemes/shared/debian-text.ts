import { compareDigits, endOfDigits, isDigit, isLetter, type Order } from './text.ts';

/**
 * The order of deb-version(7) for one upstream version or revision: turns of a text part (`~` before the end, the end before
 * letters, letters before everything else) and a number.
 */
export function compareDebianText(
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
    while ((i < aEnd && !isDigit(a.charCodeAt(i))) || (j < bEnd && !isDigit(b.charCodeAt(j)))) {
      const left = i < aEnd ? rank(a.charCodeAt(i)) : 0;
      const right = j < bEnd ? rank(b.charCodeAt(j)) : 0;
      if (left !== right) return left < right ? -1 : 1;
      i += 1;
      j += 1;
    }
    const aDigits = Math.min(endOfDigits(a, i), aEnd);
    const bDigits = Math.min(endOfDigits(b, j), bEnd);
    const order = compareDigits(a, i, Math.max(i, aDigits), b, j, Math.max(j, bDigits));
    if (order !== 0) return order;
    i = Math.max(i, aDigits);
    j = Math.max(j, bDigits);
  }
  return 0;
}

function rank(code: number): number {
  if (isDigit(code)) return 0;
  if (code === 126) return -1;
  return isLetter(code) ? code : code + 256;
}
