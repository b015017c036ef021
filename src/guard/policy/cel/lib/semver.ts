import { CelError } from '../cel-error.ts';
import { type Declaration, fn, method } from '../declarations.ts';
import { CelOpaque, int64Max, makeInt } from '../values.ts';

/** `kubernetes.Semver`: semver.org 2.0.0. Build metadata does not count in comparisons. */
export class CelSemver extends CelOpaque {
  readonly typeName = 'kubernetes.Semver';
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly pre: readonly string[];
  readonly #text: string;

  constructor(numbers: readonly [bigint, bigint, bigint], pre: readonly string[], text: string) {
    super();
    this.numbers = numbers;
    this.pre = pre;
    this.#text = text;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelSemver && this.compare(other) === 0;
  }

  override toString(): string {
    return this.#text;
  }

  compare(other: CelSemver): number {
    for (const [index, number] of this.numbers.entries()) {
      const against = other.numbers[index] as bigint;
      if (number !== against) return number < against ? -1 : 1;
    }
    return comparePre(this.pre, other.pre);
  }
}

const sources = ['string -> kubernetes.Semver', 'string, bool -> kubernetes.Semver'];

/** Kubernetes' semver library; the second argument, where true, accepts `v1.2`, `01.2` and completes them. */
export const semverLibrary: readonly Declaration[] = [
  fn('semver', sources, (text: string, normalise?: boolean) => {
    const version = readSemver(text, normalise === true);
    if (!version) throw new CelError(`${JSON.stringify(text)} is not a semantic version`);
    return version;
  }),
  fn(
    'isSemver',
    ['string -> bool', 'string, bool -> bool'],
    (text: string, normalise?: boolean) => readSemver(text, normalise === true) !== undefined,
  ),
  method('major', ['kubernetes.Semver -> int'], (version: CelSemver) => makeInt(version.numbers[0])),
  method('minor', ['kubernetes.Semver -> int'], (version: CelSemver) => makeInt(version.numbers[1])),
  method('patch', ['kubernetes.Semver -> int'], (version: CelSemver) => makeInt(version.numbers[2])),
  method('isLessThan', both('bool'), (a: CelSemver, b: CelSemver) => a.compare(b) < 0),
  method('isGreaterThan', both('bool'), (a: CelSemver, b: CelSemver) => a.compare(b) > 0),
  method('compareTo', both('int'), (a: CelSemver, b: CelSemver) => a.compare(b)),
];

function both(result: string): string[] {
  return [`kubernetes.Semver, kubernetes.Semver -> ${result}`];
}

const shape =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

function readSemver(text: string, normalise: boolean): CelSemver | undefined {
  if (text.length > 500) return undefined;
  const full = normalise ? complete(text) : text;
  const match = shape.exec(full);
  if (!match) return undefined;
  const numbers = [BigInt(match[1] as string), BigInt(match[2] as string), BigInt(match[3] as string)] as const;
  const pre = match[4]?.split('.') ?? [];
  if (numbers.some((number) => number > int64Max) || pre.some((part) => /^0\d+$/.test(part))) return undefined;
  return new CelSemver(numbers, pre, full);
}

/** `v01.2-rc` → `1.2.0-rc` */
function complete(text: string): string {
  const bare = text.startsWith('v') ? text.slice(1) : text;
  const end = bare.search(/[-+]/);
  const core = (end < 0 ? bare : bare.slice(0, end)).split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  while (core.length < 3) core.push('0');
  return core.join('.') + (end < 0 ? '' : bare.slice(end));
}

function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = comparePart(a[index] as string, b[index] as string);
    if (order !== 0) return order;
  }
  return Math.sign(a.length - b.length);
}

function comparePart(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  const [left, right] = aIsNumber ? [BigInt(a), BigInt(b)] : [a, b];
  return left < right ? -1 : left > right ? 1 : 0;
}
