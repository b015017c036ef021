import { type StatefulSpec, statefulLimits } from '#runtime/rules/stateful/stateful-spec.ts';
import { createTracker } from '#runtime/rules/stateful/tracker.ts';
import { below, type FuzzTarget, pick, promise, type Random } from '../target.ts';

const second = 1_000_000;
const start = 1_700_000_000 * second;

export const runtimeTrackerTargets: readonly FuzzTarget[] = [
  {
    id: 'runtime/trackers',
    weight: 0.5,
    seeds: () => [Buffer.from('keys')],
    make: (_, random) => Buffer.from(`${below(2 ** 32, random)}`),
    run: observe,
  },
];

/** A rule with a memory gets keys, values and times that nobody would send, and keeps no more than it may. */
function observe(_: Buffer, random: Random): unknown {
  const spec = pick(specs, random);
  const tracker = createTracker(spec);
  const steps = spec.kind === 'sequence' ? spec.steps.length + 1 : 1;
  const many = random() < 0.02 ? 20_000 : 300;
  const differentKeys = pick([1, 3, 50, 1e9], random);
  const differentValues = pick([1, 3, 50, 1e9], random);
  const backwards = random() < 0.3;
  let time = start;
  let alerts = 0;
  for (let number = 1; number <= many; number += 1) {
    const jump = below(20, random) === 0 ? below(3600 * second, random) : below(2 * second, random);
    time = backwards && random() < 0.4 ? Math.max(0, time - jump * 2) : time + jump;
    if (random() < 0.001) time = pick([0, Number.MAX_SAFE_INTEGER, start], random);
    const keys =
      random() < 0.05
        ? []
        : Array.from(
            { length: random() < 0.8 ? 1 : 1 + below(64, random) },
            () => pick(['k', '__proto__', ''], random) + below(differentKeys, random),
          );
    const value = random() < 0.05 ? undefined : `v${below(differentValues, random)}`;
    const verdict = tracker.observe({ time, number, step: below(steps, random), keys, value });
    if (verdict === undefined) continue;
    alerts += 1;
    promise(
      verdict.count >= 1 && verdict.events.every((event) => event >= 1 && event <= number),
      `event ${number}: a verdict over ${verdict.events}`,
    );
    promise(
      verdict.events.at(-1) === number || backwards,
      `event ${number}: the verdict ends with ${verdict.events.at(-1)}`,
    );
  }
  const { keys, entries } = tracker.stats();
  promise(keys >= 0 && keys <= statefulLimits.keys, `${keys} keys`);
  promise(entries >= 0 && entries <= statefulLimits.entries + statefulLimits.over + 1, `${entries} entries`);
  return { alerts, keys, entries };
}

const specs: readonly StatefulSpec[] = [
  { kind: 'count', over: 0, within: 1, by: [] },
  { kind: 'count', over: 5, within: 10 * second, by: ['x.y'] },
  { kind: 'count', over: statefulLimits.over, within: statefulLimits.duration, by: ['x.y'] },
  { kind: 'count', over: 20, within: 60 * second, by: ['x.y'], distinct: 'fd.name' },
  { kind: 'count', over: statefulLimits.overDistinct, within: statefulLimits.duration, by: [], distinct: 'fd.name' },
  { kind: 'sequence', within: 60 * second, by: ['x.y'], steps: ['b'] },
  {
    kind: 'sequence',
    within: statefulLimits.duration,
    by: 'process-tree',
    steps: Array<string>(statefulLimits.steps).fill('b'),
  },
  { kind: 'first-seen', of: ['a.b'], by: ['x.y'], learn: 0 },
  { kind: 'first-seen', of: ['a.b'], by: [], learn: 600 * second },
];
