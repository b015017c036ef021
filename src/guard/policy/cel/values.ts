/**
 * CEL values (cel-spec langdef.md, "Values"). Plain JavaScript values are CEL values without conversion, so that a document parsed from JSON is read as it is:
 *
 * | CEL | JavaScript |
 * | --- | --- |
 * | int | `number` that is a safe integer; `bigint` outside of that range |
 * | double | `number` that is not a safe integer (fractions, NaN, infinities, beyond 2^53); `CelDouble` for the others |
 * | uint | `CelUint` |
 * | string, bool, null | the same |
 * | bytes | `Uint8Array` |
 * | list | array |
 * | map | plain object, `Map`, or `CelMap` (what expressions build) |
 * | timestamp, duration, type, optional | `CelTimestamp` (or `Date`), `CelDuration`, `CelType`, `CelOptional` |
 * | anything else (`net.IP`, `kubernetes.Quantity` …) | subclasses of `CelOpaque` |
 */
export type CelValue = unknown;

export type CelKind =
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'bool'
  | 'null'
  | 'list'
  | 'map'
  | 'timestamp'
  | 'duration'
  | 'type'
  | 'optional'
  | 'opaque'
  | 'none';

/** A double whose value is a whole number in the safe range. Made only by `makeDouble`. */
export class CelDouble {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** 0 … 2^64−1. Made only by `makeUint`. */
export class CelUint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

export class CelTimestamp {
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class CelDuration {
  /** Nanoseconds, within int64 as in Go. */
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class CelType {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class CelOptional {
  static readonly none = new CelOptional(false, undefined);
  readonly present: boolean;
  readonly value: CelValue;
  private constructor(present: boolean, value: CelValue) {
    this.present = present;
    this.value = value;
  }
  static of(value: CelValue): CelOptional {
    return new CelOptional(true, value);
  }
}

/** A value of a library's own type. */
export abstract class CelOpaque {
  abstract readonly typeName: string;
  abstract equals(other: CelOpaque): boolean;
  abstract toString(): string;
}

export const int64Min = -(2n ** 63n);
export const int64Max = 2n ** 63n - 1n;
const uint64Max = 2n ** 64n - 1n;

/** The int in its one canonical form; undefined where it does not fit into 64 bits. */
export function makeInt(value: bigint): number | bigint | undefined {
  if (value >= -9007199254740991n && value <= 9007199254740991n) return Number(value);
  return value >= int64Min && value <= int64Max ? value : undefined;
}

export function makeDouble(value: number): number | CelDouble {
  return Number.isSafeInteger(value) ? new CelDouble(value) : value;
}

export function makeUint(value: bigint): CelUint | undefined {
  return value >= 0n && value <= uint64Max ? new CelUint(value) : undefined;
}

export function kindOf(value: CelValue): CelKind {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isSafeInteger(value) ? 'int' : 'double';
    case 'bigint':
      return 'int';
    case 'object':
      return value === null ? 'null' : kindOfObject(value);
    case 'undefined':
      return 'null';
    default:
      return 'none';
  }
}

function kindOfObject(value: object): CelKind {
  if (Array.isArray(value)) return 'list';
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return 'map';
  if (value instanceof CelDouble) return 'double';
  if (value instanceof CelUint) return 'uint';
  if (value instanceof CelOptional) return 'optional';
  if (value instanceof CelTimestamp || value instanceof Date) return 'timestamp';
  if (value instanceof CelDuration) return 'duration';
  if (value instanceof CelType) return 'type';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof CelOpaque) return 'opaque';
  return 'map';
}

const typeNames: Partial<Record<CelKind, string>> = {
  null: 'null_type',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  optional: 'optional_type',
};

/** The name that `type(value)` has. */
export function typeNameOf(value: CelValue): string {
  if (value instanceof CelOpaque) return value.typeName;
  const kind = kindOf(value);
  return typeNames[kind] ?? kind;
}

/** A number that JavaScript can compare with `<`, exactly, across int, uint and double; undefined for anything else. */
export function numeric(value: CelValue): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof CelDouble || value instanceof CelUint) return value.value;
  return undefined;
}

/** Nanoseconds since the epoch of a timestamp value. */
export function timestampNanos(value: CelTimestamp | Date): bigint {
  return value instanceof Date ? BigInt(value.getTime()) * 1_000_000n : value.nanos;
}
