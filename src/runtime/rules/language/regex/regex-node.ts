/** Code points from and to, both inclusive. */
export type Range = readonly [from: number, to: number];

/** A parsed regular expression. */
export type RegexNode =
  | { readonly kind: 'empty' }
  /** One code point out of sorted ranges that do not overlap. */
  | { readonly kind: 'set'; readonly ranges: readonly Range[] }
  /** `^` and `$`: of a line, as RE2's POSIX mode has them. */
  | { readonly kind: 'line-start' | 'line-end' }
  | { readonly kind: 'all' | 'either'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly part: RegexNode; readonly least: number; readonly most: number };

export const maxCodePoint = 0x10ffff;

export function negate(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) result.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= maxCodePoint) result.push([next, maxCodePoint]);
  return result;
}

export function normalise(ranges: readonly Range[]): Range[] {
  const result: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((left, right) => left[0] - right[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
