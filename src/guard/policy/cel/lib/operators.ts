import { add, divide, modulo, multiply, negate, subtract } from '../arithmetic.ts';
import { noOverload } from '../cel-error.ts';
import { compare, equals } from '../compare.ts';
import { type Declaration, fn } from '../declarations.ts';
import { isKey, mapGet } from '../maps.ts';
import { type CelValue, kindOf } from '../values.ts';

const numberTypes = ['int', 'uint', 'double'];
const sameNumbers = numberTypes.map((type) => `${type}, ${type} -> ${type}`);
const orderings = [
  ...['bool', ...numberTypes, 'string', 'bytes', 'timestamp', 'duration'].map((type) => `${type}, ${type} -> bool`),
  ...numberTypes.flatMap((a) => numberTypes.filter((b) => b !== a).map((b) => `${a}, ${b} -> bool`)),
];
/** In cel-go's order: where nothing is known of the operands, the first is taken. */
const additions = [
  'bytes, bytes -> bytes',
  'double, double -> double',
  'duration, duration -> duration',
  'duration, timestamp -> timestamp',
  'timestamp, duration -> timestamp',
  'int, int -> int',
  'list(A), list(A) -> list(A)',
  'string, string -> string',
  'uint, uint -> uint',
];
const checksItself = { checksItself: true };

/** Operators (langdef.md "List of Standard Definitions"). `_?_:_`, `_[_]` and `_[?_]` are here for their types only: the compiler evaluates them. */
export const operatorLibrary: readonly Declaration[] = [
  fn('_+_', additions, add, { ...checksItself, cost: 'linear' }),
  fn(
    '_-_',
    [
      ...sameNumbers,
      'timestamp, timestamp -> duration',
      'timestamp, duration -> timestamp',
      'duration, duration -> duration',
    ],
    subtract,
    checksItself,
  ),
  fn('_*_', sameNumbers, multiply, checksItself),
  fn('_/_', sameNumbers, divide, checksItself),
  fn('_%_', ['int, int -> int', 'uint, uint -> uint'], modulo, checksItself),
  fn('-_', ['int -> int', 'double -> double'], negate, checksItself),
  fn('!_', ['bool -> bool'], not, checksItself),
  fn('_==_', ['A, A -> bool'], equals, checksItself),
  fn('_!=_', ['A, A -> bool'], (a, b) => !equals(a, b), checksItself),
  fn('_<_', orderings, (a, b) => compare(a, b) < 0, checksItself),
  fn('_<=_', orderings, (a, b) => compare(a, b) <= 0, checksItself),
  fn('_>_', orderings, (a, b) => compare(a, b) > 0, checksItself),
  fn('_>=_', orderings, (a, b) => compare(a, b) >= 0, checksItself),
  fn('@in', ['A, list(A) -> bool', 'A, map(A, B) -> bool'], isIn, { ...checksItself, cost: 'linear' }),
  fn('_?_:_', ['bool, A, A -> A'], unused, checksItself),
  fn(
    '_[_]',
    [
      'list(A), int -> A',
      'map(A, B), A -> B',
      'optional(list(A)), int -> optional(A)',
      'optional(map(A, B)), A -> optional(B)',
    ],
    unused,
    checksItself,
  ),
  fn(
    '_[?_]',
    [
      'list(A), int -> optional(A)',
      'map(A, B), A -> optional(B)',
      'optional(list(A)), int -> optional(A)',
      'optional(map(A, B)), A -> optional(B)',
    ],
    unused,
    checksItself,
  ),
];

function not(value: CelValue): boolean {
  if (typeof value !== 'boolean') throw noOverload('!_');
  return !value;
}

function isIn(item: CelValue, container: CelValue): boolean {
  if (Array.isArray(container)) {
    if (typeof item === 'string') return container.includes(item);
    return container.some((element) => equals(item, element));
  }
  if (kindOf(container) === 'map' && isKey(item)) return mapGet(container as object, item) !== undefined;
  throw noOverload('@in');
}

function unused(): never {
  throw noOverload('operator');
}
