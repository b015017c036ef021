export type Order = -1 | 0 | 1;

export function sign(difference: number): Order {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** ASCII only: what version rules call a letter. */
export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Index after the run of digits that starts at `from`. */
export function endOfDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

/**
 * Compares two runs of digits by value, of any length and without conversion: leading zeros off, then the longer is the
 * larger. An empty run counts as 0.
 */
export function compareDigits(a: string, aStart: number, aEnd: number, b: string, bStart: number, bEnd: number): Order {
  while (aStart < aEnd && a.charCodeAt(aStart) === 48) aStart += 1;
  while (bStart < bEnd && b.charCodeAt(bStart) === 48) bStart += 1;
  const length = aEnd - aStart;
  if (length !== bEnd - bStart) return length < bEnd - bStart ? -1 : 1;
  for (let i = 0; i < length; i += 1) {
    const difference = a.charCodeAt(aStart + i) - b.charCodeAt(bStart + i);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}

/** The same for whole strings that hold nothing but digits. */
export function compareNumbers(a: string, b: string): Order {
  return compareDigits(a, 0, a.length, b, 0, b.length);
}

export function isNumber(text: string): boolean {
  return text.length > 0 && endOfDigits(text, 0) === text.length;
}
