import { conditionEventTypes, eventTypeNames } from '#runtime/rules/compile/event-types.ts';
import { fields } from '#runtime/rules/fields/index.ts';
import { conditionText } from '#runtime/rules/language/condition-text.ts';
import { conditionFields } from '#runtime/rules/loader/condition-fields.ts';
import { engineVersion } from '#runtime/rules/loader/engine-version.ts';
import type { RuleFault } from '#runtime/rules/loader/faults.ts';
import type { RuleFileContent } from '#runtime/rules/loader/load-rules.ts';
import type { Rule, RuleSet } from '#runtime/rules/loader/rule-set.ts';
import { parseOutput } from '#runtime/rules/output/parse-output.ts';

/** What `rules check --format json` prints. */
export function checkJson(set: RuleSet, files: readonly RuleFileContent[], brief: boolean): unknown {
  return {
    schema: 'holdfast.rules-check/1',
    ok: set.ok,
    engine_version: engineVersion,
    required_engine_version: set.requiredEngineVersion ?? null,
    required_plugins: set.requiredPlugins,
    files: files.map(({ name }) => name),
    errors: set.errors.map(faultJson),
    warnings: set.warnings.map(faultJson),
    faults_dropped: set.droppedFaults,
    ...(brief ? {} : { rules: set.rules.map(ruleJson) }),
    summary: { rules: set.rules.length, macros: set.macros.length, lists: set.lists.length },
  };
}

function faultJson({ code, message, item, place, snippet, hint }: RuleFault): unknown {
  const { file, line, column } = place;
  return { code, message, file, line, column, ...(item === undefined ? {} : { item }), snippet, hint: hint ?? null };
}

function ruleJson(rule: Rule): unknown {
  const { file, line } = rule.place;
  return {
    name: rule.name,
    file,
    line,
    description: rule.description.trim(),
    priority: rule.priority,
    source: rule.source,
    enabled: rule.enabled,
    tags: rule.tags,
    output: rule.output,
    condition: conditionText(rule.condition),
    event_types: eventTypes(rule) ?? null,
    fields: conditionFields(rule.condition),
    output_fields: outputFields(rule),
    macros: rule.macros,
    lists: rule.lists,
    exceptions: rule.exceptions.map(({ name }) => name),
    ...(rule.capture ? { capture: true, capture_duration: rule.captureDuration } : {}),
    ...(rule.stateful === undefined ? {} : { holdfast: rule.stateful.spec }),
  };
}

export interface TextOptions {
  readonly brief: boolean;
  readonly colour: boolean;
  readonly width: number;
}

/** What `rules check` prints. */
export function checkText(set: RuleSet, files: readonly RuleFileContent[], options: TextOptions): string {
  let text = '';
  for (const fault of [...set.errors, ...set.warnings]) text += `${faultText(fault, options.colour)}\n`;
  if (set.droppedFaults > 0) text += `… and ${set.droppedFaults} more errors and warnings\n\n`;
  if (!options.brief) for (const rule of set.rules) text += `${ruleText(rule, options)}\n`;
  const counts = [
    count(set.rules.length, 'rule'),
    count(set.macros.length, 'macro'),
    count(set.lists.length, 'list'),
    count(set.errors.length, 'error'),
    count(set.warnings.length, 'warning'),
  ];
  return `${text}${count(files.length, 'file')}: ${counts.join(', ')}\n`;
}

function faultText({ level, code, message, item, place, snippet, hint }: RuleFault, colour: boolean): string {
  const painted = colour ? `\u001b[${level === 'error' ? '1;31' : '1;33'}m${level}\u001b[0m` : level;
  const about = item === undefined ? '' : ` (${item.kind} ${item.name})`;
  const lines = [
    `${place.file}:${place.line}:${place.column}: ${painted} ${code}: ${clean(message)}${clean(about)}`,
    ...snippet.split('\n').map((line) => `    ${line}`),
  ];
  if (hint !== undefined) lines.push(`    hint: ${clean(hint)}`);
  return `${lines.join('\n')}\n`;
}

/** Names and values of a file must not act on the terminal. */
function clean(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

function ruleText(rule: Rule, { width }: TextOptions): string {
  const types = eventTypes(rule);
  const facts = [
    rule.priority,
    ...(rule.source === 'syscall' ? [] : [rule.source]),
    ...(rule.enabled ? [] : ['disabled']),
  ];
  const rows: [string, string][] = [
    [
      'events',
      types === undefined ? 'every event' : types.length === 0 ? 'none: it can never be true' : types.join(' '),
    ],
    ['fields', conditionFields(rule.condition).join(' ')],
    ['macros', rule.macros.join(' ')],
    ['lists', rule.lists.join(' ')],
    ['exceptions', rule.exceptions.map(({ name }) => name).join(' ')],
    ['condition', conditionText(rule.condition)],
  ];
  const shown = rows.filter(([, value]) => value !== '').map(([name, value]) => labelled(name, clean(value), width));
  return `${clean(rule.name)} (${facts.join(', ')})\n${shown.join('')}`;
}

/** A label and a text beside it, broken at blanks to the width. */
function labelled(label: string, text: string, width: number): string {
  const indent = 13;
  const room = Math.max(40, width - indent);
  let lines = '';
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines += `${line}\n${' '.repeat(indent)}`;
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return `  ${label.padEnd(indent - 2)}${lines}${line}\n`;
}

/** Names of the types of events that a rule runs on; undefined where it runs on all. */
function eventTypes({ condition }: Rule): readonly string[] | undefined {
  const types = conditionEventTypes(condition);
  if (!types.ok || types.value.every((type) => type === 1)) return undefined;
  return eventTypeNames(types.value);
}

function outputFields({ output }: Rule): readonly string[] {
  const parsed = parseOutput(output, fields);
  return parsed.ok ? parsed.value.operands.map(({ name }) => name) : [];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
