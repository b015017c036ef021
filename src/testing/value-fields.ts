import { ok } from '#core/outcome.ts';
import { CaptureEvent } from '#runtime/events/event.ts';
import { type CompiledFilter, compileFilter } from '#runtime/rules/compile/compile-filter.ts';
import { type Explanation, explain } from '#runtime/rules/engine/explain.ts';
import type { Field, FieldType, FieldValue } from '#runtime/rules/field.ts';
import { parseCondition } from '#runtime/rules/language/parser.ts';

/** A field with one value, for tests of comparisons; its text may be changed between events. */
export function valueField(
  name: string,
  type: FieldType,
  value: FieldValue | undefined,
  more: Partial<Pick<Field, 'list' | 'any' | 'family' | 'argument'>> = {},
): Field {
  return { name, family: 'test', type, describes: '', reader: () => ok(() => value), ...more };
}

/** What a condition says with these fields: compiled, and step by step. They must agree. */
export function askBoth(
  text: string,
  list: readonly Field[],
  type = 7,
): { result: boolean; explanation: Explanation; filter: CompiledFilter } {
  const fields = new Map(list.map((field) => [field.name, field]));
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.issue.message}`);
  const compiled = compileFilter(parsed.value, fields);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.issue.message}`);
  const event = new CaptureEvent();
  event.type = type;
  const explanation = explain(parsed.value, fields, event);
  if (!explanation.ok) throw new Error(explanation.issue.message);
  const result = compiled.value.matches(event);
  if (result !== explanation.value.result) throw new Error(`${text}: compiled ${result}, explained otherwise`);
  return { result, explanation: explanation.value, filter: compiled.value };
}
