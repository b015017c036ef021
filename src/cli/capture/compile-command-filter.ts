import type { CaptureEvent } from '#runtime/events/event.ts';
import { type CompiledFilter, compileFilter } from '#runtime/rules/compile/compile-filter.ts';
import { fields } from '#runtime/rules/fields/index.ts';
import type { Place } from '#runtime/rules/language/ast.ts';
import { checkCondition } from '#runtime/rules/language/check-condition.ts';
import { parseCondition } from '#runtime/rules/language/parser.ts';
import { CliError } from '../command.ts';
import { escapeControls } from './escape-controls.ts';

export interface CommandFilter extends Pick<CompiledFilter, 'eventTypes'> {
  matches(event: CaptureEvent): boolean;
  /** What may not mean what it says. */
  readonly warnings: readonly string[];
}

/** A filter as given on the command line. What is wrong with it ends the command (2), with its place marked. */
export function compileCommandFilter(text: string): CommandFilter {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw filterError(text, parsed.issue.message, parsed.issue.at, parsed.issue.hint);
  const { errors, warnings } = checkCondition(parsed.value, fields);
  const [error] = errors;
  if (error !== undefined) throw filterError(text, error.message, error.at, error.hint);
  const compiled = compileFilter(parsed.value, fields);
  if (!compiled.ok) throw new CliError(2, `filter: ${compiled.issue.message}`, compiled.issue.hint);
  const { value } = compiled;
  return {
    eventTypes: value.eventTypes,
    matches: (event) => value.matches(event),
    warnings: warnings.map((warning) => warning.message),
  };
}

/** Characters of the filter's line that are shown. */
const maxShown = 100;

function filterError(text: string, message: string, at: Place, hint: string | undefined): CliError {
  const start = at.offset - at.column + 1;
  const end = text.indexOf('\n', at.offset);
  const line = text.slice(start, end < 0 ? text.length : end);
  const from = Math.max(0, Math.min(at.column - 1 - maxShown / 2, line.length - maxShown));
  const cut = from > 0 ? '…' : '';
  const before = escapeControls(line.slice(from, at.column - 1));
  const shown = `${cut}${before}${escapeControls(line.slice(at.column - 1, from + maxShown))}`;
  const mark = `${' '.repeat(cut.length + before.length)}^`;
  return new CliError(
    2,
    `filter: ${message} (column ${at.column}${at.line > 1 ? ` of line ${at.line}` : ''})\n  ${shown}\n  ${mark}`,
    hint,
  );
}
