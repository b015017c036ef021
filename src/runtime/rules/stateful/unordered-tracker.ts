import { KeyedTable } from './keyed-table.ts';
import type { SequenceSpec } from './stateful-spec.ts';
import type { Observation, Tracker, TrackerStats, Verdict } from './tracker.ts';

interface Seen {
  readonly time: number;
  readonly number: number;
}

interface UnorderedState {
  entries: number;
  newest: number;
  /** By step, the newest event and the one before it: for an event that satisfies two steps at once. */
  readonly last: (Seen | undefined)[];
  readonly before: (Seen | undefined)[];
}

/** A sequence whose steps may come in any order: an alert for the event with which there is one of each within the span. Then the key starts anew. */
export class UnorderedTracker implements Tracker {
  readonly waits = true;
  readonly #spec: SequenceSpec;
  readonly #table: KeyedTable<UnorderedState>;
  #withoutKey = 0;

  constructor(spec: SequenceSpec) {
    this.#spec = spec;
    this.#table = new KeyedTable(spec.within);
  }

  observe({ time, number, step, keys: [key] }: Observation): Verdict | undefined {
    this.#table.advance(time);
    if (key === undefined) {
      this.#withoutKey += 1;
      return undefined;
    }
    const state = this.#table.touch(key, () => ({ entries: 0, newest: time, last: [], before: [] }));
    if (time > state.newest) state.newest = time;
    if (state.last[step] === undefined) this.#table.grew(state, 1);
    state.before[step] = state.last[step];
    state.last[step] = { time, number };
    const events = this.#complete(state, time, number, step);
    if (events === undefined) return undefined;
    this.#table.delete(key);
    return { count: events.length, events };
  }

  stats(): TrackerStats {
    const { keys, entries, evicted, restarts } = this.#table;
    return { keys, entries, evicted, restarts, withoutKey: this.#withoutKey };
  }

  /** One event of each step within the span, this event for its step; undefined where one is missing. */
  #complete(state: UnorderedState, time: number, number: number, step: number): number[] | undefined {
    const events = [number];
    let first = time;
    let last = time;
    for (let other = 0; other <= this.#spec.steps.length; other += 1) {
      if (other === step) continue;
      const newest = state.last[other];
      const seen = newest?.number === number ? state.before[other] : newest;
      if (seen === undefined || events.includes(seen.number)) return undefined;
      first = Math.min(first, seen.time);
      last = Math.max(last, seen.time);
      events.push(seen.number);
    }
    return last - first > this.#spec.within ? undefined : events.sort((a, b) => a - b);
  }
}
