import './hot-detect.ts';
import { replayCapture } from '#runtime/events/capture/replay-capture.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { createHostState } from '#runtime/events/state/create-host-state.ts';
import { compileFilter } from '#runtime/rules/compile/compile-filter.ts';
import { conditionEventTypes, eventTypeNames } from '#runtime/rules/compile/event-types.ts';
import { explain } from '#runtime/rules/engine/explain.ts';
import { fields } from '#runtime/rules/fields/index.ts';
import type { Condition } from '#runtime/rules/language/ast.ts';
import { didYouMean } from '#runtime/rules/loader/nearest.ts';
import type { Rule } from '#runtime/rules/loader/rule-set.ts';
import { type CliContext, CliError, type ExitCode } from '../command.ts';
import { issueText } from '../issue-text.ts';
import { captureProgress } from './capture-progress.ts';
import { captureIssueText } from './capture-trouble.ts';
import { commandSource } from './command-source.ts';
import { escapeControls } from './escape-controls.ts';
import { textPrinter } from './event-printer.ts';
import { explanationText, type ShownExplanation, shownExplanation } from './explanation-text.ts';
import { openRules } from './open-rules.ts';

export interface ExplainRuleFlags {
  readonly rules?: readonly string[];
  readonly event?: number;
  readonly format: 'text' | 'json';
}

interface Explained {
  readonly event: number;
  /** The event as `holdfast events` shows it. */
  readonly line: string;
  readonly matches: boolean;
  readonly explanation: ShownExplanation;
}

/** What `holdfast rules explain` does. */
export async function explainRuleOn(
  name: string,
  capture: string,
  flags: ExplainRuleFlags,
  context: CliContext,
): Promise<ExitCode> {
  const set = await openRules(flags.rules, context);
  const rule = ruleNamed(name, set.rules);
  const search = new Search(rule, flags.event);
  const progress = captureProgress(`replaying ${capture}`, context);
  const outcome = await replayCapture(commandSource(capture), createHostState(), (event) => search.see(event), {
    onProgress: progress.onProgress,
  });
  progress.done();
  if (!outcome.ok) throw new CliError(3, captureIssueText(capture, outcome.issue), outcome.issue.hint);
  const { best, matched } = search;
  if (flags.event !== undefined && best === undefined)
    throw new CliError(
      3,
      `${capture} shows no event ${flags.event}`,
      `its events have numbers up to ${outcome.value.events}`,
    );
  const types = conditionEventTypes(rule.condition);
  const names = types.ok ? eventTypeNames(types.value) : [];
  if (flags.format === 'json') {
    const document = {
      schema: 'holdfast.rules-explain/1',
      rule: rule.name,
      capture,
      matched,
      ...(best ? { explained: best } : {}),
    };
    context.stdout(`${JSON.stringify(document, undefined, 2)}\n`);
    return 0;
  }
  const lines = [`${rule.name} (${rule.place.file}:${rule.place.line})`];
  if (!rule.enabled) lines.push('The rule is disabled: --enable turns it on.');
  if (flags.event === undefined)
    lines.push(matched > 0 ? `Matches ${matched} of the capture's events; the first:` : noMatch(best, names));
  if (best !== undefined) {
    lines.push('', `event ${best.line.trimEnd()}`, best.matches ? 'matches:' : 'does not match:', '');
    lines.push(explanationText(best.explanation, context.width));
  }
  context.stdout(`${lines.map(escapeLines).join('\n')}\n`);
  return 0;
}

function noMatch(best: Explained | undefined, names: readonly string[]): string {
  if (best !== undefined) return "Matches none of the capture's events; the one that comes closest:";
  const shown = names.length > 12 ? `${names.slice(0, 12).join(' ')} …` : names.join(' ');
  return names.length === 0
    ? 'No event can match it.'
    : `The capture has none of the events that it looks at: ${shown}`;
}

function escapeLines(text: string): string {
  return text.split('\n').map(escapeControls).join('\n');
}

function ruleNamed(name: string, rules: readonly Rule[]): Rule {
  const exact = rules.find((rule) => rule.name === name);
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  const found = rules.filter((rule) => rule.name.toLowerCase().includes(lower));
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw new CliError(
      3,
      `several rules have ${JSON.stringify(name)} in their name`,
      found
        .slice(0, 6)
        .map((rule) => rule.name)
        .join('; '),
    );
  throw new CliError(
    3,
    `no rule is named ${JSON.stringify(name)}`,
    didYouMean(
      name,
      rules.map((rule) => rule.name),
    ),
  );
}

/** Looks for the event to explain: the asked one, or the first for which most parts of the condition hold. */
class Search {
  best: Explained | undefined;
  matched = 0;
  readonly #condition: Condition;
  readonly #parts: readonly ((event: CaptureEvent) => boolean)[];
  readonly #types: Uint8Array | undefined;
  readonly #wanted: number | undefined;
  readonly #line = textPrinter('*%evt.num %evt.outputtime %proc.name (%thread.tid) %evt.type %evt.info');
  #most = -1;

  constructor({ condition }: Rule, wanted: number | undefined) {
    this.#condition = condition;
    this.#wanted = wanted;
    const types = conditionEventTypes(condition);
    this.#types = types.ok ? types.value : undefined;
    this.#parts = conjuncts(condition).map((part) => {
      const filter = compileFilter(part, fields);
      if (!filter.ok) throw new CliError(3, issueText(filter.issue));
      return (event) => filter.value.matches(event);
    });
  }

  see(event: CaptureEvent): void {
    if (this.#wanted !== undefined) {
      if (event.number === this.#wanted) this.#keep(event);
      return;
    }
    if (this.#types !== undefined && this.#types[event.type] !== 1) return;
    let held = 0;
    for (const part of this.#parts) if (part(event)) held += 1;
    if (held === this.#parts.length) this.matched += 1;
    if (held <= this.#most) return;
    this.#most = held;
    this.#keep(event);
  }

  #keep(event: CaptureEvent): void {
    const explained = explain(this.#condition, fields, event);
    if (!explained.ok) throw new CliError(3, issueText(explained.issue));
    this.best = {
      event: event.number,
      line: cut(this.#line(event) ?? ''),
      matches: explained.value.result,
      explanation: shownExplanation(explained.value),
    };
  }
}

function conjuncts(condition: Condition): Condition[] {
  return condition.kind === 'and' ? condition.children.flatMap(conjuncts) : [condition];
}

/** Characters of the event's line: an exec shows the whole environment. */
const maxLine = 400;

function cut(line: string): string {
  return line.length > maxLine ? `${line.slice(0, maxLine - 1)}…` : line;
}
