import { compareDigits, endOfDigits, type Order } from './text.ts';

/**
 * Compares the numbers of two versions one by one, whatever stands between them; the one with more numbers is newer.
 * This is all that CRAN and Hackage know.
 */
export function compareNumberLists(a: string, b: string): Order {
  let i = nextDigit(a, 0);
  let j = nextDigit(b, 0);
  while (i < a.length && j < b.length) {
    const iEnd = endOfDigits(a, i);
    const jEnd = endOfDigits(b, j);
    const order = compareDigits(a, i, iEnd, b, j, jEnd);
    if (order !== 0) return order;
    i = nextDigit(a, iEnd);
    j = nextDigit(b, jEnd);
  }
  return i < a.length ? 1 : j < b.length ? -1 : 0;
}

function nextDigit(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) < 48 || text.charCodeAt(at) > 57)) at += 1;
  return at;
}
