import { type Command, Option } from 'commander';
import type { RuleSelection, SelectOptions } from '#runtime/rules/loader/select-rules.ts';
import type { AppendOutput } from '#runtime/rules/output/append-output.ts';
import { type Priority, parsePriority, priorities } from '#runtime/rules/output/priority.ts';
import { CliError } from '../command.ts';

export interface RuleFlags {
  readonly rules?: readonly string[] | undefined;
  readonly match: 'first' | 'all';
  readonly enable?: readonly SelectionStep[];
  readonly disable?: readonly SelectionStep[];
  readonly tag?: readonly string[];
  readonly priority?: string;
  readonly extraField?: readonly string[];
  readonly appendOutput?: readonly string[];
  readonly suggestedOutput: boolean;
}

/** A step and its place on the command line: the last that names a rule decides. */
export interface SelectionStep extends RuleSelection {
  readonly order: number;
}

/** Options by which rules are chosen and what their alerts say. */
export function addRuleOptions(command: Command): Command {
  let order = 0;
  const step =
    (action: RuleSelection['action']) =>
    (rule: string, before: readonly SelectionStep[] = []) => [...before, { action, rule, order: order++ }];
  return command
    .option('-r, --rules <FILE...>', 'rule files, in order; default: those that ship with Holdfast')
    .addOption(
      new Option('--match <WHICH>', 'per event the first rule that matches, or all')
        .choices(['first', 'all'])
        .default('all'),
    )
    .option('--enable <GLOB>', 'also rules of this name that their files disable; repeatable', step('enable'))
    .option(
      '--disable <GLOB>',
      'not the rules of this name; repeatable, the last of --enable and --disable counts',
      step('disable'),
    )
    .option('--tag <TAG>', 'only rules with this tag, enabled or not; repeatable', collect)
    .option('--priority <PRIORITY>', 'only rules at least as severe')
    .option('--extra-field <FIELD>', 'add this field to output_fields; repeatable', collect)
    .option('--append-output <TEXT>', 'add this text with fields to every output; repeatable', collect)
    .option('--no-suggested-output', 'do not add container and pod to every output');
}

/** Which of the loaded rules run. */
export function selectOptions(flags: RuleFlags): SelectOptions {
  const tags = flags.tag ?? [];
  const named = [...(flags.enable ?? []), ...(flags.disable ?? [])].sort((a, b) => a.order - b.order);
  const steps: RuleSelection[] = [
    ...(tags.length > 0 ? [{ action: 'disable' as const, rule: '*' }] : []),
    ...tags.map((tag) => ({ action: 'enable' as const, tag })),
    ...named,
  ];
  return {
    steps,
    ...(flags.priority === undefined ? {} : { minimumPriority: priorityOf('--priority', flags.priority) }),
  };
}

/** What is added to all outputs. */
export function appendOptions(flags: RuleFlags): AppendOutput[] {
  return [
    ...(flags.suggestedOutput ? [{ suggestedOutput: true }] : []),
    ...(flags.appendOutput ?? []).map((extraOutput) => ({ extraOutput })),
    ...(flags.extraField ? [{ extraFields: flags.extraField.map((name) => ({ name })) }] : []),
  ];
}

export function priorityOf(option: string, text: string): Priority {
  const priority = parsePriority(text);
  if (priority !== undefined) return priority;
  throw new CliError(
    2,
    `${option}: no priority ${JSON.stringify(text)}`,
    `priorities: ${priorities.map((name) => name.toLowerCase()).join(', ')}`,
  );
}

export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
