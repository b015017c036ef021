import type { FieldScalar } from '../field.ts';
import { asciiLower } from '../language/ascii.ts';
import type { Operator } from '../language/ast.ts';
import type { Environment, Matcher } from './matcher.ts';
import { compareText } from './text-order.ts';

/** Lists up to this long are compared one by one; longer ones are looked up. */
const shortList = 5;

/** `=`, `contains` … of a text with one constant. Patterns are the constants' own (language/constants.ts). */
export function textMatcher(operator: Operator, constant: string): Matcher {
  const quoted = JSON.stringify(constant);
  switch (operator) {
    case '=':
    case '==':
      return plain(
        (value) => value === constant,
        (value) => `${value} === ${quoted}`,
        1,
      );
    case '!=':
      return plain(
        (value) => value !== constant,
        (value) => `${value} !== undefined && ${value} !== ${quoted}`,
        1,
      );
    case 'startswith':
      return method('startsWith', (value) => value.startsWith(constant), quoted, 1);
    case 'endswith':
      return method('endsWith', (value) => value.endsWith(constant), quoted, 1);
    case 'contains':
      return method('includes', (value) => value.includes(constant), quoted, 4);
    case 'icontains': {
      const folded = asciiLower(constant);
      return called((value) => asciiLower(value).includes(folded), 8);
    }
    case '<':
      return called((value) => compareText(value, constant) < 0, 2);
    case '<=':
      return called((value) => compareText(value, constant) <= 0, 2);
    case '>':
      return called((value) => compareText(value, constant) > 0, 2);
    case '>=':
      return called((value) => compareText(value, constant) >= 0, 2);
    default:
      return never;
  }
}

/** `in` and `intersects`: one of these. */
export function textSetMatcher(constants: readonly string[]): Matcher {
  const set: ReadonlySet<string> = new Set(constants);
  if (set.size === 0) return never;
  if (set.size > shortList)
    return {
      test: (value) => set.has(value as string),
      code: (value, environment) => `${environment.name(set)}.has(${value})`,
      cost: 2,
    };
  const all = [...set];
  return plain(
    (value) => set.has(value),
    (value) => `(${all.map((constant) => `${value} === ${JSON.stringify(constant)}`).join(' || ')})`,
    1 + all.length / 4,
  );
}

/** `pmatch`, and whatever else is a function of the text. */
export function called(test: (value: string) => boolean, cost: number): Matcher {
  return {
    test: (value) => test(value as string),
    code: (value, environment) => `${value} !== undefined && ${environment.name(test)}(${value})`,
    cost,
  };
}

export const never: Matcher = { test: () => false, code: () => 'false', cost: 0 };

function plain(test: (value: string) => boolean, code: (value: string) => string, cost: number): Matcher {
  return { test: (value: FieldScalar) => test(value as string), code, cost };
}

function method(name: string, test: (value: string) => boolean, constant: string, cost: number): Matcher {
  return {
    test: (value) => test(value as string),
    code: (value: string, _environment: Environment) => `${value} !== undefined && ${value}.${name}(${constant})`,
    cost,
  };
}
