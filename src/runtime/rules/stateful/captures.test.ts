import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { replayCapture } from '#runtime/events/capture/replay-capture.ts';
import { createHostState } from '#runtime/events/state/create-host-state.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { createEngine } from '../engine/create-engine.ts';
import { fields } from '../fields/index.ts';
import { parseCondition } from '../language/parser.ts';
import { createEventTracker } from './event-tracker.ts';
import { parseStateful } from './parse-stateful.ts';

function condition(text: string) {
  const outcome = parseCondition(text);
  if (!outcome.ok) throw new Error(outcome.issue.message);
  return outcome.value;
}

/** Numbers of the events of a capture that raise an alert. */
async function alertsOf(capture: string, text: string, holdfast: unknown): Promise<number[]> {
  const spec = parseStateful(holdfast);
  if (!spec.ok) throw new Error(spec.issue.message);
  const steps = spec.value.kind === 'sequence' ? spec.value.steps.map(condition) : [];
  const tracker = createEventTracker(spec.value, steps, fields);
  if (!tracker.ok) throw new Error(tracker.issue.message);
  const rules = [{ name: 'test', condition: condition(text) }];
  const engine = createEngine(rules, { match: 'all', fields, trackerOf: () => tracker.value });
  if (!engine.ok) throw new Error(engine.issue.message);
  const alerts: number[] = [];
  const done = await replayCapture(sharedPath('captures', capture, 'capture.scap'), createHostState(), (event) =>
    engine.value.evaluate(event, () => alerts.push(event.number)),
  );
  if (!done.ok) throw new Error(done.issue.message);
  return alerts;
}

interface Row {
  readonly number: number;
  /** Microseconds. */
  readonly time: number;
  readonly type: string;
  readonly container: string;
  readonly name: string | undefined;
}

/** The same events as the peer's dump has them. */
function rowsOf(capture: string): Row[] {
  const text = gunzipSync(readFileSync(sharedPath('captures', capture, 'events.jsonl.gz'))).toString();
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const row = JSON.parse(line) as Record<string, string | number>;
      // The recording host's own cgroup looks like a container's to the peer.
      const container = row['container.id'] === '7d9ec60cca98' ? 'host' : row['container.id'];
      return {
        number: Number(row['evt.num']),
        time: Math.floor(Number(row['evt.rawtime']) / 1_000),
        type: String(row['evt.type']),
        container: String(container),
        name: row['fd.name'] as string | undefined,
      };
    });
}

const captures = ['b03_shell_loop', 'b01_dpkg_queries', 'a25_server_spawns_shell', 'b10_sockets'];

describe.skipIf(skipShared.skip)(`captures ${skipShared.note}`, () => {
  test.each(captures)('%s: counting agrees with a count by hand over the peer’s dump', async (capture) => {
    const windows = new Map<string, number[]>();
    const expected: number[] = [];
    for (const { number, time, type, container } of rowsOf(capture)) {
      if (type !== 'openat' && type !== 'close') continue;
      const window = [...(windows.get(container) ?? []), time].filter((earlier) => time - earlier <= 20_000);
      if (window.length > 12) expected.push(number);
      windows.set(container, window.length > 12 ? [] : window);
    }
    const alerts = await alertsOf(capture, 'evt.type in (openat, close)', {
      count: { over: 12, within: '20ms', by: ['container.id'] },
    });
    expect(alerts).toEqual(expected);
    expect(alerts.length).toBeGreaterThan(0);
  });

  test.each(captures)('%s: so do sequences', async (capture) => {
    const begun = new Map<string, number>();
    const expected: number[] = [];
    for (const { number, time, type, container } of rowsOf(capture)) {
      if (type === 'close' && time - (begun.get(container) ?? -Infinity) <= 5_000) {
        expected.push(number);
        begun.delete(container);
      }
      if (type === 'openat') begun.set(container, time);
    }
    const alerts = await alertsOf(capture, 'evt.type = openat', {
      sequence: { followed_by: 'evt.type = close', within: '5ms', by: 'container' },
    });
    expect(alerts).toEqual(expected);
    expect(alerts.length).toBeGreaterThan(0);
  });

  test.each(captures)('%s: and what is first seen', async (capture) => {
    const seen = new Set<string>();
    const since = new Map<string, number>();
    const expected: number[] = [];
    for (const { number, time, type, container, name } of rowsOf(capture)) {
      if (type !== 'openat' || name === undefined) continue;
      if (!since.has(container)) since.set(container, time);
      if (!seen.has(`${container} ${name}`) && time - since.get(container)! >= 100_000) expected.push(number);
      seen.add(`${container} ${name}`);
    }
    const alerts = await alertsOf(capture, 'evt.type = openat', {
      first_seen: { of: 'fd.name', by: ['container.id'], learn: '100ms' },
    });
    expect(alerts).toEqual(expected);
  });
});
