import type { FieldScalar } from '../field.ts';
import type { Operator } from '../language/ast.ts';
import type { Matcher } from './matcher.ts';
import { never } from './text-matcher.ts';

/** A number, or a bigint where it is beyond 2^53; the two compare by value. */
export type Numeric = number | bigint;

const shortList = 8;

/** Numbers of all widths, times, ports. A missing value is less than, equal to and greater than nothing, in JavaScript as in the language. */
export function numberMatcher(operator: Operator, constant: Numeric): Matcher {
  const literal = literalOf(constant);
  switch (operator) {
    case '=':
    case '==':
      return {
        // biome-ignore lint/suspicious/noDoubleEquals: a bigint equals the number of its value
        test: (value) => value == constant,
        code: (value) => `${value} == ${literal}`,
        cost: 1,
      };
    case '!=':
      return {
        // biome-ignore lint/suspicious/noDoubleEquals: a bigint equals the number of its value
        test: (value) => value != constant,
        code: (value) => `${value} !== undefined && ${value} != ${literal}`,
        cost: 1,
      };
    case '<':
      return ordered((value) => value < constant, `< ${literal}`);
    case '<=':
      return ordered((value) => value <= constant, `<= ${literal}`);
    case '>':
      return ordered((value) => value > constant, `> ${literal}`);
    case '>=':
      return ordered((value) => value >= constant, `>= ${literal}`);
    default:
      return never;
  }
}

export function numberSetMatcher(constants: readonly Numeric[]): Matcher {
  if (constants.length === 0) return never;
  const set: ReadonlySet<unknown> = new Set(constants.map(canonical));
  const test = (value: FieldScalar) => set.has(canonical(value as Numeric));
  if (constants.length > shortList)
    return {
      test,
      code: (value, environment) => `${value} !== undefined && ${environment.name(test)}(${value})`,
      cost: 2,
    };
  return {
    test,
    code: (value) => `(${constants.map((constant) => `${value} == ${literalOf(constant)}`).join(' || ')})`,
    cost: 1 + constants.length / 4,
  };
}

function canonical(value: Numeric): Numeric {
  return typeof value === 'bigint' && value <= maxSafe && value >= -maxSafe ? Number(value) : value;
}

const maxSafe = BigInt(Number.MAX_SAFE_INTEGER);

function ordered(test: (value: Numeric) => boolean, code: string): Matcher {
  return { test: (value) => test(value as Numeric), code: (value) => `${value} ${code}`, cost: 1 };
}

function literalOf(constant: Numeric): string {
  const text = typeof constant === 'bigint' ? `${constant}n` : String(constant);
  return text.startsWith('-') ? `(${text})` : text;
}
