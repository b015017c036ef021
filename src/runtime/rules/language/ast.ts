/** Where in the text of a condition: offset in characters from 0; line and column from 1. */
export interface Place {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export const operators = [
  '=',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'exists',
  'contains',
  'icontains',
  'bcontains',
  'startswith',
  'bstartswith',
  'endswith',
  'glob',
  'iglob',
  'regex',
  'in',
  'intersects',
  'pmatch',
] as const;
export type Operator = (typeof operators)[number];

export type OperatorModifier = 'oneof' | 'anyof' | 'allof';

export const transformerNames = [
  'tolower',
  'toupper',
  'b64',
  'basename',
  'len',
  'join',
  'concat',
  'getopt',
  'val',
] as const;
export type TransformerName = (typeof transformerNames)[number];

export interface FieldNode {
  readonly kind: 'field';
  readonly name: string;
  /** Text in the brackets; undefined where there are none. */
  readonly argument?: string;
  readonly at: Place;
}

export interface TransformerNode {
  readonly kind: 'transformer';
  readonly name: TransformerName;
  readonly operands: readonly Operand[];
  /** Text in the brackets after a transformer: `getopt(proc.args, "n:")[n]`. */
  readonly argument?: string;
  readonly at: Place;
}

/** A constant, without its quotes and escapes. */
export interface ValueNode {
  readonly kind: 'value';
  readonly text: string;
  readonly quoted: boolean;
  readonly at: Place;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Operand[];
  readonly at: Place;
}

export type Operand = FieldNode | TransformerNode | ValueNode | ListNode;

export interface CheckNode {
  readonly kind: 'check';
  readonly left: FieldNode | TransformerNode;
  readonly operator: Operator;
  readonly modifier?: OperatorModifier;
  /** None for `exists`. */
  readonly right?: Operand;
  readonly at: Place;
}

export interface NotNode {
  readonly kind: 'not';
  readonly child: Condition;
  readonly at: Place;
}

export interface BooleanNode {
  readonly kind: 'and' | 'or';
  readonly children: readonly Condition[];
  readonly at: Place;
}

/** A bare name: a macro, or an error after macros were put in. */
export interface MacroNode {
  readonly kind: 'macro';
  readonly name: string;
  readonly at: Place;
}

export type Condition = BooleanNode | NotNode | CheckNode | MacroNode;
