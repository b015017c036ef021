import { type Outcome, ok } from '#core/outcome.ts';
import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { eventTable } from '#runtime/events/table/event-table.ts';
import { TermBuilder } from '../compile/build-terms.ts';
import { conditionEventTypes } from '../compile/event-types.ts';
import { type Evaluate, generate, type Hit } from '../compile/generate.ts';
import { specialise } from '../compile/specialise.ts';
import { impossible, type Term } from '../compile/term.ts';
import type { Field } from '../field.ts';
import type { Condition } from '../language/ast.ts';

/** What the engine needs of a rule; rules of the loader have more. */
export interface EngineRule {
  readonly name: string;
  /** Macros put in. */
  readonly condition: Condition;
  /** `syscall` where not given: rules of other sources are asked for plugin events only. */
  readonly source?: string;
}

/** Decides whether an event for which a rule's condition holds is an alert: counting, sequences … (rules/stateful). */
export interface RuleTracker {
  /** True: goes out. Called for each event for which the condition of the step held; rules without steps have step 0. */
  accept(event: CaptureEvent, step: number): boolean;
  /** Conditions asked beside the rule's own: the steps of a sequence after the first. */
  readonly steps?: readonly Condition[];
}

export interface EngineOptions<Rule extends EngineRule> {
  /** Per event the first rule in load order that matches, or every one. */
  readonly match: 'first' | 'all';
  readonly fields: ReadonlyMap<string, Field>;
  /** Of stateful rules; undefined for the others. */
  readonly trackerOf?: (rule: Rule) => RuleTracker | undefined;
}

export interface RuleEngine<Rule extends EngineRule> {
  readonly rules: readonly Rule[];
  /** 1 by number of the row: events of the others match no rule, and need not be handed over. Rows fall out when their first event shows that no rule can match. */
  readonly interest: Uint8Array;
  /** Rules that cannot be indexed, and so are asked of no event: with the reason. */
  readonly notEvaluated: readonly { readonly rule: Rule; readonly reason: string }[];
  /** Alerts by rule, in the order of `rules`. */
  readonly matches: Float64Array;
  evaluate(event: CaptureEvent, onMatch: (rule: Rule, event: CaptureEvent) => void): void;
  /** The row of each rule's event types, for `rules check`. */
  eventTypes(rule: number): Uint8Array;
}

/** Conditions that cannot be read are the loader's to refuse (checkCondition); here the first of them makes the whole fail. */
export function createEngine<Rule extends EngineRule>(
  rules: readonly Rule[],
  options: EngineOptions<Rule>,
): Outcome<RuleEngine<Rule>> {
  const builder = new TermBuilder(options.fields);
  const entries: Entry[] = [];
  const notEvaluated: { rule: Rule; reason: string }[] = [];
  const trackers = rules.map((rule) => options.trackerOf?.(rule));
  const typesOfRules: Uint8Array[] = [];
  for (const [index, rule] of rules.entries()) {
    const conditions = [rule.condition, ...(trackers[index]?.steps ?? [])];
    const union = new Uint8Array(eventTable.length);
    typesOfRules.push(union);
    for (const [step, condition] of conditions.entries()) {
      const term = builder.term(condition);
      if (!term.ok) return term;
      const types = indexedTypes(rule, condition);
      if (!types.ok) {
        notEvaluated.push({ rule, reason: types.issue.message });
        break;
      }
      for (let row = 0; row < union.length; row += 1) union[row] = union[row]! | types.value[row]!;
      entries.push({ rule: index, step, term: term.value, types: types.value });
    }
  }
  return ok(new Engine(rules, entries, trackers, typesOfRules, notEvaluated, builder, options.match === 'first'));
}

/** A condition of a rule: its own, or that of a later step. */
interface Entry {
  readonly rule: number;
  readonly step: number;
  readonly term: Term;
  readonly types: Uint8Array;
}

/** Rows under which a rule is asked, as the ecosystem indexes rules: those of its condition, and always asynchronous events. */
function indexedTypes(rule: EngineRule, condition: Condition): Outcome<Uint8Array> {
  if (rule.source !== undefined && rule.source !== 'syscall') {
    const types = new Uint8Array(eventTable.length);
    types[EventType.PLUGINEVENT_E] = 1;
    types[EventType.ASYNCEVENT_E] = 1;
    return ok(types);
  }
  const types = conditionEventTypes(condition);
  if (types.ok) types.value[EventType.ASYNCEVENT_E] = 1;
  return types;
}

class Engine<Rule extends EngineRule> implements RuleEngine<Rule> {
  readonly rules: readonly Rule[];
  readonly interest: Uint8Array;
  readonly notEvaluated: readonly { readonly rule: Rule; readonly reason: string }[];
  readonly matches: Float64Array;
  readonly #entries: readonly Entry[];
  readonly #trackers: readonly (RuleTracker | undefined)[];
  readonly #types: readonly Uint8Array[];
  readonly #builder: TermBuilder;
  readonly #first: boolean;
  readonly #functions: (Evaluate | undefined)[] = new Array(eventTable.length).fill(undefined);
  readonly #hit: Hit;
  #onMatch: (rule: Rule, event: CaptureEvent) => void = () => {};

  constructor(
    rules: readonly Rule[],
    entries: readonly Entry[],
    trackers: readonly (RuleTracker | undefined)[],
    types: readonly Uint8Array[],
    notEvaluated: readonly { readonly rule: Rule; readonly reason: string }[],
    builder: TermBuilder,
    first: boolean,
  ) {
    this.rules = rules;
    this.notEvaluated = notEvaluated;
    this.matches = new Float64Array(rules.length);
    this.#entries = entries;
    this.#trackers = trackers;
    this.#types = types;
    this.#builder = builder;
    this.#first = first;
    this.interest = new Uint8Array(eventTable.length);
    for (const entry of entries)
      for (let row = 0; row < this.interest.length; row += 1)
        this.interest[row] = this.interest[row]! | entry.types[row]!;
    this.#hit = (entry, event) => this.#matched(entry, event);
  }

  evaluate(event: CaptureEvent, onMatch: (rule: Rule, event: CaptureEvent) => void): void {
    if (this.interest[event.type] !== 1) return;
    this.#onMatch = onMatch;
    const evaluate = this.#functions[event.type] ?? this.#compile(event.type);
    evaluate(event, this.#hit);
  }

  eventTypes(rule: number): Uint8Array {
    return this.#types[rule]!;
  }

  /** When the first event of a row comes: a run sees few of the rows. */
  #compile(row: number): Evaluate {
    const done = new Map<Term, Term>();
    const conditions = [];
    for (const [number, entry] of this.#entries.entries()) {
      if (entry.types[row] !== 1) continue;
      const term = specialise(entry.term, row, this.#builder, done);
      if (term !== impossible) conditions.push({ number, term });
    }
    if (conditions.length === 0) this.interest[row] = 0;
    const evaluate = generate(conditions);
    this.#functions[row] = evaluate;
    return evaluate;
  }

  /** True where no later rule is to be asked. */
  #matched(number: number, event: CaptureEvent): boolean {
    const entry = this.#entries[number]!;
    const tracker = this.#trackers[entry.rule];
    if (tracker && !tracker.accept(event, entry.step)) return false;
    this.matches[entry.rule] = this.matches[entry.rule]! + 1;
    this.#onMatch(this.rules[entry.rule]!, event);
    return this.#first;
  }
}
