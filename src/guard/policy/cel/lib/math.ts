import { doubleOf } from '../arithmetic.ts';
import { CelError, noOverload } from '../cel-error.ts';
import { compare } from '../compare.ts';
import { type Declaration, fn } from '../declarations.ts';
import { CelUint, type CelValue, kindOf, makeDouble, makeInt } from '../values.ts';

const numbers = ['int', 'uint', 'double'];
const mixed = (count: number) => [`${Array(count).fill('dyn').join(', ')} -> dyn`];
const extremes = [
  ...numbers.flatMap((type) => [`${type} -> ${type}`, `${type}, ${type} -> ${type}`, `list(${type}) -> ${type}`]),
  ...mixed(2),
  ...mixed(3),
  ...mixed(4),
];

/** Parts of cel-go ext/math.go: greatest, least, rounding, abs, sign. */
export const mathLibrary: readonly Declaration[] = [
  fn('math.greatest', extremes, (...values) => extreme(values, 1), { checksItself: true }),
  fn('math.least', extremes, (...values) => extreme(values, -1), { checksItself: true }),
  ...rounding(),
  fn(
    'math.abs',
    numbers.map((type) => `${type} -> ${type}`),
    abs,
    { checksItself: true },
  ),
  fn(
    'math.sign',
    numbers.map((type) => `${type} -> ${type}`),
    sign,
    { checksItself: true },
  ),
  fn('math.isNaN', ['double -> bool'], (value) => Number.isNaN(doubleOf(value))),
  fn('math.isInf', ['double -> bool'], (value) => Math.abs(doubleOf(value)) === Infinity),
  fn('math.isFinite', ['double -> bool'], (value) => Number.isFinite(doubleOf(value))),
];

function rounding(): Declaration[] {
  const functions: Record<string, (value: number) => number> = {
    ceil: Math.ceil,
    floor: Math.floor,
    trunc: Math.trunc,
    round: (value) => Math.sign(value) * Math.round(Math.abs(value)),
  };
  return Object.entries(functions).map(([name, round]) =>
    fn(`math.${name}`, ['double -> double'], (value) => makeDouble(round(doubleOf(value)))),
  );
}

function extreme(values: readonly CelValue[], direction: 1 | -1): CelValue {
  const list = values.length === 1 && Array.isArray(values[0]) ? (values[0] as CelValue[]) : values;
  if (list.length === 0) throw new CelError('math.greatest and math.least take at least one number');
  for (const value of list) if (!numbers.includes(kindOf(value))) throw noOverload('math');
  return list.reduce((best, value) => (compare(value, best) * direction > 0 ? value : best));
}

function abs(value: CelValue): CelValue {
  switch (kindOf(value)) {
    case 'int': {
      const result = makeInt(BigInt(value as number) < 0n ? -BigInt(value as number) : BigInt(value as number));
      if (result === undefined) throw new CelError('integer overflow');
      return result;
    }
    case 'uint':
      return value;
    case 'double':
      return makeDouble(Math.abs(doubleOf(value)));
    default:
      throw noOverload('math.abs');
  }
}

function sign(value: CelValue): CelValue {
  switch (kindOf(value)) {
    case 'int':
      return Math.sign(Number(value));
    case 'uint':
      return new CelUint((value as CelUint).value === 0n ? 0n : 1n);
    case 'double':
      return makeDouble(Math.sign(doubleOf(value)));
    default:
      throw noOverload('math.sign');
  }
}
