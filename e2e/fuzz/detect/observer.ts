import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { parametersText } from '#runtime/events/format/parameter-text.ts';
import { decodeParameters } from '#runtime/events/table/decode-parameters.ts';
import { createEngine, type RuleEngine } from '#runtime/rules/engine/create-engine.ts';
import { fields } from '#runtime/rules/fields/index.ts';
import { loadRules } from '#runtime/rules/loader/load-rules.ts';
import type { Rule } from '#runtime/rules/loader/rule-set.ts';
import { AlertTemplate, alertJson } from '#runtime/rules/output/alert.ts';
import { jsonText } from '#runtime/rules/output/json-text.ts';
import type { OutputOperand } from '#runtime/rules/output/output-template.ts';
import { readOperand } from '#runtime/rules/output/read-operand.ts';
import { valueJson, valueText } from '#runtime/rules/output/value-form.ts';
import { createEventTracker, type EventTracker } from '#runtime/rules/stateful/event-tracker.ts';
import { statefulLimits } from '#runtime/rules/stateful/stateful-spec.ts';
import { promise } from '../target.ts';

/** Rules that ask everything of every event, beside those that ship. */
const nosyRules = `
- rule: Any event
  desc: d
  condition: evt.num > 0
  output: "%evt.num %evt.type %evt.args %evt.info %proc.cmdline %fd.name %container.name"
  priority: DEBUG
- rule: Any process
  desc: d
  condition: proc.aname contains s or proc.name glob "*[a-z]*" or fd.name pmatch (/etc, /a/*) or fd.net in (10.0.0.0/8, "2000::/3")
  output: "%proc.aname[1] %proc.env[A] %toupper(proc.exepath) %b64(evt.buffer) %basename(fd.name) %len(proc.args)"
  priority: DEBUG
- rule: Many
  desc: d
  condition: evt.num > 0
  output: "%evt.num"
  priority: INFO
  holdfast: {count: {over: 3, within: 10s, by: [proc.name], distinct: fd.name}}
- rule: Then
  desc: d
  condition: evt.type in (execve, clone)
  output: "%evt.num"
  priority: INFO
  holdfast: {sequence: {followed_by: [evt.type = openat, fd.num >= 0], within: 60s, by: process-tree}}
- rule: New
  desc: d
  condition: evt.num > 0
  output: "%evt.num"
  priority: INFO
  holdfast: {first_seen: {of: [proc.cmdline, fd.name], by: [container.id]}}
`;
/** JSON of one event's fields, characters: the widest lists of fields that a parameter can make. */
const maxEventJson = 16 * 1024 * 1024;

/** Looks at events as commands do: rules of all kinds, alerts, parameters and fields as text and JSON. Throws Broken where something cannot be. */
export class Observer {
  readonly #engine: RuleEngine<Rule>;
  readonly #templates: ReadonlyMap<Rule, AlertTemplate>;
  readonly #trackers: ReadonlyMap<Rule, EventTracker>;
  readonly #operands = allOperands();
  readonly #onMatch = (rule: Rule, event: CaptureEvent): void => {
    this.alerts += 1;
    if (this.alerts > 40) return;
    const verdict = this.#trackers.get(rule)?.verdict;
    JSON.parse(alertJson(this.#templates.get(rule)!.alert(event, 'fuzz.scap', verdict)));
  };
  alerts = 0;
  #seen = 0;
  /** Every so many-th event is asked for all fields. */
  #stride = 1;

  private constructor(rules: readonly Rule[]) {
    this.#templates = new Map(
      rules.map((rule) => [rule, value(AlertTemplate.of(rule, [{ suggestedOutput: true }], fields))]),
    );
    this.#trackers = new Map(
      rules.flatMap((rule) =>
        rule.stateful
          ? [[rule, value(createEventTracker(rule.stateful.spec, rule.stateful.steps, fields))] as const]
          : [],
      ),
    );
    this.#engine = value(createEngine(rules, { match: 'all', fields, trackerOf: (rule) => this.#trackers.get(rule) }));
  }

  static async make(): Promise<Observer> {
    const folder = join(import.meta.dirname, '../../../content/rules');
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'));
    const set = await loadRules([
      ...names.sort().map((name) => ({ name, content: readFileSync(join(folder, name), 'utf8') })),
      { name: 'nosy.yaml', content: nosyRules },
    ]);
    promise(set.ok, `the rules do not load: ${set.errors[0]?.message}`);
    return new Observer(set.rules);
  }

  /** A capture begins. */
  restart(stride: number): void {
    this.alerts = 0;
    this.#seen = 0;
    this.#stride = stride;
  }

  look(event: CaptureEvent): void {
    this.#engine.evaluate(event, this.#onMatch);
    this.#seen += 1;
    // Copies of one block by the hundred say nothing new.
    if (this.#seen > 100) return;
    decodeParameters(event);
    parametersText(event);
    if (this.#seen % this.#stride === 0) this.#lookAtAll(event);
  }

  #lookAtAll(event: CaptureEvent): void {
    let json = 0;
    for (const { name, read, form } of this.#operands) {
      const result = read(event);
      if (result === undefined) continue;
      promise(result !== null && typeof result !== 'function', `${name} is ${typeof result}`);
      promise(typeof result !== 'number' || Number.isFinite(result), `${name} is ${String(result)}`);
      valueText(result, form, event);
      const text = jsonText(valueJson(result, form, event));
      JSON.parse(text);
      json += text.length;
    }
    promise(json <= maxEventJson, `${json} characters of fields`);
  }

  /** What rules with a memory keep stays within their limits. */
  checkMemory(): void {
    for (const [rule, tracker] of this.#trackers) {
      const { keys, entries } = tracker.stats();
      promise(keys <= statefulLimits.keys, `${rule.name} keeps ${keys} keys`);
      promise(entries <= statefulLimits.entries + statefulLimits.over, `${rule.name} keeps ${entries} entries`);
    }
  }
}

/** Every field, with an argument where it takes one. */
function allOperands(): OutputOperand[] {
  const args = [
    '',
    '.flags',
    '[0]',
    '[1]',
    '[2]',
    '[A]',
    '.res',
    '.fd',
    '.name',
    '.cpuset',
    '.src',
    '.open',
    '[app]',
    '[/]',
  ];
  const operands = new Map<string, OutputOperand>();
  for (const field of fields.values()) {
    for (const argument of field.argument === undefined ? [''] : args) {
      const name = `${field.name}${argument}`;
      const read = readOperand(name, 0, fields);
      if (read.ok && read.value.end === name.length) operands.set(name, read.value.operand);
    }
  }
  return [...operands.values()];
}

function value<T>(outcome: { ok: true; value: T } | { ok: false; issue: { message: string } }): T {
  if (!outcome.ok) throw new Error(outcome.issue.message);
  return outcome.value;
}
