import { describe, expect, it } from 'vitest';
import { parseStateful } from './parse-stateful.ts';
import { createTracker } from './tracker.ts';

const sequence = (more: object) =>
  parseStateful({ sequence: { followed_by: 'x', within: '2s', by: ['proc.ppid'], ...more } });

function tracker(more: object = {}) {
  const spec = sequence({ any_order: true, ...more });
  if (!spec.ok) throw new Error(spec.issue.message);
  return createTracker(spec.value);
}

/** Alerts of steps `[step, second, key?, number?]`. */
function alerts(steps: readonly (readonly [number, number, string?, number?])[], more?: object) {
  const own = tracker(more);
  return steps.map(
    ([step, second, key = 'k', number], index) =>
      own.observe({ time: second * 1e6, number: number ?? index + 1, step, keys: [key] })?.events,
  );
}

describe('a sequence in any order', () => {
  it('is complete with the last of its steps, whichever that is', () => {
    expect(
      alerts([
        [0, 1],
        [1, 2],
      ]),
    ).toEqual([undefined, [1, 2]]);
    expect(
      alerts([
        [1, 1],
        [0, 2],
      ]),
    ).toEqual([undefined, [1, 2]]);
    expect(
      alerts(
        [
          [2, 1],
          [0, 2],
          [1, 3],
        ],
        { followed_by: ['x', 'y'] },
      ),
    ).toEqual([undefined, undefined, [1, 2, 3]]);
  });

  it('looks at the span, the key, and starts anew after an alert', () => {
    expect(
      alerts([
        [0, 1],
        [1, 3.1],
      ]),
    ).toEqual([undefined, undefined]);
    expect(
      alerts([
        [0, 1],
        [1, 1, 'other'],
      ]),
    ).toEqual([undefined, undefined]);
    expect(
      alerts([
        [0, 1],
        [1, 2],
        [1, 2],
        [0, 2],
      ]),
    ).toEqual([undefined, [1, 2], undefined, [3, 4]]);
  });

  it('does not take one event for two steps', () => {
    expect(
      alerts([
        [0, 1, 'k', 7],
        [1, 1, 'k', 7],
      ]),
    ).toEqual([undefined, undefined]);
    expect(
      alerts([
        [0, 1, 'k', 6],
        [0, 2, 'k', 7],
        [1, 2, 'k', 7],
      ]),
    ).toEqual([undefined, undefined, [6, 7]]);
  });

  it.each([
    [{ any_order: 'yes' }, 'stateful/bad-order'],
    [{ any_order: true, by: 'process-tree' }, 'stateful/bad-order'],
    [{ by: [['fd.name', 'proc.exepath', 'proc.name']] }, 'stateful/bad-field'],
    [{ by: [['fd.name', 7]] }, 'stateful/bad-field'],
  ])('refuses %j', (more, code) => {
    const spec = sequence(more);
    expect(spec.ok ? '' : spec.issue.code).toBe(code);
  });

  it('reads a key whose fields differ by step', () => {
    const spec = sequence({ by: ['container.id', ['fd.name', 'proc.exepath']] });
    expect(spec.ok && spec.value).toMatchObject({
      by: ['container.id', 'fd.name'],
      byOfSteps: [['container.id', 'proc.exepath']],
    });
  });
});
