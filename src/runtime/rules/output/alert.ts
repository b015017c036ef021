import { failed, type Outcome, ok } from '#core/outcome.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import type { Field } from '../field.ts';
import { alertUuid } from './alert-uuid.ts';
import {
  type AppendOutput,
  appendedOutput,
  type ExtraTemplate,
  extraTemplates,
  type OutputRule,
} from './append-output.ts';
import { timeText } from './event-time.ts';
import { type JsonValue, jsonText } from './json-text.ts';
import type { OutputTemplate } from './output-template.ts';
import { parseOutput } from './parse-output.ts';
import type { Priority } from './priority.ts';

/** A detection as the ecosystem consumes it (DESIGN §4), with what Holdfast adds. */
export interface Alert {
  /** RFC 9562 version 8, of the event and the rule: the same recording gives the same one each time. */
  readonly uuid: string;
  /** ISO 8601, UTC, nanoseconds, `Z`. */
  readonly time: string;
  readonly rule: string;
  readonly priority: Priority;
  readonly source: string;
  /** `<time>: <Priority> <text>` */
  readonly output: string;
  /** By name, sorted; null where there is no value. Integers beyond 2^53 are bigint. */
  readonly output_fields: Readonly<Record<string, JsonValue>>;
  /** Sorted. */
  readonly tags: readonly string[];
  /** Name of the host that was recorded; '' where the recording does not say. */
  readonly hostname: string;
  /** Where the thread ran in a container. */
  readonly container?: { readonly id: string; readonly name?: string; readonly image?: string };
  /** The recording that the event comes from. */
  readonly capture?: { readonly file: string; readonly event: number };
  /** Of rules with a memory: how much was counted, and the events that led here, as far as they are known. */
  readonly correlation?: { readonly count: number; readonly events: readonly number[] };
}

export interface AlertRule extends OutputRule {
  readonly priority: Priority;
}

/** Makes the alerts of one rule. */
export class AlertTemplate {
  readonly rule: AlertRule;
  readonly #output: OutputTemplate;
  readonly #extras: readonly ExtraTemplate[];
  readonly #tags: readonly string[];

  private constructor(rule: AlertRule, output: OutputTemplate, extras: readonly ExtraTemplate[]) {
    this.rule = rule;
    this.#output = output;
    this.#extras = extras;
    this.#tags = [...new Set(rule.tags)].sort();
  }

  static of(
    rule: AlertRule,
    appends: readonly AppendOutput[],
    fields: ReadonlyMap<string, Field>,
  ): Outcome<AlertTemplate> {
    const output = parseOutput(appendedOutput(rule, appends, fields), fields);
    if (!output.ok) return failed(output.issue);
    const extras = extraTemplates(rule, appends, fields);
    if (!extras.ok) return failed(extras.issue);
    return ok(new AlertTemplate(rule, output.value, extras.value));
  }

  /** The alert for an event; `capture` is the file's name as the user gave it. */
  alert(event: CaptureEvent, capture?: string, correlation?: Alert['correlation']): Alert {
    const { rule } = this;
    const time = timeText(event.time);
    const container = containerOf(event);
    return {
      uuid: alertUuid(event, rule.name),
      time: `${time}Z`,
      rule: rule.name,
      priority: rule.priority,
      source: rule.source,
      ...this.#values(event, `${time}+0000: ${rule.priority} `),
      tags: this.#tags,
      hostname: event.host.machine?.hostname ?? '',
      ...(container ? { container } : {}),
      ...(capture === undefined ? {} : { capture: { file: capture, event: event.number } }),
      ...(correlation === undefined ? {} : { correlation }),
    };
  }

  #values(event: CaptureEvent, prefix: string): Pick<Alert, 'output' | 'output_fields'> {
    const values = this.#output.read(event);
    const fields: Record<string, JsonValue> = { 'evt.time.iso8601': event.time };
    this.#output.fields(fields, event, values);
    for (const { name, formatted, template } of this.#extras) {
      fields[name] = formatted ? (template.text(event, undefined, true) ?? '') : template.value(event);
    }
    return { output: prefix + (this.#output.text(event, values, true) ?? ''), output_fields: sorted(fields) };
  }
}

/** One line of JSON, without a line break. */
export function alertJson(alert: Alert): string {
  return jsonText(alert as unknown as JsonValue);
}

function containerOf(event: CaptureEvent): Alert['container'] {
  const id = event.thread?.containerId;
  if (id === undefined || id === '') return undefined;
  const known = event.host.container(id);
  return {
    id,
    ...(known?.name ? { name: known.name } : {}),
    ...(known?.image ? { image: known.image } : {}),
  };
}

function sorted(fields: Record<string, JsonValue>): Record<string, JsonValue> {
  const names = Object.keys(fields).sort();
  const result: Record<string, JsonValue> = {};
  for (const name of names) result[name] = fields[name]!;
  return result;
}
