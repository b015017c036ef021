import { expect, test } from 'vitest';
import { ok } from '#core/outcome.ts';
import { CaptureEvent } from '#runtime/events/event.ts';
import type { HostState } from '#runtime/events/state/host-state.ts';
import type { Thread } from '#runtime/events/state/thread.ts';
import type { Field, FieldValue } from '../field.ts';
import type { Condition } from '../language/ast.ts';
import { createEventTracker } from './event-tracker.ts';
import type { StatefulSpec } from './stateful-spec.ts';

const step: Condition = { kind: 'macro', name: 'later', at: { offset: 0, line: 1, column: 1 } };

/** Fields whose values the test sets. */
function fieldsOf(values: Record<string, FieldValue | undefined>): ReadonlyMap<string, Field> {
  return new Map(
    ['test.key', 'test.value'].map((name) => [
      name,
      { name, family: 'test', type: 'charbuf', describes: 'for tests', reader: () => ok(() => values[name]) },
    ]),
  );
}

function eventAt(nanoseconds: bigint, number: number): CaptureEvent {
  const bytes = Buffer.alloc(26);
  bytes.writeBigUInt64LE(nanoseconds, 0);
  const event = new CaptureEvent();
  event.point(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, 0, false);
  event.number = number;
  return event;
}

const begin = 1_700_000_000_123_456_789n;

function made(spec: StatefulSpec, steps: readonly Condition[], fields: ReadonlyMap<string, Field>) {
  const outcome = createEventTracker(spec, steps, fields);
  if (!outcome.ok) throw new Error(outcome.issue.message);
  return outcome.value;
}

test('keys and values come from the fields of the event; time is the event’s, to the microsecond', () => {
  const values: Record<string, FieldValue | undefined> = { 'test.key': 'a', 'test.value': 1 };
  const spec: StatefulSpec = { kind: 'count', over: 1, within: 1_000_000, by: ['test.key'], distinct: 'test.value' };
  const tracker = made(spec, [], fieldsOf(values));
  expect(tracker.accept(eventAt(begin, 1), 0)).toBe(false);
  values['test.value'] = [2, 3];
  expect(tracker.accept(eventAt(begin + 1_000_001_000n, 2), 0)).toBe(false);
  values['test.value'] = 4n;
  expect(tracker.accept(eventAt(begin + 2_000_001_000n, 3), 0)).toBe(true);
  expect(tracker.verdict).toEqual({ count: 2, events: [2, 3] });
  values['test.key'] = undefined;
  tracker.accept(eventAt(begin + 3_000_000_000n, 4), 0);
  expect(tracker.stats().withoutKey).toBe(1);
});

test('a process tree is walked by the host’s state; a pid used again is another process', () => {
  const thread = (pid: number, cloneTime: bigint) => ({ pid, cloneTime }) as Thread;
  const shell = thread(10, 1n);
  const child = thread(11, 2n);
  const again = thread(10, 9n);
  const host = { parent: (of: Thread) => (of === child ? shell : undefined) } as HostState;
  const by = (event: CaptureEvent, of: Thread) => {
    event.thread = of;
    event.host = host;
    return event;
  };
  const spec: StatefulSpec = { kind: 'sequence', within: 5_000_000, by: 'process-tree', steps: ['later'] };
  const tracker = made(spec, [step], new Map());
  expect(tracker.steps).toEqual([step]);
  tracker.accept(by(eventAt(begin, 1), shell), 0);
  expect(tracker.accept(by(eventAt(begin, 2), again), 1)).toBe(false);
  expect(tracker.accept(by(eventAt(begin, 3), child), 1)).toBe(true);
  expect(tracker.verdict).toEqual({ count: 2, events: [1, 3] });
});

test('unknown fields and missing conditions are refused', () => {
  const count: StatefulSpec = { kind: 'count', over: 1, within: 1, by: ['no.field'] };
  expect(createEventTracker(count, [], new Map())).toMatchObject({ ok: false, issue: { code: 'field/unknown' } });
  const sequence: StatefulSpec = { kind: 'sequence', within: 1, by: 'process-tree', steps: ['a'] };
  expect(createEventTracker(sequence, [], new Map())).toMatchObject({
    ok: false,
    issue: { code: 'stateful/bad-steps' },
  });
});
