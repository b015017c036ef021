import { equals } from '../compare.ts';
import { type Declaration, fn } from '../declarations.ts';
import type { CelValue } from '../values.ts';

type List = readonly CelValue[];
const quadratic = { cost: 'quadratic' } as const;

/** Lists as sets (cel-go ext/sets.go). */
export const setsLibrary: readonly Declaration[] = [
  fn('sets.contains', ['list(A), list(A) -> bool'], contains, quadratic),
  fn(
    'sets.equivalent',
    ['list(A), list(A) -> bool'],
    (a: List, b: List) => contains(a, b) && contains(b, a),
    quadratic,
  ),
  fn('sets.intersects', ['list(A), list(A) -> bool'], (a: List, b: List) => b.some((item) => has(a, item)), quadratic),
];

function contains(list: List, sublist: List): boolean {
  return sublist.every((item) => has(list, item));
}

function has(list: List, item: CelValue): boolean {
  return list.some((element) => equals(element, item));
}
