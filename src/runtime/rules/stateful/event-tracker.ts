import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import type { Thread } from '#runtime/events/state/thread.ts';
import type { Field, FieldReader, FieldScalar, FieldValue } from '../field.ts';
import type { Condition } from '../language/ast.ts';
import { resolveField } from '../language/resolve-field.ts';
import { type StatefulSpec, statefulLimits } from './stateful-spec.ts';
import { createTracker, type TrackerStats, type Verdict } from './tracker.ts';

/** A tracker that reads keys and values from events by itself; what the engine asks after a condition held. */
export interface EventTracker {
  /** True: an alert is due. `step`: which condition held, 0 the rule's own. */
  accept(event: CaptureEvent, step: number): boolean;
  /** Why the last event accepted was. */
  readonly verdict: Verdict | undefined;
  /** Conditions to be asked beside the rule's own, by step from 1. */
  readonly steps: readonly Condition[];
  stats(): TrackerStats;
}

/**
 * `steps`: the conditions of a sequence's `followed_by`, with lists and macros put in. Fails where a field is not known (the issue of resolveField, or
 * `stateful/bad-steps` where there are not as many conditions as steps).
 */
export function createEventTracker(
  spec: StatefulSpec,
  steps: readonly Condition[],
  fields: ReadonlyMap<string, Field>,
): Outcome<EventTracker> {
  if (steps.length !== (spec.kind === 'sequence' ? spec.steps.length : 0))
    return failed(errorIssue('stateful/bad-steps', `${steps.length} conditions for the steps of a ${spec.kind}`));
  const by = keyReaders(spec, fields);
  if (!by.ok) return by;
  const names =
    spec.kind === 'first-seen' ? spec.of : spec.kind === 'count' && spec.distinct !== undefined ? [spec.distinct] : [];
  const value = readersOf(names, fields);
  if (!value.ok) return value;
  return ok(new FieldTracker(spec, steps, by.value, value.value));
}

/** Readers of the key by step; undefined: by process tree. Later steps mostly read what the first does. */
function keyReaders(
  spec: StatefulSpec,
  fields: ReadonlyMap<string, Field>,
): Outcome<readonly (readonly FieldReader[])[] | undefined> {
  if (spec.by === 'process-tree') return ok(undefined);
  const later = spec.kind === 'sequence' ? (spec.byOfSteps ?? spec.steps.map(() => spec.by as readonly string[])) : [];
  const readers: (readonly FieldReader[])[] = [];
  for (const names of [spec.by, ...later]) {
    const read = readersOf(names, fields);
    if (!read.ok) return read;
    readers.push(read.value);
  }
  return ok(readers);
}

class FieldTracker implements EventTracker {
  readonly steps: readonly Condition[];
  verdict: Verdict | undefined;
  readonly #tracker;
  /** By step; undefined: by process tree. */
  readonly #by: readonly (readonly FieldReader[])[] | undefined;
  readonly #value: readonly FieldReader[];

  constructor(
    spec: StatefulSpec,
    steps: readonly Condition[],
    by: readonly (readonly FieldReader[])[] | undefined,
    value: readonly FieldReader[],
  ) {
    this.#tracker = createTracker(spec);
    this.steps = steps;
    this.#by = by;
    this.#value = value;
  }

  accept(event: CaptureEvent, step: number): boolean {
    if (step > 0 && !this.#tracker.waits) {
      this.verdict = undefined;
      return false;
    }
    const key = this.#by === undefined ? undefined : textOf(this.#by[step] ?? [], event);
    const keys = this.#by === undefined ? processKeys(event, step) : key === undefined ? [] : [key];
    const value = this.#value.length === 0 ? undefined : textOf(this.#value, event);
    this.verdict = this.#tracker.observe({ time: microseconds(event), number: event.number, step, keys, value });
    return this.verdict !== undefined;
  }

  stats(): TrackerStats {
    return this.#tracker.stats();
  }
}

function readersOf(names: readonly string[], fields: ReadonlyMap<string, Field>): Outcome<readonly FieldReader[]> {
  const readers: FieldReader[] = [];
  for (const name of names) {
    const match = /^([^[]+)(?:\[([^\]]*)\])?$/.exec(name);
    if (match === null) return failed(errorIssue('stateful/bad-field', `${quote(name)} is no field`));
    const resolved = resolveField(match[1]!, match[2], fields);
    if (!resolved.ok) return resolved;
    const reader = resolved.value.field.reader(resolved.value.argument);
    if (!reader.ok) return reader;
    readers.push(reader.value);
  }
  return ok(readers);
}

/** Exact: both factors and the sum stay below 2^53 until the year 2255. */
function microseconds(event: CaptureEvent): number {
  const high = event.view.getUint32(event.at + 4, true);
  const low = event.view.getUint32(event.at, true);
  return high * 4_294_967 + Math.floor((high * 296 + low) / 1_000);
}

/** Values of several fields as one text; undefined where one of them has none. */
function textOf(readers: readonly FieldReader[], event: CaptureEvent): string | undefined {
  let text = '';
  for (const reader of readers) {
    const value = reader(event);
    if (value === undefined) return undefined;
    text += `${valueText(value)}\0`;
  }
  return text.length > statefulLimits.keyText ? `${text.slice(0, statefulLimits.keyText)}\0${text.length}` : text;
}

function valueText(value: FieldValue): string {
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  return (value as readonly FieldScalar[]).map((item) => valueText(item)).join('\u0001');
}

/** The process, and for later steps its ancestors, each by its pid and when it was cloned: pids are used again. */
function processKeys(event: CaptureEvent, step: number): string[] {
  const keys: string[] = [];
  let thread: Thread | undefined = event.thread?.main ?? event.thread;
  while (thread !== undefined && keys.length < statefulLimits.generations) {
    keys.push(`${thread.pid}/${thread.cloneTime}`);
    if (step === 0) break;
    thread = event.host.parent(thread);
  }
  return keys;
}
