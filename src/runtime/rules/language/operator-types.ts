import type { FieldType } from '../field.ts';
import type { Operator, OperatorModifier } from './ast.ts';
import { typeName } from './operand-type.ts';

const equality: readonly Operator[] = ['=', '==', '!=', 'in', 'intersects'];
const order: readonly Operator[] = ['<', '<=', '>', '>='];
const numeric = [...equality, ...order];

const texts: readonly Operator[] = [
  ...numeric,
  'contains',
  'icontains',
  'startswith',
  'endswith',
  'glob',
  'iglob',
  'regex',
  'pmatch',
];
const buffers: readonly Operator[] = [...equality, 'contains', 'startswith', 'endswith', 'bcontains', 'bstartswith'];
const lists: readonly Operator[] = ['in', 'intersects'];
/** Types that a list may have. */
const listTypes: readonly FieldType[] = ['charbuf', 'uint64', 'reltime', 'abstime', 'bool', 'ipaddr', 'ipnet'];

/** Why values of a type cannot be compared so; undefined where they can. */
export function operatorFault(
  type: FieldType,
  list: boolean,
  operator: Operator,
  modifier?: OperatorModifier,
): string | undefined {
  if (operator === 'exists') return undefined;
  const shown = `'${operator === '==' ? '=' : operator}'`;
  if (list) {
    if (!listTypes.includes(type)) return `list filters are not supported for type '${typeName(type)}'`;
    return lists.includes(operator) ? undefined : `${shown} operator not supported list filters`;
  }
  switch (type) {
    case 'charbuf':
      return texts.includes(operator) ? undefined : `${shown} operator not supported for string filters`;
    case 'bytebuf':
      return buffers.includes(operator) ? undefined : `${shown} operator not supported for buffer filters`;
    case 'bool':
      return equality.includes(operator) ? undefined : `${shown} operator not supported for numeric filters`;
    case 'ipaddr':
    case 'ipnet':
      if (equality.includes(operator)) return undefined;
      return modifier === undefined
        ? `${shown} operator not supported for ip address and network filters`
        : `${shown} with modifier not supported for ip address and network filters`;
    case 'dyn':
      return `${shown} operator not supported for type 'DYN'`;
    default:
      return numeric.includes(operator) ? undefined : `${shown} operator not supported for numeric filters`;
  }
}

/** Operators that a value of a type has, for hints. */
export function operatorsOf(type: FieldType, list: boolean): readonly Operator[] {
  const all = list
    ? lists
    : type === 'charbuf'
      ? texts
      : type === 'bytebuf'
        ? buffers
        : /^ip|bool/.test(type)
          ? equality
          : numeric;
  return type === 'dyn' ? ['exists'] : ['exists', ...all];
}
