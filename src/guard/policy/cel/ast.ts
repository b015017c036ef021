import type { Overload } from './declarations.ts';
import type { Type } from './types.ts';
import type { CelValue } from './values.ts';

/** `offset`: where an error about this node points, in UTF-16 units: the operator, the bracket or the first character (as in cel-go). */
interface Base {
  readonly offset: number;
  /** Levels below, this one counted. */
  readonly depth: number;
  /** Filled by the checker. */
  type?: Type;
}

export interface Literal extends Base {
  readonly kind: 'literal';
  readonly value: CelValue;
}
export interface Ident extends Base {
  readonly kind: 'ident';
  readonly name: string;
  /** Filled by the checker where the name is a type: `int`. */
  typeValue?: CelValue;
}
export interface Select extends Base {
  readonly kind: 'select';
  readonly operand: Expr;
  readonly field: string;
  /** `a.?b` */
  readonly optional: boolean;
  /** Filled by the checker where the chain names a type: `google.protobuf.Timestamp`. */
  typeValue?: CelValue;
}
/** `has(a.b)` */
export interface Has extends Base {
  readonly kind: 'has';
  readonly operand: Expr;
  readonly field: string;
}
/** Also operators but the ones with own nodes: `_+_`, `!_`, `@in` … */
export interface Call extends Base {
  readonly kind: 'call';
  readonly name: string;
  readonly target?: Expr;
  readonly args: readonly Expr[];
  /** Filled by the checker: what may be called, and with which arguments (the target among them unless it was a name space). */
  overloads?: readonly Overload[];
  operands?: readonly Expr[];
}
export interface Index extends Base {
  readonly kind: 'index';
  readonly operand: Expr;
  readonly index: Expr;
  /** `a[?i]` */
  readonly optional: boolean;
}
export interface Logic extends Base {
  readonly kind: 'and' | 'or';
  readonly terms: readonly Expr[];
}
export interface Conditional extends Base {
  readonly kind: 'conditional';
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}
export interface ListLiteral extends Base {
  readonly kind: 'list';
  readonly elements: readonly { readonly value: Expr; readonly optional: boolean }[];
}
export interface MapLiteral extends Base {
  readonly kind: 'map';
  readonly entries: readonly { readonly key: Expr; readonly value: Expr; readonly optional: boolean }[];
}
/** `Name{field: value}` */
export interface StructLiteral extends Base {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly value: Expr; readonly optional: boolean }[];
}
export type ComprehensionOp =
  | 'all'
  | 'exists'
  | 'existsOne'
  | 'map'
  | 'filter'
  | 'transformList'
  | 'transformMap'
  | 'transformMapEntry'
  | 'sortBy';
export interface Comprehension extends Base {
  readonly kind: 'comprehension';
  readonly op: ComprehensionOp;
  readonly range: Expr;
  /** Element of a list or key of a map; index or key where there is a second variable. */
  readonly first: string;
  readonly second?: string;
  /** Of `map`, `transformList` … with a filter. */
  readonly filter?: Expr;
  readonly body: Expr;
}
/** `cel.bind(name, init, body)` */
export interface Bind extends Base {
  readonly kind: 'bind';
  readonly name: string;
  readonly init: Expr;
  readonly body: Expr;
}
/** `a.optMap(v, body)` and, `flat`, `a.optFlatMap(v, body)` */
export interface OptMap extends Base {
  readonly kind: 'optMap';
  readonly target: Expr;
  readonly name: string;
  readonly body: Expr;
  readonly flat: boolean;
}

export type Expr =
  | Literal
  | Ident
  | Select
  | Has
  | Call
  | Index
  | Logic
  | Conditional
  | ListLiteral
  | MapLiteral
  | StructLiteral
  | Comprehension
  | Bind
  | OptMap;

/** Nodes directly below. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'literal':
    case 'ident':
      return [];
    case 'select':
    case 'has':
      return [expr.operand];
    case 'call':
      return expr.target ? [expr.target, ...expr.args] : expr.args;
    case 'index':
      return [expr.operand, expr.index];
    case 'and':
    case 'or':
      return expr.terms;
    case 'conditional':
      return [expr.test, expr.then, expr.otherwise];
    case 'list':
      return expr.elements.map((element) => element.value);
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value]);
    case 'struct':
      return expr.fields.map((field) => field.value);
    case 'comprehension':
      return expr.filter ? [expr.range, expr.filter, expr.body] : [expr.range, expr.body];
    case 'bind':
      return [expr.init, expr.body];
    case 'optMap':
      return [expr.target, expr.body];
  }
}

/** `a.b.c` where the whole is a chain of plain names. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.kind === 'ident') return expr.name;
  if (expr.kind !== 'select' || expr.optional) return undefined;
  const prefix = qualifiedName(expr.operand);
  return prefix === undefined ? undefined : `${prefix}.${expr.field}`;
}
