import { type Outcome, ok } from '#core/outcome.ts';
import type { FieldType } from '../field.ts';
import type { Operator, OperatorModifier } from '../language/ast.ts';
import { type Constant, compileConstant } from '../language/constants.ts';
import { pathPrefixSet } from '../language/path-prefix-set.ts';
import { bytesMatcher, bytesSetMatcher } from './bytes-matcher.ts';
import type { Matcher } from './matcher.ts';
import { numberMatcher, numberSetMatcher } from './number-matcher.ts';
import { called, never, textMatcher, textSetMatcher } from './text-matcher.ts';

/** A comparison of one value of a type with the constants of the right side: one, or those of a list. */
export function constantMatcher(
  type: FieldType,
  operator: Operator,
  modifier: OperatorModifier | undefined,
  texts: readonly string[],
): Outcome<Matcher> {
  const constants: Constant[] = [];
  for (const text of texts) {
    const constant = compileConstant(type, operator, text);
    if (!constant.ok) return constant;
    constants.push(constant.value);
  }
  if (constants.length === 0) return ok(never);
  if (operator === 'in' || operator === 'intersects') return ok(setMatcher(constants));
  if (operator === 'pmatch') return ok(called(pathPrefixSet(texts), 6));
  const matchers = constants.map((constant) => singleMatcher(operator, constant));
  return ok(modifier === undefined ? matchers[0]! : combined(modifier, matchers));
}

function setMatcher(constants: readonly Constant[]): Matcher {
  const texts: string[] = [];
  const numbers: (number | bigint)[] = [];
  const bytes: Uint8Array[] = [];
  const tests: ((text: string) => boolean)[] = [];
  const bools = new Set<boolean>();
  for (const constant of constants)
    switch (constant.kind) {
      case 'text':
      case 'address':
        texts.push(constant.text);
        break;
      case 'number':
        numbers.push(constant.value);
        break;
      case 'bytes':
        bytes.push(constant.bytes);
        break;
      case 'network':
        tests.push(constant.contains);
        break;
      case 'bool':
        bools.add(constant.value);
    }
  if (texts.length > 0) return textSetMatcher(texts);
  if (numbers.length > 0) return numberSetMatcher(numbers);
  if (bytes.length > 0) return bytesSetMatcher(bytes);
  if (tests.length > 0) return called((text) => tests.some((test) => test(text)), 3 * tests.length);
  return bools.size === 1 ? boolMatcher(true, bools.has(true)) : boolMatcher(false, undefined);
}

function singleMatcher(operator: Operator, constant: Constant): Matcher {
  switch (constant.kind) {
    case 'text':
    case 'address':
      return textMatcher(operator, constant.text);
    case 'pattern':
      return called(constant.matches, operator === 'regex' ? 20 : 6);
    case 'number':
      return numberMatcher(operator, constant.value);
    case 'bytes':
      return bytesMatcher(operator, constant.bytes);
    case 'bool':
      return boolMatcher(operator !== '!=', constant.value);
    case 'network': {
      const { contains } = constant;
      return called(operator === '!=' ? (text) => !contains(text) : contains, 3);
    }
  }
}

function boolMatcher(equal: boolean, constant: boolean | undefined): Matcher {
  return {
    test: (value) => (value === constant) === equal,
    code: (value) => (equal ? `${value} === ${constant}` : `${value} !== undefined && ${value} !== ${constant}`),
    cost: 1,
  };
}

/** oneof: exactly one constant matches; anyof: at least one; allof: each. */
function combined(modifier: OperatorModifier, matchers: readonly Matcher[]): Matcher {
  const cost = matchers.reduce((sum, matcher) => sum + matcher.cost, 0);
  if (modifier === 'oneof') {
    const test: Matcher['test'] = (value) => {
      let count = 0;
      for (const matcher of matchers) if (matcher.test(value)) count += 1;
      return count === 1;
    };
    return {
      test,
      code: (value, environment) => `${value} !== undefined && ${environment.name(test)}(${value})`,
      cost,
    };
  }
  const all = modifier === 'allof';
  return {
    test: (value) => (all ? matchers.every((one) => one.test(value)) : matchers.some((one) => one.test(value))),
    code: (value, environment) =>
      matchers.map((one) => `(${one.code(value, environment)})`).join(all ? ' && ' : ' || '),
    cost,
  };
}
