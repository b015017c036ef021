import { type Operator, type OperatorModifier, transformerNames } from './ast.ts';

/** Of two words where one begins the other, the one that libs tries first comes first. */
export const numberOperators: readonly Operator[] = ['<=', '<', '>=', '>'];
export const symbolOperators: readonly Operator[] = ['==', '=', '!='];
export const wordOperators: readonly Operator[] = [
  'glob',
  'iglob',
  'contains',
  'icontains',
  'bcontains',
  'startswith',
  'bstartswith',
  'endswith',
  'regex',
];
export const listOperators: readonly Operator[] = ['intersects', 'in', 'pmatch'];
export const modifiers: readonly OperatorModifier[] = ['oneof', 'anyof', 'allof'];
export const transformerOpenings = transformerNames.filter((name) => name !== 'val').map((name) => `${name}(`);
