import { doubleOf } from '#guard/policy/cel/arithmetic.ts';
import { formatDuration, formatTimestamp } from '#guard/policy/cel/lib/time.ts';
import { mapEntries } from '#guard/policy/cel/maps.ts';
import {
  type CelDuration,
  type CelOpaque,
  type CelOptional,
  type CelTimestamp,
  type CelType,
  type CelUint,
  kindOf,
} from '#guard/policy/cel/values.ts';

/** A value with its type, as the conformance cases write it. */
export type Typed = Readonly<Record<string, unknown>>;

export function describeValue(value: unknown): Typed {
  switch (kindOf(value)) {
    case 'int':
      return { int: String(value) };
    case 'uint':
      return { uint: String((value as CelUint).value) };
    case 'double':
      return { double: String(doubleOf(value)) };
    case 'string':
      return { string: value };
    case 'bool':
      return { bool: value };
    case 'bytes':
      return { bytes: Buffer.from(value as Uint8Array).toString('base64') };
    case 'null':
      return { null: true };
    case 'list':
      return { list: (value as unknown[]).map(describeValue) };
    case 'map':
      return {
        map: [...mapEntries(value as object)].map(([key, entry]) => [describeValue(key), describeValue(entry)]),
      };
    case 'type':
      return { type: (value as CelType).name };
    case 'duration':
      return { duration: formatDuration(value as CelDuration) };
    case 'timestamp':
      return { timestamp: formatTimestamp(value as CelTimestamp) };
    case 'optional':
      return { optional: (value as CelOptional).present ? describeValue((value as CelOptional).value) : null };
    default:
      return { opaque: (value as CelOpaque).typeName, text: String(value) };
  }
}

export function sameTyped(a: Typed, b: Typed): boolean {
  return JSON.stringify(normal(a)) === JSON.stringify(normal(b));
}

/** Doubles by value, maps without order. The text of a named format is an address in memory. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  const { double, map, opaque } = value as Typed;
  if (double !== undefined)
    return { double: String(Number(String(double).replace('Inf', 'Infinity').replace('Infinityinity', 'Infinity'))) };
  if (Array.isArray(map)) return { map: map.map((pair) => JSON.stringify(normal(pair))).sort() };
  if (opaque === 'kubernetes.NamedFormat') return { opaque };
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, normal(entry)]));
}
