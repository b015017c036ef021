import { doubleOf, intResult, uintResult } from '../arithmetic.ts';
import { CelError, noOverload } from '../cel-error.ts';
import { codePointCount } from '../code-points.ts';
import { type Declaration, fn, method } from '../declarations.ts';
import { mapSize } from '../maps.ts';
import {
  type CelDuration,
  CelOpaque,
  type CelTimestamp,
  CelType,
  type CelUint,
  type CelValue,
  kindOf,
  makeDouble,
  timestampNanos,
  typeNameOf,
} from '../values.ts';
import { formatDouble } from './double-text.ts';
import { formatDuration, formatTimestamp } from './time.ts';

const itself = { checksItself: true };
const eager = { checksItself: true, eager: true };
const sizes = ['string -> int', 'bytes -> int', 'list(A) -> int', 'map(A, B) -> int'];

/** Conversions, size and the three string predicates of the standard library. */
export const coreLibrary: readonly Declaration[] = [
  fn('size', sizes, size, itself),
  method('size', sizes, size, itself),
  fn('dyn', ['A -> dyn'], (value) => value),
  fn('type', ['A -> type(A)'], (value) => new CelType(typeNameOf(value))),
  fn('bool', ['bool -> bool', 'string -> bool'], toBool, eager),
  fn(
    'int',
    ['int -> int', 'uint -> int', 'double -> int', 'string -> int', 'timestamp -> int', 'duration -> int'],
    toInt,
    eager,
  ),
  fn('uint', ['uint -> uint', 'int -> uint', 'double -> uint', 'string -> uint'], toUint, eager),
  fn('double', ['double -> double', 'int -> double', 'uint -> double', 'string -> double'], toDouble, eager),
  fn('string', stringSources(), toText, { ...eager, cost: 'linear' }),
  fn('bytes', ['bytes -> bytes', 'string -> bytes'], toBytes, { ...eager, cost: 'linear' }),
  method('contains', ['string, string -> bool'], (text: string, part: string) => text.includes(part), {
    cost: 'linear',
  }),
  method('startsWith', ['string, string -> bool'], (text: string, start: string) => text.startsWith(start), {
    cost: 'linear',
  }),
  method('endsWith', ['string, string -> bool'], (text: string, end: string) => text.endsWith(end), { cost: 'linear' }),
];

function stringSources(): string[] {
  const sources = ['string', 'bool', 'int', 'uint', 'double', 'bytes', 'timestamp', 'duration', 'net.IP', 'net.CIDR'];
  return sources.map((source) => `${source} -> string`);
}

function size(value: CelValue): number {
  if (typeof value === 'string') return codePointCount(value);
  if (Array.isArray(value)) return value.length;
  const kind = kindOf(value);
  if (kind === 'bytes') return (value as Uint8Array).length;
  if (kind === 'map') return mapSize(value as object);
  throw noOverload('size');
}

function toBool(value: CelValue): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw noOverload('bool');
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value)) return false;
  throw conversionError(value, 'bool');
}

function toInt(value: CelValue): CelValue {
  switch (kindOf(value)) {
    case 'int':
      return value;
    case 'uint':
      return intResult((value as CelUint).value);
    case 'double': {
      const number = Math.trunc(doubleOf(value));
      // Both ends are excluded: 2^63 as a double may stand for a number on either side (cel-go does the same).
      if (!(number > -(2 ** 63) && number < 2 ** 63)) throw new CelError('integer overflow');
      return intResult(BigInt(number));
    }
    case 'string':
      if (!/^[+-]?\d+$/.test(value as string) || (value as string).length > 30) throw conversionError(value, 'int');
      return intResult(BigInt((value as string).replace(/^\+/, '')));
    case 'timestamp':
      return intResult(floorSeconds(timestampNanos(value as CelTimestamp)));
    case 'duration':
      return intResult((value as CelDuration).nanos);
    default:
      throw noOverload('int');
  }
}

function toUint(value: CelValue): CelValue {
  switch (kindOf(value)) {
    case 'uint':
      return value;
    case 'int':
      return uintResult(BigInt(value as number));
    case 'double': {
      const number = Math.trunc(doubleOf(value));
      if (!(doubleOf(value) >= 0 && number < 2 ** 64)) throw new CelError('unsigned integer overflow');
      return uintResult(BigInt(number));
    }
    case 'string':
      if (!/^\d+$/.test(value as string) || (value as string).length > 30) throw conversionError(value, 'uint');
      return uintResult(BigInt(value as string));
    default:
      throw noOverload('uint');
  }
}

function toDouble(value: CelValue): CelValue {
  switch (kindOf(value)) {
    case 'double':
      return value;
    case 'int':
      return makeDouble(Number(value));
    case 'uint':
      return makeDouble(Number((value as CelUint).value));
    case 'string':
      return makeDouble(parseDouble(value as string));
    default:
      throw noOverload('double');
  }
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function parseDouble(text: string): number {
  if (decimal.test(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) return value;
  }
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  throw conversionError(text, 'double');
}

function toText(value: CelValue): string {
  switch (kindOf(value)) {
    case 'string':
      return value as string;
    case 'bool':
    case 'int':
      return String(value);
    case 'uint':
      return (value as CelUint).value.toString();
    case 'double':
      return formatDouble(doubleOf(value));
    case 'bytes':
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value as Uint8Array);
      } catch {
        throw new CelError('invalid UTF-8 in bytes, cannot convert to string');
      }
    case 'timestamp':
      return formatTimestamp(value as CelTimestamp);
    case 'duration':
      return formatDuration(value as CelDuration);
    case 'opaque':
      if (value instanceof CelOpaque && value.typeName.startsWith('net.')) return value.toString();
  }
  throw noOverload('string');
}

function toBytes(value: CelValue): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string') throw noOverload('bytes');
  return new TextEncoder().encode(value);
}

function floorSeconds(nanos: bigint): bigint {
  const rest = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return (nanos - rest) / 1_000_000_000n;
}

function conversionError(value: CelValue, type: string): CelError {
  return new CelError(`type conversion error from '${typeNameOf(value)}' to '${type}'`);
}
