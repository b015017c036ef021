import { KeyedTable } from './keyed-table.ts';
import { RecencyMap } from './recency-map.ts';
import { type FirstSeenSpec, statefulLimits } from './stateful-spec.ts';
import type { Observation, Tracker, TrackerStats, Verdict } from './tracker.ts';

interface SeenState {
  entries: number;
  newest: number;
  /** Time of the key's first event. */
  since: number;
  readonly values: RecencyMap<true>;
}

/** A value that a key never had before, once its learning period is over. */
export class FirstSeenTracker implements Tracker {
  readonly waits = true;
  readonly #spec: FirstSeenSpec;
  /** What was learned outlives recordings: time that goes back forgets nothing. */
  readonly #table = new KeyedTable<SeenState>(Infinity);
  #withoutKey = 0;
  #evictedValues = 0;

  constructor(spec: FirstSeenSpec) {
    this.#spec = spec;
  }

  observe({ time, number, keys, value }: Observation): Verdict | undefined {
    this.#table.advance(time);
    const key = keys[0];
    if (key === undefined || value === undefined) {
      this.#withoutKey += 1;
      return undefined;
    }
    const state = this.#table.touch(key, () => ({ entries: 0, newest: time, since: time, values: new RecencyMap() }));
    if (time > state.newest) state.newest = time;
    // An older recording of the same key: its learning began then.
    if (time < state.since) state.since = time;
    if (state.values.touch(value)) return undefined;
    state.values.add(value, true);
    let change = 1;
    if (state.values.size > statefulLimits.valuesOfKey) {
      state.values.removeOldest();
      this.#evictedValues += 1;
      change = 0;
    }
    this.#table.grew(state, change);
    return time - state.since < this.#spec.learn ? undefined : { count: 1, events: [number] };
  }

  stats(): TrackerStats {
    const { keys, entries, evicted, restarts } = this.#table;
    return { keys, entries, evicted: evicted + this.#evictedValues, restarts, withoutKey: this.#withoutKey };
  }
}
