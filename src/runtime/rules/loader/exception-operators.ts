import type { Operator, OperatorModifier } from '../language/ast.ts';

/** Operators with a list on the right. */
export const listOperators = ['in', 'intersects', 'pmatch'] as const satisfies readonly Operator[];

/** Operators that may be followed by `oneof`, `anyof` or `allof` and a list. */
export const modifiedOperators = [
  '=',
  '==',
  '!=',
  'contains',
  'icontains',
  'bcontains',
  'startswith',
  'bstartswith',
  'endswith',
  'glob',
  'iglob',
  'regex',
] as const satisfies readonly Operator[];

export const modifiers = ['oneof', 'anyof', 'allof'] as const satisfies readonly OperatorModifier[];
