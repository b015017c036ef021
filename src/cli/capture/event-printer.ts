import type { CaptureEvent } from '#runtime/events/event.ts';
import { fields as allFields } from '#runtime/rules/fields/index.ts';
import { type JsonValue, jsonText } from '#runtime/rules/output/json-text.ts';
import type { OutputOperand } from '#runtime/rules/output/output-template.ts';
import { parseOutput } from '#runtime/rules/output/parse-output.ts';
import { readOperand } from '#runtime/rules/output/read-operand.ts';
import { valueJson } from '#runtime/rules/output/value-form.ts';
import { CliError } from '../command.ts';
import { escapeControls } from './escape-controls.ts';

/** The line of an event, with its line break; undefined where it has none (a format that wants values that are missing). */
export type EventPrinter = (event: CaptureEvent) => string | undefined;

/** The line that shows where nothing else is asked for, as sysdig's. */
export const defaultFormat = '*%evt.num %evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info';

export function textPrinter(format: string): EventPrinter {
  const template = parseOutput(format, allFields);
  if (!template.ok) throw new CliError(2, `--print: ${template.issue.message}`, template.issue.hint);
  const { value } = template;
  return (event) => {
    const text = value.text(event);
    return text === undefined ? undefined : `${escapeControls(text)}\n`;
  };
}

/** One JSON object a line, keys in the order asked for; a field without a value is left out. */
export function jsonPrinter(names: readonly string[]): EventPrinter {
  const operands = names.map((name) => operandOf(name));
  const keys = names.map((name) => `${JSON.stringify(name)}:`);
  return (event) => {
    let text = '';
    for (let index = 0; index < operands.length; index += 1) {
      const { read, form } = operands[index]!;
      const value = read(event);
      if (value === undefined) continue;
      const json: JsonValue = valueJson(value, form, event);
      if (json !== null) text += `${text === '' ? '' : ','}${keys[index]}${jsonText(json)}`;
    }
    return `{${text}}\n`;
  };
}

/** The fields of a format. */
export function formatFields(format: string): readonly string[] {
  const template = parseOutput(format, allFields);
  if (!template.ok) throw new CliError(2, `--print: ${template.issue.message}`, template.issue.hint);
  return template.value.fieldNames;
}

function operandOf(name: string): OutputOperand {
  const read = readOperand(name, 0, allFields);
  if (!read.ok) throw new CliError(2, `--fields: ${read.issue.message}`, read.issue.hint);
  if (read.value.end !== name.length)
    throw new CliError(2, `--fields: ${JSON.stringify(name)} is more than one field`, 'separate fields by commas');
  return read.value.operand;
}
