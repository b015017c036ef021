import { CelError, noOverload } from './cel-error.ts';
import {
  CelDouble,
  CelDuration,
  CelTimestamp,
  type CelUint,
  type CelValue,
  int64Max,
  int64Min,
  kindOf,
  makeDouble,
  makeInt,
  makeUint,
  timestampNanos,
} from './values.ts';

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999999Z. */
const timestampMin = -62135596800_000_000_000n;
const timestampMax = 253402300799_999_999_999n;

export function add(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
    const sum = a + b;
    return Number.isSafeInteger(sum) ? sum : intResult(BigInt(a) + BigInt(b));
  }
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  const kind = kindOf(a);
  const other = kindOf(b);
  if (kind === 'list' && other === 'list') return [...(a as unknown[]), ...(b as unknown[])];
  if (kind === 'bytes' && other === 'bytes') return new Uint8Array(Buffer.concat([a as Uint8Array, b as Uint8Array]));
  if (kind === 'duration' && other === 'duration') return durationResult(durationOf(a) + durationOf(b));
  if (kind === 'timestamp' && other === 'duration')
    return timestampResult(timestampNanos(a as CelTimestamp) + durationOf(b));
  if (kind === 'duration' && other === 'timestamp')
    return timestampResult(durationOf(a) + timestampNanos(b as CelTimestamp));
  return numbers(
    '_+_',
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  );
}

export function subtract(a: CelValue, b: CelValue): CelValue {
  const kind = kindOf(a);
  const other = kindOf(b);
  if (kind === 'duration' && other === 'duration') return durationResult(durationOf(a) - durationOf(b));
  if (kind === 'timestamp' && other === 'duration')
    return timestampResult(timestampNanos(a as CelTimestamp) - durationOf(b));
  if (kind === 'timestamp' && other === 'timestamp')
    return durationResult(timestampNanos(a as CelTimestamp) - timestampNanos(b as CelTimestamp));
  return numbers(
    '_-_',
    a,
    b,
    (x, y) => x - y,
    (x, y) => x - y,
  );
}

export function multiply(a: CelValue, b: CelValue): CelValue {
  return numbers(
    '_*_',
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
  );
}

export function divide(a: CelValue, b: CelValue): CelValue {
  return numbers(
    '_/_',
    a,
    b,
    (x, y) => {
      if (y === 0n) throw new CelError('division by zero');
      return x / y;
    },
    (x, y) => x / y,
  );
}

export function modulo(a: CelValue, b: CelValue): CelValue {
  return numbers('_%_', a, b, (x, y) => {
    if (y === 0n) throw new CelError('modulus by zero');
    // The quotient would not fit; Go reports it for the remainder too.
    if (x === int64Min && y === -1n) throw new CelError('integer overflow');
    return x % y;
  });
}

export function negate(a: CelValue): CelValue {
  const kind = kindOf(a);
  if (kind === 'int') return intResult(-BigInt(a as number));
  if (kind === 'double') return makeDouble(-doubleOf(a));
  throw noOverload('-_');
}

export function doubleOf(value: CelValue): number {
  return value instanceof CelDouble ? value.value : (value as number);
}

export function intResult(value: bigint): number | bigint {
  const result = makeInt(value);
  if (result === undefined) throw new CelError('integer overflow');
  return result;
}

export function uintResult(value: bigint): CelUint {
  const result = makeUint(value);
  if (result === undefined) throw new CelError('unsigned integer overflow');
  return result;
}

export function durationResult(nanos: bigint): CelDuration {
  if (nanos < int64Min || nanos > int64Max) throw new CelError('duration overflow');
  return new CelDuration(nanos);
}

export function timestampResult(nanos: bigint): CelTimestamp {
  if (nanos < timestampMin || nanos > timestampMax) throw new CelError('timestamp overflow');
  return new CelTimestamp(nanos);
}

function durationOf(value: CelValue): bigint {
  return (value as CelDuration).nanos;
}

function numbers(
  name: string,
  a: CelValue,
  b: CelValue,
  whole: (a: bigint, b: bigint) => bigint,
  real?: (a: number, b: number) => number,
): CelValue {
  const kind = kindOf(a);
  if (kind === kindOf(b)) {
    if (kind === 'int') return intResult(whole(BigInt(a as number), BigInt(b as number)));
    if (kind === 'uint') return uintResult(whole((a as CelUint).value, (b as CelUint).value));
    if (kind === 'double' && real) return makeDouble(real(doubleOf(a), doubleOf(b)));
  }
  throw noOverload(name);
}
