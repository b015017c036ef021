import { add, doubleOf } from '../arithmetic.ts';
import { CelError, noOverload } from '../cel-error.ts';
import { compare, equals } from '../compare.ts';
import { type Declaration, fn, method } from '../declarations.ts';
import { CelDuration, CelOptional, type CelValue, kindOf, makeDouble, makeUint } from '../values.ts';

const ordered = ['int', 'uint', 'double', 'bool', 'string', 'bytes', 'timestamp', 'duration'];
const summable = ['int', 'uint', 'double', 'duration'];
const linear = { cost: 'linear' } as const;
/** Elements of a list that `lists.range` may make. */
const longestRange = 1_000_000;

/** Kubernetes' list library (isSorted … lastIndexOf) and cel-go's lists extension, version 3. */
export const listsLibrary: readonly Declaration[] = [
  method(
    'isSorted',
    ordered.map((type) => `list(${type}) -> bool`),
    isSorted,
    linear,
  ),
  method(
    'sum',
    summable.map((type) => `list(${type}) -> ${type}`),
    sum,
    linear,
  ),
  method(
    'min',
    ordered.map((type) => `list(${type}) -> ${type}`),
    (list: CelValue[]) => extreme(list, -1, 'min'),
    linear,
  ),
  method(
    'max',
    ordered.map((type) => `list(${type}) -> ${type}`),
    (list: CelValue[]) => extreme(list, 1, 'max'),
    linear,
  ),
  method(
    'indexOf',
    ['list(A), A -> int'],
    (list: CelValue[], item) => list.findIndex((element) => equals(element, item)),
    linear,
  ),
  method(
    'lastIndexOf',
    ['list(A), A -> int'],
    (list: CelValue[], item) => list.findLastIndex((element) => equals(element, item)),
    linear,
  ),
  method('slice', ['list(A), int, int -> list(A)'], slice, linear),
  method('flatten', ['list(list(A)) -> list(A)', 'list(dyn), int -> list(dyn)'], flatten, linear),
  method(
    'sort',
    ordered.map((type) => `list(${type}) -> list(${type})`),
    (list: CelValue[]) => sortBy(list, list),
    linear,
  ),
  method('distinct', ['list(A) -> list(A)'], distinct, { cost: 'quadratic' }),
  method('reverse', ['list(A) -> list(A)'], (list: CelValue[]) => list.toReversed(), linear),
  method('first', ['list(A) -> optional(A)'], (list: CelValue[]) =>
    list.length > 0 ? CelOptional.of(list[0]) : CelOptional.none,
  ),
  method('last', ['list(A) -> optional(A)'], (list: CelValue[]) =>
    list.length > 0 ? CelOptional.of(list.at(-1)) : CelOptional.none,
  ),
  fn('lists.range', ['int -> list(int)'], range, { cost: 'linear', lazy: true }),
];

/** The list in the order of its keys. Keys are of one kind. */
export function sortBy(list: readonly CelValue[], keys: readonly CelValue[]): CelValue[] {
  if (keys.length > 0) {
    const kind = kindOf(keys[0]);
    if (keys.some((key) => kindOf(key) !== kind)) throw new CelError('list elements must have the same type');
    compare(keys[0], keys[0]);
  }
  const order = keys.map((_, index) => index).sort((a, b) => compare(keys[a], keys[b]));
  return order.map((index) => list[index]);
}

function isSorted(list: readonly CelValue[]): boolean {
  return list.every((item, index) => index === 0 || compare(list[index - 1], item) <= 0);
}

function sum(list: readonly CelValue[]): CelValue {
  let total: CelValue;
  switch (kindOf(list[0])) {
    case 'double':
      // Added as plain numbers: the running sum of doubles may be whole.
      return makeDouble(
        list.reduce((sofar: number, item) => {
          if (kindOf(item) !== 'double') throw noOverload('sum');
          return sofar + doubleOf(item);
        }, 0),
      );
    case 'uint':
      total = makeUint(0n);
      break;
    case 'duration':
      total = new CelDuration(0n);
      break;
    default:
      total = 0;
  }
  for (const item of list) total = add(total, item);
  return total;
}

function extreme(list: readonly CelValue[], sign: 1 | -1, name: string): CelValue {
  if (list.length === 0) throw new CelError(`${name} called on empty list`);
  return list.reduce((best, item) => (compare(item, best) * sign > 0 ? item : best));
}

function slice(list: readonly CelValue[], start: number, end: number): CelValue[] {
  if (start < 0 || end < 0) throw new CelError(`cannot slice(${start}, ${end}), negative indexes not supported`);
  if (start > end)
    throw new CelError(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
  if (end > list.length) throw new CelError(`cannot slice(${start}, ${end}), list is length ${list.length}`);
  return list.slice(start, end);
}

function flatten(list: readonly CelValue[], depth: number | bigint = 1): CelValue[] {
  if (depth < 0) throw new CelError('level must be non-negative');
  const levels = Math.min(Number(depth), 250);
  if (levels === 0) return [...list];
  return list.flatMap((item) => (Array.isArray(item) ? flatten(item, levels - 1) : [item]));
}

function distinct(list: readonly CelValue[]): CelValue[] {
  if (list.every((item) => typeof item === 'string')) return [...new Set(list)];
  const kept: CelValue[] = [];
  for (const item of list) if (!kept.some((known) => equals(known, item))) kept.push(item);
  return kept;
}

function range(count: number | bigint): number[] {
  if (count > longestRange) throw new CelError(`lists.range makes at most ${longestRange} elements`);
  return Array.from({ length: Math.max(0, Number(count)) }, (_, index) => index);
}
