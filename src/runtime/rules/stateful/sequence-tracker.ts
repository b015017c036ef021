import { KeyedTable } from './keyed-table.ts';
import type { SequenceSpec } from './stateful-spec.ts';
import type { Observation, Tracker, TrackerStats, Verdict } from './tracker.ts';

/** A sequence that has come so far. */
interface Progress {
  /** Time of the first step's event. */
  readonly start: number;
  /** Numbers of the events of the steps. */
  readonly events: readonly number[];
  /** That of an earlier event which this one took the place of: for an event that satisfies two steps at once. */
  readonly before: Progress | undefined;
}

interface SequenceState {
  entries: number;
  newest: number;
  /** By the step that is waited for: of those that got there the one that began last. [0] is never used. */
  readonly waiting: (Progress | undefined)[];
}

/** Steps one after the other, in the order of the stream, for one key. After an alert the key starts anew. */
export class SequenceTracker implements Tracker {
  readonly #spec: SequenceSpec;
  readonly #table: KeyedTable<SequenceState>;
  #withoutKey = 0;

  constructor(spec: SequenceSpec) {
    this.#spec = spec;
    this.#table = new KeyedTable(spec.within);
  }

  observe({ time, number, step, keys }: Observation): Verdict | undefined {
    this.#table.advance(time);
    const key = keys[0];
    if (key === undefined) {
      this.#withoutKey += 1;
      return undefined;
    }
    if (step === 0) {
      this.#reach(key, 1, { start: time, events: [number], before: undefined }, time);
      return undefined;
    }
    let verdict: Verdict | undefined;
    // Of a process tree each ancestor may have begun one; the nearest decides what the alert shows.
    for (const candidate of keys) verdict = this.#continue(candidate, time, number, step) ?? verdict;
    return verdict;
  }

  get waits(): boolean {
    return this.#table.keys > 0;
  }

  stats(): TrackerStats {
    const { keys, entries, evicted, restarts } = this.#table;
    return { keys, entries, evicted, restarts, withoutKey: this.#withoutKey };
  }

  #continue(key: string, time: number, number: number, step: number): Verdict | undefined {
    const state = this.#table.peek(key);
    let progress = state?.waiting[step];
    if (progress?.events.at(-1) === number) progress = progress.before;
    if (progress === undefined || Math.abs(time - progress.start) > this.#spec.within) return undefined;
    const events = [...progress.events, number];
    if (step === this.#spec.steps.length) {
      this.#table.delete(key);
      return { count: events.length, events };
    }
    this.#reach(key, step + 1, { start: progress.start, events, before: undefined }, time);
    return undefined;
  }

  #reach(key: string, step: number, progress: Progress, time: number): void {
    const state = this.#table.touch(key, () => ({ entries: 0, newest: time, waiting: [] }));
    if (time > state.newest) state.newest = time;
    const there = state.waiting[step];
    if (there !== undefined && there.start > progress.start) return;
    // One generation back is enough: numbers ascend, so that an event meets itself at most once in a step.
    const before = there === undefined ? undefined : { ...there, before: undefined };
    state.waiting[step] = { ...progress, before };
    if (there === undefined) this.#table.grew(state, 1);
  }
}
