import { describe, expect, test } from 'vitest';
import { randomFrom } from '#testing/fuzz.ts';
import { type StatefulSpec, statefulLimits } from './stateful-spec.ts';
import { createTracker, type Tracker } from './tracker.ts';

const second = 1_000_000;
const start = 1_700_000_000 * second;

/** Feeds events at seconds after `start`; the numbers of those that raised an alert. */
function feed(
  tracker: Tracker,
  events: readonly { at: number; key?: string; step?: number; value?: string; keys?: string[] }[],
  first = 1,
): number[] {
  const alerts: number[] = [];
  for (const [index, { at, key = 'k', keys = [key], step = 0, value }] of events.entries()) {
    const number = first + index;
    if (tracker.observe({ time: start + at * second, number, step, keys, value }) !== undefined) alerts.push(number);
  }
  return alerts;
}

const count: StatefulSpec = { kind: 'count', over: 2, within: 10 * second, by: ['x.y'] };

describe('count', () => {
  test('more than over within the span, both ends included', () => {
    expect(feed(createTracker(count), [{ at: 0 }, { at: 5 }, { at: 10 }])).toEqual([3]);
    expect(feed(createTracker(count), [{ at: 0 }, { at: 5 }, { at: 10.000001 }, { at: 11 }])).toEqual([4]);
    expect(feed(createTracker({ ...count, over: 0 }), [{ at: 0 }, { at: 1 }])).toEqual([1, 2]);
  });

  test('after an alert the key starts from zero; keys do not mix', () => {
    expect(
      feed(
        createTracker(count),
        [0, 1, 2, 3, 4, 5].map((at) => ({ at })),
      ),
    ).toEqual([3, 6]);
    expect(
      feed(
        createTracker(count),
        [0, 1, 2, 3].map((at) => ({ at, key: String(at % 2) })),
      ),
    ).toEqual([]);
  });

  test('the verdict names the events', () => {
    const tracker = createTracker(count);
    feed(tracker, [{ at: 0 }, { at: 1 }], 7);
    expect(tracker.observe({ time: start + 2 * second, number: 9, step: 0, keys: ['k'] })).toEqual({
      count: 3,
      events: [7, 8, 9],
    });
  });

  test('events that come late count where their time belongs', () => {
    expect(feed(createTracker(count), [{ at: 20 }, { at: 11 }, { at: 15 }])).toEqual([3]);
    expect(feed(createTracker(count), [{ at: 20 }, { at: 9 }, { at: 15 }, { at: 19 }])).toEqual([4]);
  });

  test('different values: one that comes again counts once, at its newest time', () => {
    const distinct: StatefulSpec = { ...count, distinct: 'fd.name' };
    expect(
      feed(
        createTracker(distinct),
        ['a', 'a', 'b', 'a', 'b'].map((value, at) => ({ at, value })),
      ),
    ).toEqual([]);
    expect(
      feed(createTracker(distinct), [
        { at: 0, value: 'a' },
        { at: 1, value: 'b' },
        { at: 9, value: 'a' },
        { at: 11, value: 'c' },
      ]),
    ).toEqual([4]);
    expect(
      feed(createTracker(distinct), [
        { at: 0, value: 'a' },
        { at: 1, value: 'b' },
        { at: 11, value: 'c' },
      ]),
    ).toEqual([]);
  });

  test('without a key or value an event belongs to nothing', () => {
    const tracker = createTracker({ ...count, over: 0, distinct: 'fd.name' });
    expect(feed(tracker, [{ at: 0, keys: [] }, { at: 1 }])).toEqual([]);
    expect(tracker.stats()).toMatchObject({ withoutKey: 2, keys: 0 });
  });

  test('where time goes far back, another recording began', () => {
    const tracker = createTracker(count);
    expect(feed(tracker, [{ at: 100 }, { at: 101 }, { at: 0 }, { at: 1 }, { at: 2 }])).toEqual([5]);
    expect(tracker.stats().restarts).toBe(1);
  });
});

const sequence: StatefulSpec = { kind: 'sequence', within: 10 * second, by: ['x.y'], steps: ['b', 'c'] };

describe('sequence', () => {
  test('steps in their order within the span of the first', () => {
    expect(feed(createTracker(sequence), [{ at: 0 }, { at: 4, step: 1 }, { at: 10, step: 2 }])).toEqual([3]);
    expect(feed(createTracker(sequence), [{ at: 0 }, { at: 4, step: 1 }, { at: 10.1, step: 2 }])).toEqual([]);
    expect(feed(createTracker(sequence), [{ at: 0 }, { at: 1, step: 2 }, { at: 2, step: 1 }])).toEqual([]);
    expect(feed(createTracker(sequence), [{ at: 0 }, { at: 1, step: 1, key: 'other' }, { at: 2, step: 2 }])).toEqual(
      [],
    );
  });

  test('the newest beginning counts, and progress of an older one is not lost to it', () => {
    expect(feed(createTracker(sequence), [{ at: 0 }, { at: 8 }, { at: 9, step: 1 }, { at: 15, step: 2 }])).toEqual([4]);
    expect(feed(createTracker(sequence), [{ at: 0 }, { at: 1, step: 1 }, { at: 8 }, { at: 9, step: 2 }])).toEqual([4]);
  });

  test('after an alert it starts anew', () => {
    const tracker = createTracker({ ...sequence, steps: ['b'] });
    expect(feed(tracker, [{ at: 0 }, { at: 1, step: 1 }, { at: 2, step: 1 }, { at: 3 }, { at: 4, step: 1 }])).toEqual([
      2, 5,
    ]);
  });

  test('one event is not two steps', () => {
    const tracker = createTracker({ ...sequence, steps: ['b'] });
    const both = (number: number, at: number) =>
      [0, 1].map((step) => tracker.observe({ time: start + at * second, number, step, keys: ['k'] }) !== undefined);
    expect(both(1, 0)).toEqual([false, false]);
    expect(both(2, 1)).toEqual([false, true]);
  });

  test('in a process tree later steps may come from descendants, not from the parent', () => {
    const tree: StatefulSpec = { ...sequence, by: 'process-tree', steps: ['b'] };
    expect(
      feed(createTracker(tree), [
        { at: 0, keys: ['10'] },
        { at: 1, step: 1, keys: ['12', '11', '10', '1'] },
      ]),
    ).toEqual([2]);
    expect(
      feed(createTracker(tree), [
        { at: 0, keys: ['12'] },
        { at: 1, step: 1, keys: ['10', '1'] },
      ]),
    ).toEqual([]);
  });

  test('the verdict names an event for each step', () => {
    const tracker = createTracker(sequence);
    feed(tracker, [{ at: 0 }, { at: 1 }, { at: 2, step: 1 }]);
    expect(tracker.observe({ time: start + 3 * second, number: 4, step: 2, keys: ['k'] })).toEqual({
      count: 3,
      events: [2, 3, 4],
    });
  });
});

const firstSeen: StatefulSpec = { kind: 'first-seen', of: ['proc.exepath'], by: ['image'], learn: 10 * second };

describe('first seen', () => {
  test('learns, then alerts once for each value and key', () => {
    const events = [
      { at: 0, value: 'a' },
      { at: 5, value: 'b' },
      { at: 10, value: 'c' },
      { at: 11, value: 'c' },
      { at: 12, value: 'a' },
      { at: 13, value: 'c', key: 'other' },
    ];
    expect(feed(createTracker(firstSeen), events)).toEqual([3]);
    expect(feed(createTracker({ ...firstSeen, learn: 0 }), events)).toEqual([1, 2, 3, 6]);
  });

  test('an older recording after a newer one is learned too, and nothing is forgotten', () => {
    const tracker = createTracker(firstSeen);
    expect(
      feed(tracker, [
        { at: 1_000, value: 'a' },
        { at: 0, value: 'b' },
        { at: 5, value: 'c' },
        { at: 2_000, value: 'a' },
      ]),
    ).toEqual([]);
    expect(tracker.stats().restarts).toBe(0);
  });

  test('values of one key are bounded: the one not seen for longest is forgotten', () => {
    const tracker = createTracker({ ...firstSeen, learn: 0 });
    const many = statefulLimits.valuesOfKey;
    for (let index = 0; index <= many; index += 1)
      tracker.observe({ time: start, number: index, step: 0, keys: ['k'], value: String(index) });
    expect(tracker.stats()).toMatchObject({ entries: many, evicted: 1 });
    expect(
      feed(tracker, [
        { at: 1, value: '1' },
        { at: 1, value: '0' },
      ]),
    ).toEqual([2]);
  });
});

describe('memory', () => {
  const specs: StatefulSpec[] = [
    { ...count, over: 100 },
    { ...count, over: 100, distinct: 'a.b' },
    sequence,
    firstSeen,
  ];

  test.each(specs)('$kind stays within its limits, and counts what it loses', (spec) => {
    const tracker = createTracker(spec);
    for (let index = 0; index < 120_000; index += 1)
      tracker.observe({
        time: start + index,
        number: index,
        step: 0,
        keys: [`k${index % 30_000}`],
        value: `v${index}`,
      });
    const { keys, entries, evicted } = tracker.stats();
    expect(keys).toBeLessThanOrEqual(statefulLimits.keys);
    expect(entries).toBeLessThanOrEqual(statefulLimits.entries);
    expect(evicted).toBeGreaterThan(0);
  });

  test('what could no longer matter is no loss', () => {
    const tracker = createTracker(count);
    for (let index = 0; index < 20_000; index += 1)
      tracker.observe({ time: start + index * 11 * second, number: index, step: 0, keys: [`k${index}`] });
    expect(tracker.stats()).toMatchObject({ keys: statefulLimits.keys, evicted: 0 });
  });

  test('random events, twice: no throw, the same answers, entries counted right', () => {
    for (const spec of specs) {
      const run = () => {
        const random = randomFrom(11);
        const tracker = createTracker(spec);
        let alerts = '';
        for (let number = 0; number < 3_000; number += 1) {
          const time = start + Math.floor((random() - 0.02) * number * 20_000);
          const keys = Array.from({ length: Math.floor(random() * 3) }, () => String(Math.floor(random() * 5)));
          const value = random() < 0.1 ? undefined : String(Math.floor(random() * 200));
          if (tracker.observe({ time, number, step: Math.floor(random() * 3), keys, value })) alerts += `${number} `;
        }
        return { alerts, stats: tracker.stats() };
      };
      const first = run();
      expect(run()).toEqual(first);
      expect(first.stats.entries).toBeGreaterThanOrEqual(0);
    }
  });
});
