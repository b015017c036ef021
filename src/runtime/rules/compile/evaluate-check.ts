import type { CaptureEvent } from '#runtime/events/event.ts';
import type { FieldScalar, FieldValue } from '../field.ts';
import type { CheckTerm, Source } from './term.ts';
import { isList } from './transformers.ts';

/** The value of a source for an event, step by step: what generated code does with memory of the event. */
export function readSource(source: Source, event: CaptureEvent): FieldValue | undefined {
  if (source.read) return source.read(event);
  if (source.apply) return source.apply(...source.inputs.map((input) => readSource(input, event)));
  return source.constant;
}

/** Whether a check holds for these values. A missing value makes every comparison false, `!=` included. */
export function evaluateCheck(check: CheckTerm, left: FieldValue | undefined, right: FieldValue | undefined): boolean {
  if (left === undefined) return false;
  if (check.exists) return true;
  if (check.compare) return right !== undefined && check.compare(left, right);
  return !isList(left) ? check.matcher!.test(left) : listTest(check)(left);
}

/** How a check with constants asks several values. */
export function listTest(check: CheckTerm): (values: readonly FieldScalar[]) => boolean {
  const { left, matcher, node } = check;
  const test = (value: FieldScalar) => matcher!.test(value);
  if (left.several === undefined)
    return node.operator === 'in' ? (values) => values.every(test) : (values) => values.some(test);
  return left.several === 'each' && node.operator === '!='
    ? (values) => values.length > 0 && values.every(test)
    : (values) => values.some(test);
}
