import { CelError } from '../cel-error.ts';
import { type Declaration, fn, method } from '../declarations.ts';
import { CelOpaque, int64Max, int64Min, makeDouble, makeInt } from '../values.ts';

/**
 * `kubernetes.Quantity` (apimachinery pkg/api/resource): an exact decimal. Kept in nano units, the finest that a quantity has; finer text is
 * rounded away from zero.
 */
export class CelQuantity extends CelOpaque {
  readonly typeName = 'kubernetes.Quantity';
  /** Billionths. */
  readonly nano: bigint;
  readonly #format: Format;

  constructor(nano: bigint, format: Format) {
    super();
    this.nano = nano;
    this.#format = format;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelQuantity && other.nano === this.nano;
  }

  override toString(): string {
    return formatQuantity(this.nano, this.#format);
  }

  plus(other: CelQuantity): CelQuantity {
    return new CelQuantity(this.nano + other.nano, this.nano === 0n ? other.#format : this.#format);
  }

  minus(other: CelQuantity): CelQuantity {
    return new CelQuantity(this.nano - other.nano, this.nano === 0n ? other.#format : this.#format);
  }
}

type Format = 'decimal' | 'binary' | 'exponent';
type Other = CelQuantity | number | bigint;

const one = 1_000_000_000n;
/** Quantities are capped at 2^63−1 whole units; apimachinery does the same while it parses. */
const cap = int64Max * one;

/** Kubernetes' quantity library. */
export const quantityLibrary: readonly Declaration[] = [
  fn('quantity', ['string -> kubernetes.Quantity'], parseQuantity),
  fn('isQuantity', ['string -> bool'], (text: string) => readQuantity(text) !== undefined),
  method('sign', ['kubernetes.Quantity -> int'], (quantity: CelQuantity) => signOf(quantity.nano)),
  method('isInteger', ['kubernetes.Quantity -> bool'], (quantity: CelQuantity) => wholeOf(quantity) !== undefined),
  method('asInteger', ['kubernetes.Quantity -> int'], (quantity: CelQuantity) => {
    const whole = wholeOf(quantity);
    if (whole === undefined) throw new CelError('cannot convert value to integer');
    return whole;
  }),
  method('asApproximateFloat', ['kubernetes.Quantity -> double'], (quantity: CelQuantity) =>
    makeDouble(Number(quantity.nano) / 1e9),
  ),
  method('isGreaterThan', both('bool'), (a: CelQuantity, b: CelQuantity) => a.nano > b.nano),
  method('isLessThan', both('bool'), (a: CelQuantity, b: CelQuantity) => a.nano < b.nano),
  method('compareTo', both('int'), (a: CelQuantity, b: CelQuantity) => signOf(a.nano - b.nano)),
  method(
    'add',
    [...both('kubernetes.Quantity'), 'kubernetes.Quantity, int -> kubernetes.Quantity'],
    (a: CelQuantity, b: Other) => a.plus(toQuantity(b)),
  ),
  method(
    'sub',
    [...both('kubernetes.Quantity'), 'kubernetes.Quantity, int -> kubernetes.Quantity'],
    (a: CelQuantity, b: Other) => a.minus(toQuantity(b)),
  ),
];

function both(result: string): string[] {
  return [`kubernetes.Quantity, kubernetes.Quantity -> ${result}`];
}

function signOf(value: bigint): number {
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}

function toQuantity(value: Other): CelQuantity {
  return value instanceof CelQuantity ? value : new CelQuantity(BigInt(value) * one, 'decimal');
}

/** The whole number that `AsInt64` gives; 2^63−1 itself counts as too large there. */
function wholeOf({ nano }: CelQuantity): number | bigint | undefined {
  if (nano % one !== 0n) return undefined;
  const whole = nano / one;
  return whole >= int64Max || whole <= int64Min ? undefined : makeInt(whole);
}

const decimalPowers: Record<string, bigint> = {
  n: -9n,
  u: -6n,
  m: -3n,
  '': 0n,
  k: 3n,
  M: 6n,
  G: 9n,
  T: 12n,
  P: 15n,
  E: 18n,
};
const binaryPowers: Record<string, bigint> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };
const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d+)|([numkMGTPE]?|[KMGTPE]i))$/;

function parseQuantity(text: string): CelQuantity {
  const quantity = readQuantity(text);
  if (!quantity)
    throw new CelError(
      `${JSON.stringify(text)} is not a quantity: a number with one of n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or e3`,
    );
  return quantity;
}

function readQuantity(text: string): CelQuantity | undefined {
  if (text.length > 200) return undefined;
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] = match;
  if (whole + fraction === '') return undefined;
  const power = exponent === undefined ? (decimalPowers[suffix] ?? 0n) : BigInt(exponent.slice(1).replace(/^\+/, ''));
  if (power > 1_000n || power < -1_000n) return undefined;
  const scale = power + 9n - BigInt(fraction.length);
  const digits = BigInt(whole + fraction) << (binaryPowers[suffix] ?? 0n);
  let nano = scale >= 0n ? digits * 10n ** scale : roundUp(digits, 10n ** -scale);
  if (nano > cap) nano = cap;
  return new CelQuantity(
    sign === '-' ? -nano : nano,
    exponent === undefined ? (suffix.endsWith('i') ? 'binary' : 'decimal') : 'exponent',
  );
}

function roundUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

/** Canonical text: the largest suffix that needs no fraction. */
function formatQuantity(nano: bigint, format: Format): string {
  if (nano === 0n) return '0';
  const sign = nano < 0n ? '-' : '';
  const absolute = nano < 0n ? -nano : nano;
  if (format === 'binary' && absolute % one === 0n && absolute >= 1024n * one) {
    let value = absolute / one;
    let suffix = '';
    for (const name of Object.keys(binaryPowers)) {
      if (value % 1024n !== 0n) break;
      value /= 1024n;
      suffix = name;
    }
    return `${sign}${value}${suffix}`;
  }
  let value = absolute;
  let power = -9n;
  while (value % 1000n === 0n && power < 18n) {
    value /= 1000n;
    power += 3n;
  }
  if (format === 'exponent') return `${sign}${value}${power === 0n ? '' : `e${power}`}`;
  const suffix = Object.keys(decimalPowers).find((name) => decimalPowers[name] === power) ?? '';
  return `${sign}${value}${suffix}`;
}
