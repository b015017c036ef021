import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import type { Field } from '../field.ts';
import { type OutputOperand, type OutputPiece, OutputTemplate } from './output-template.ts';
import { readOperand } from './read-operand.ts';

/** Characters of an output text: longer ones are refused. */
export const maxOutputText = 64 * 1024;
/** Width that may stand before a field (`%20proc.name`). */
export const maxOutputWidth = 4096;

/**
 * Reads a rule's `output` or a format: text with `%field`, `%field[argument]`, `%transformer(field)`, `%20field` (cut or filled up to 20
 * characters). A leading `*` lets missing values show as <NA>. A `%` that begins no field is an error, `%%` too: there is no escape for it.
 */
export function parseOutput(text: string, fields: ReadonlyMap<string, Field>): Outcome<OutputTemplate> {
  if (text === '') return failed(errorIssue('output/empty', 'the output is empty'));
  if (text.length > maxOutputText)
    return failed(errorIssue('output/too-long', `the output is longer than ${maxOutputText} characters`));
  const lenient = text.startsWith('*');
  const pieces: OutputPiece[] = [];
  const operands: OutputOperand[] = [];
  const indexes = new Map<string, number>();
  const named: number[] = [];
  const add = (operand: OutputOperand): number => {
    let index = indexes.get(operand.name);
    if (index === undefined) {
      index = operands.push(operand) - 1;
      indexes.set(operand.name, index);
    }
    return index;
  };
  let at = lenient ? 1 : 0;
  while (at < text.length) {
    const percent = text.indexOf('%', at);
    if (percent !== at) pieces.push(text.slice(at, percent < 0 ? text.length : percent));
    if (percent < 0) break;
    const width = widthAt(text, percent + 1);
    if (!width.ok) return width;
    const read = readOperand(text, width.value.end, fields);
    if (!read.ok) return read;
    pieces.push({ index: add(read.value.operand), width: width.value.width });
    for (const field of read.value.fields) {
      const index = add(field);
      if (!named.includes(index)) named.push(index);
    }
    at = read.value.end;
  }
  return ok(new OutputTemplate(text, lenient, operands, pieces, named));
}

function widthAt(text: string, at: number): Outcome<{ width: number; end: number }> {
  let end = at;
  while (end < text.length && text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end += 1;
  if (end === text.length) {
    const what = end === at ? '%' : 'a number';
    return failed(
      errorIssue('output/syntax', `invalid formatting syntax: formatting cannot end with a ${what.replace('a ', '')}`),
    );
  }
  const width = Number(text.slice(at, end));
  if (width > maxOutputWidth)
    return failed(
      errorIssue('output/syntax', `a width of ${quote(text.slice(at, end), 20)} is more than ${maxOutputWidth}`),
    );
  return ok({ width, end });
}
