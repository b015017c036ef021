import type { FieldReader, FieldSome, FieldType, FieldValue } from '../field.ts';
import type { CheckNode, Condition } from '../language/ast.ts';
import type { Matcher } from './matcher.ts';

/**
 * Conditions as they are evaluated: fields resolved, constants read, and equal parts are the same object (by `key`), so that what several rules
 * ask is asked once an event.
 */
export type Term = CheckTerm | NotTerm | BooleanTerm | ConstantTerm;

/** Where a value comes from: a field, a constant, or a function of other sources. */
export interface Source {
  readonly key: string;
  readonly type: FieldType;
  /** Several values at once, compared with `in` and `intersects`. */
  readonly list: boolean;
  /** Several values, of which any may satisfy the comparison; with `!=`: any, or each (`each`) must differ. */
  readonly several?: 'any' | 'each';
  /** Of `several`: asks the values one by one. */
  readonly some?: FieldSome;
  /** Of a field that stands alone. */
  readonly fieldName?: string;
  readonly argument?: string;
  readonly read?: FieldReader;
  readonly constant?: FieldValue;
  readonly inputs: readonly Source[];
  readonly apply?: (...values: (FieldValue | undefined)[]) => FieldValue | undefined;
  /** In the time of one string comparison. */
  readonly cost: number;
}

export interface CheckTerm {
  readonly kind: 'check';
  readonly key: string;
  readonly left: Source;
  /** Of the right side, where that is a field. */
  readonly right?: Source;
  /** `exists`: any value will do. */
  readonly exists: boolean;
  /** With constants on the right side. */
  readonly matcher?: Matcher;
  /** With a field on the right side. */
  readonly compare?: (left: FieldValue, right: FieldValue) => boolean;
  readonly cost: number;
  readonly node: CheckNode;
}

export interface NotTerm {
  readonly kind: 'not';
  readonly key: string;
  readonly child: Term;
  readonly cost: number;
  readonly node?: Condition;
}

export interface BooleanTerm {
  readonly kind: 'and' | 'or';
  readonly key: string;
  readonly children: readonly Term[];
  readonly cost: number;
  readonly node?: Condition;
}

export interface ConstantTerm {
  readonly kind: 'constant';
  readonly key: string;
  readonly value: boolean;
  readonly cost: 0;
}

export const always: ConstantTerm = { kind: 'constant', key: 'T', value: true, cost: 0 };
export const impossible: ConstantTerm = { kind: 'constant', key: 'F', value: false, cost: 0 };
