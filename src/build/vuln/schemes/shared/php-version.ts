import { compareNumbers, endOfDigits, isDigit, isLetter, type Order } from './text.ts';

/**
 * PHP's version_compare: parts split at `.`, `-`, `_`, `+` and where digits meet letters. Any other word is oldest, then
 * dev, alpha, beta, RC, the end, numbers, and last p (patch level). A part `#` stands for "any number" and counts as nothing.
 */
export function comparePhpVersions(a: string, b: string): Order {
  const left = split(a);
  const right = split(b);
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i += 1) {
    const l = left[i];
    const r = right[i];
    const lRank = l === undefined ? endRank : rank(l);
    const rRank = r === undefined ? endRank : rank(r);
    if (lRank !== rRank) return lRank < rRank ? -1 : 1;
    if (lRank === numberRank) {
      const order = compareNumbers(l as string, r as string);
      if (order !== 0) return order;
    }
  }
  return 0;
}

const endRank = 5;
const numberRank = 6;

function rank(part: string): number {
  if (isDigit(part.charCodeAt(0))) return numberRank;
  if (part.startsWith('dev')) return 1;
  if (part.startsWith('a')) return 2;
  if (part.startsWith('b')) return 3;
  if (part.startsWith('RC') || part.startsWith('rc')) return 4;
  return part.startsWith('p') ? 7 : 0;
}

function split(version: string): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < version.length) {
    const code = version.charCodeAt(at);
    if (isDigit(code)) {
      const end = endOfDigits(version, at);
      parts.push(version.slice(at, end));
      at = end;
    } else if (isLetter(code)) {
      let end = at;
      while (end < version.length && isLetter(version.charCodeAt(end))) end += 1;
      parts.push(version.slice(at, end));
      at = end;
    } else {
      at += 1;
    }
  }
  return parts;
}
