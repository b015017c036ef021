import { invalid } from './collector.ts';
import { type ExceptionDefinition, type ExceptionEntry, entryText } from './definitions.ts';
import { listOperators, modifiedOperators, modifiers } from './exception-operators.ts';
import type { RuleError } from './faults.ts';
import { ruleLimits } from './limits.ts';
import { quoteItem } from './put-lists.ts';

/** A stretch of a condition that an exception put there. */
export interface ExceptionSpan {
  readonly start: number;
  readonly end: number;
  readonly exception: ExceptionDefinition;
}

/** `(condition) and not ((field comparison value and …) or …)` for every exception with values. */
export function withExceptions(
  condition: string,
  exceptions: readonly ExceptionDefinition[],
  spans?: ExceptionSpan[],
): string {
  if (exceptions.length === 0) return condition;
  let text = `(${condition})`;
  for (const exception of exceptions) {
    const room = ruleLimits.conditionCharacters - text.length;
    const excepted =
      typeof exception.fields === 'string'
        ? oneField(exception, exception.fields, room)
        : severalFields(exception, room);
    if (excepted === '') continue;
    const start = text.length;
    text += ` and not ${excepted}`;
    spans?.push({ start, end: text.length, exception });
  }
  return text;
}

/** All values of the exception are one list. */
function oneField(exception: ExceptionDefinition, field: string, room: number): string {
  const values: string[] = [];
  let length = 0;
  for (const value of exception.values) {
    if (Array.isArray(value)) {
      throw invalid(
        'Expected values array to contain a list of strings',
        exception.context,
        'fields is one field, so values is one list; or write the field in brackets: fields: [proc.name]',
      );
    }
    const item = quoteItem(entryText(value));
    length += item.length + 2;
    if (length > room) throw tooLong(exception);
    values.push(item);
  }
  return values.length === 0 ? '' : `(${field} ${entryText(exception.comparisons)} (${values.join(', ')}))`;
}

function severalFields(exception: ExceptionDefinition, room: number): string {
  let length = 0;
  const fields = exception.fields as readonly (ExceptionEntry | undefined)[];
  const comparisons = exception.comparisons as readonly (ExceptionEntry | undefined)[];
  const rows: string[] = [];
  for (const value of exception.values) {
    if (!Array.isArray(value) || value.length !== fields.length) {
      throw invalid(
        'Fields and values lists must have equal length',
        exception.context,
        `every value of this exception is a list of ${fields.length}`,
      );
    }
    const checks = fields.map((field, index) => {
      const comparison = entryText(comparisons[index]);
      length += textLength(value[index]);
      if (length > room) throw tooLong(exception);
      return ` ${entryText(field)} ${comparison} ${valueText(value[index], comparison)}`;
    });
    rows.push(`(${checks.join(' and ')})`);
  }
  return rows.length === 0 ? '' : `(${rows.join(' or ')})`;
}

function textLength(value: ExceptionEntry | undefined): number {
  if (!Array.isArray(value)) return entryText(value as string | undefined).length;
  let length = 0;
  for (const item of value) length += entryText(item).length + 2;
  return length;
}

function tooLong({ context }: ExceptionDefinition): RuleError {
  return invalid(`exceptions make the condition longer than ${ruleLimits.conditionCharacters} characters`, context);
}

function valueText(value: ExceptionEntry | undefined, comparison: string): string {
  if (Array.isArray(value)) return `(${value.map((item) => quoteItem(entryText(item))).join(', ')})`;
  const text = entryText(value as string | undefined);
  if (takesList(comparison)) return text[0] === '(' ? text : `(${text})`;
  return quoteItem(text);
}

/** Operators with a list on the right: `in` and its like, and text operators with a modifier. */
function takesList(comparison: string): boolean {
  return (listOperators as readonly string[]).includes(comparison) || isModified(comparison);
}

/** `startswith oneof`, `= anyof` and the like: a text operator, one blank, a modifier. */
export function isModified(comparison: string): boolean {
  const blank = comparison.indexOf(' ');
  return (
    blank > 0 &&
    (modifiedOperators as readonly string[]).includes(comparison.slice(0, blank)) &&
    (modifiers as readonly string[]).includes(comparison.slice(blank + 1))
  );
}
