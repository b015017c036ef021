import { errorIssue, failed, type Issue, type Outcome, ok, warningIssue } from '#core/outcome.ts';
import type { CaptureSource } from '#runtime/events/capture/capture-source.ts';
import type { CaptureSummary } from '#runtime/events/capture/capture-summary.ts';
import { replayCapture } from '#runtime/events/capture/replay-capture.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { createHostState } from '#runtime/events/state/create-host-state.ts';
import type { HostState } from '#runtime/events/state/host-state.ts';
import { createEngine, type RuleEngine } from '../engine/create-engine.ts';
import type { Field } from '../field.ts';
import { fields as allFields } from '../fields/index.ts';
import type { Rule } from '../loader/rule-set.ts';
import { type Alert, AlertTemplate } from '../output/alert.ts';
import type { AppendOutput } from '../output/append-output.ts';
import { createEventTracker, type EventTracker } from '../stateful/event-tracker.ts';

export interface DetectorOptions {
  /** Per event the first rule in load order that matches, or every one. */
  readonly match: 'first' | 'all';
  readonly appendOutput?: readonly AppendOutput[];
  readonly fields?: ReadonlyMap<string, Field>;
}

export interface DetectedCapture extends CaptureSummary {
  /** What the host's bounded tables threw away, by table. */
  readonly evicted: HostState['evicted'];
}

/** Rules ready to run over captures, one after the other; each capture has a host of its own, while rules with a memory keep theirs. */
export class Detector {
  readonly engine: RuleEngine<Rule>;
  readonly #templates: ReadonlyMap<Rule, AlertTemplate>;
  readonly #trackers: ReadonlyMap<Rule, EventTracker>;

  private constructor(
    engine: RuleEngine<Rule>,
    templates: ReadonlyMap<Rule, AlertTemplate>,
    trackers: ReadonlyMap<Rule, EventTracker>,
  ) {
    this.engine = engine;
    this.#templates = templates;
    this.#trackers = trackers;
  }

  /** The rules are run as they are: `selectRules` has chosen them. */
  static of(
    rules: readonly Rule[],
    { match, appendOutput = [], fields = allFields }: DetectorOptions,
  ): Outcome<Detector> {
    const templates = new Map<Rule, AlertTemplate>();
    for (const rule of rules) {
      const template = AlertTemplate.of(rule, appendOutput, fields);
      if (!template.ok) return failed(ofRule(rule, template.issue));
      templates.set(rule, template.value);
    }
    const trackers = trackersOf(rules, fields);
    if (!trackers.ok) return trackers;
    const engine = createEngine(rules, { match, fields, trackerOf: (rule) => trackers.value.get(rule) });
    if (!engine.ok) return engine;
    const issues = engine.value.notEvaluated.map(({ rule, reason }) =>
      warningIssue(
        'replay/rule-not-evaluated',
        `the rule ${JSON.stringify(rule.name)} is asked of no event: ${reason}`,
        {
          where: placeOf(rule),
        },
      ),
    );
    return ok(new Detector(engine.value, templates, trackers.value), issues);
  }

  /** Hands every alert over in the order of events. `name` is the capture's name in alerts. */
  async run(
    source: CaptureSource,
    name: string,
    onAlert: (alert: Alert, rule: Rule, event: CaptureEvent) => void,
    onProgress?: (read: number, total: number | undefined) => void,
  ): Promise<Outcome<DetectedCapture>> {
    const { engine } = this;
    const host = createHostState();
    const onMatch = (rule: Rule, event: CaptureEvent): void => {
      const verdict = this.#trackers.get(rule)?.verdict;
      onAlert(this.#templates.get(rule)!.alert(event, name, verdict), rule, event);
    };
    const outcome = await replayCapture(source, host, (event) => engine.evaluate(event, onMatch), {
      interest: engine.interest,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return outcome.ok ? ok({ ...outcome.value, evicted: { ...host.evicted } }, outcome.issues) : outcome;
  }
}

/** What rules with a memory remember; over all captures that one detector runs. */
function trackersOf(rules: readonly Rule[], fields: ReadonlyMap<string, Field>): Outcome<Map<Rule, EventTracker>> {
  const trackers = new Map<Rule, EventTracker>();
  for (const rule of rules) {
    if (rule.stateful === undefined) continue;
    const tracker = createEventTracker(rule.stateful.spec, rule.stateful.steps, fields);
    if (!tracker.ok) return failed(ofRule(rule, tracker.issue));
    trackers.set(rule, tracker.value);
  }
  return ok(trackers);
}

function ofRule(rule: Rule, issue: Issue): Issue {
  return errorIssue(issue.code, `the rule ${JSON.stringify(rule.name)}: ${issue.message}`, {
    where: placeOf(rule),
    hint: issue.hint,
  });
}

function placeOf({ place }: Rule): string {
  return `${place.file}:${place.line}:${place.column}`;
}
