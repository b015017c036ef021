import type { FieldScalar, FieldType, FieldValue } from '../field.ts';
import { asciiLower } from '../language/ascii.ts';
import type { Operator } from '../language/ast.ts';
import { compileGlob } from '../language/glob.ts';
import { bytesMatcher } from './bytes-matcher.ts';
import { compareText } from './text-order.ts';
import { isList } from './transformers.ts';

/** A comparison of two fields' values: of one type, and both lists or neither. */
export function fieldComparison(type: FieldType, operator: Operator): (left: FieldValue, right: FieldValue) => boolean {
  const single = scalarComparison(type, operator);
  return (left, right) => {
    if (isList(left)) {
      const within = (value: FieldScalar) =>
        isList(right) ? right.some((other) => single(value, other)) : single(value, right);
      return operator === 'intersects' ? left.some(within) : left.every(within);
    }
    if (!isList(right)) return single(left, right);
    return right.some((other) => single(left, other));
  };
}

function scalarComparison(type: FieldType, operator: Operator): (left: FieldScalar, right: FieldScalar) => boolean {
  if (type === 'bytebuf') return (left, right) => bytesMatcher(asEqual(operator), right as Uint8Array).test(left);
  if (type === 'charbuf') {
    switch (operator) {
      case 'contains':
        return (left, right) => String(left).includes(String(right));
      case 'icontains':
        return (left, right) => asciiLower(String(left)).includes(asciiLower(String(right)));
      case 'startswith':
        return (left, right) => String(left).startsWith(String(right));
      case 'endswith':
        return (left, right) => String(left).endsWith(String(right));
      case 'glob':
        return (left, right) => compileGlob(String(right))(String(left));
      case 'iglob':
        return (left, right) => compileGlob(String(right), true)(String(left));
      case '<':
        return (left, right) => compareText(String(left), String(right)) < 0;
      case '<=':
        return (left, right) => compareText(String(left), String(right)) <= 0;
      case '>':
        return (left, right) => compareText(String(left), String(right)) > 0;
      case '>=':
        return (left, right) => compareText(String(left), String(right)) >= 0;
    }
  }
  switch (operator) {
    case '=':
    case '==':
    case 'in':
    case 'intersects':
      // biome-ignore lint/suspicious/noDoubleEquals: a bigint equals the number of its value
      return (left, right) => left == right;
    case '!=':
      // biome-ignore lint/suspicious/noDoubleEquals: a bigint equals the number of its value
      return (left, right) => left != right;
    case '<':
      return (left, right) => left < right;
    case '<=':
      return (left, right) => left <= right;
    case '>':
      return (left, right) => left > right;
    case '>=':
      return (left, right) => left >= right;
    default:
      return () => false;
  }
}

function asEqual(operator: Operator): Operator {
  return operator === 'in' || operator === 'intersects' ? '=' : operator;
}
