import { CelError, noOverload } from './cel-error.ts';
import { mapEntries, mapGet, mapSize } from './maps.ts';
import {
  CelDuration,
  type CelOpaque,
  type CelOptional,
  CelTimestamp,
  type CelType,
  type CelValue,
  kindOf,
  numeric,
  timestampNanos,
} from './values.ts';

/** CEL `==`: numbers by value across their types, lists and maps by content, everything else only within its type (langdef.md "Equality"). */
export function equals(a: CelValue, b: CelValue): boolean {
  if (a === b) return true;
  if (typeof a === 'string' || typeof b === 'string') return false;
  const left = numeric(a);
  if (left !== undefined) {
    const right = numeric(b);
    return right !== undefined && compareNumbers(left, right) === 0;
  }
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  switch (kind) {
    case 'null':
      return true;
    case 'list':
      return equalLists(a as readonly unknown[], b as readonly unknown[]);
    case 'map':
      return equalMaps(a as object, b as object);
    case 'bytes':
      return compareBytes(a as Uint8Array, b as Uint8Array) === 0;
    case 'timestamp':
      return timestampNanos(a as CelTimestamp) === timestampNanos(b as CelTimestamp);
    case 'duration':
      return (a as CelDuration).nanos === (b as CelDuration).nanos;
    case 'type':
      return (a as CelType).name === (b as CelType).name;
    case 'optional':
      return equalOptionals(a as CelOptional, b as CelOptional);
    case 'opaque':
      return (a as CelOpaque).typeName === (b as CelOpaque).typeName && (a as CelOpaque).equals(b as CelOpaque);
    default:
      return false;
  }
}

/** Negative, 0 or positive. Throws `CelError` where the two have no order. */
export function compare(a: CelValue, b: CelValue): number {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined && right !== undefined) {
    const order = compareNumbers(left, right);
    if (order === undefined) throw new CelError('NaN values cannot be ordered');
    return order;
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (a instanceof CelDuration && b instanceof CelDuration) return compareBig(a.nanos, b.nanos);
  if (isTimestamp(a) && isTimestamp(b)) return compareBig(timestampNanos(a), timestampNanos(b));
  throw noOverload('comparison');
}

/** An int or uint beyond the safe range is compared with a double as a double (cel-go does so). Undefined with NaN. */
function compareNumbers(a: number | bigint, b: number | bigint): number | undefined {
  const both = typeof a === typeof b ? [a, b] : [Number(a), Number(b)];
  const [left, right] = both as [number, number];
  if (left < right) return -1;
  if (left > right) return 1;
  return left === right ? 0 : undefined;
}

/** Order of Unicode code points, which is the order of UTF-8 bytes; JavaScript's own is by UTF-16 units. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rankOfUnit(x) - rankOfUnit(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all of the BMP. */
function rankOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function isTimestamp(value: CelValue): value is CelTimestamp | Date {
  return value instanceof CelTimestamp || value instanceof Date;
}

function compareBig(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  }
  return a.length - b.length;
}

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => equals(item, b[index]));
}

function equalMaps(a: object, b: object): boolean {
  if (mapSize(a) !== mapSize(b)) return false;
  for (const [key, value] of mapEntries(a)) {
    const other = mapGet(b, key);
    if (other === undefined || !equals(value, other)) return false;
  }
  return true;
}

function equalOptionals(a: CelOptional, b: CelOptional): boolean {
  return a.present === b.present && (!a.present || equals(a.value, b.value));
}
