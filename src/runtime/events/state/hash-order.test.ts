import { expect, it } from 'vitest';
import { firstSize, grown, inBuckets, nextSize } from './hash-order.ts';

const items = (...numbers: number[]) => numbers.map((number) => ({ number }));
const numbers = (list: readonly { number: number }[]) => list.map(({ number }) => number);

it('newest first; those of one bucket together, at the place of its first', () => {
  expect(numbers(inBuckets(items(0, 1, 2), firstSize))).toEqual([2, 1, 0]);
  expect(numbers(inBuckets(items(0, 1, 13, 2), firstSize))).toEqual([2, 1, 13, 0]);
});

it('growing turns what is there round', () => {
  const { size, items: added } = grown(items(...Array.from({ length: 14 }, (_, index) => index)));
  expect(size).toBe(nextSize(firstSize));
  expect(numbers(inBuckets(added, size))).toEqual([13, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});
