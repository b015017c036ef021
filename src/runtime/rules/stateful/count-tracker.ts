import { KeyedTable } from './keyed-table.ts';
import type { CountSpec } from './stateful-spec.ts';
import type { Observation, Tracker, TrackerStats, Verdict } from './tracker.ts';

interface Counted {
  readonly time: number;
  readonly number: number;
  readonly value: string;
}

interface CountState {
  entries: number;
  newest: number;
  /** By time, at most over + 1 of them; of `distinct` one for each value. */
  events: Counted[];
}

/** More than `over` events within a span. After an alert the key starts from zero. */
export class CountTracker implements Tracker {
  readonly waits = true;
  readonly #spec: CountSpec;
  readonly #table: KeyedTable<CountState>;
  #withoutKey = 0;

  constructor(spec: CountSpec) {
    this.#spec = spec;
    this.#table = new KeyedTable(spec.within);
  }

  observe({ time, number, keys, value }: Observation): Verdict | undefined {
    const { over, within, distinct } = this.#spec;
    this.#table.advance(time);
    const key = keys[0];
    if (key === undefined || (distinct !== undefined && value === undefined)) {
      this.#withoutKey += 1;
      return undefined;
    }
    const state = this.#table.touch(key, () => ({ entries: 0, newest: time, events: [] }));
    if (time > state.newest) state.newest = time;
    const before = state.events.length;
    insert(state.events, { time, number, value: value ?? '' }, distinct !== undefined);
    // The newest over + 1 events are enough: where they do not lie within the span, no more of them do.
    if (state.events.length > over + 1) state.events.shift();
    this.#table.grew(state, state.events.length - before);
    const { events } = state;
    if (events.length <= over || events.at(-1)!.time - events[0]!.time > within) return undefined;
    this.#table.delete(key);
    return { count: events.length, events: events.map((event) => event.number).sort((left, right) => left - right) };
  }

  stats(): TrackerStats {
    const { keys, entries, evicted, restarts } = this.#table;
    return { keys, entries, evicted, restarts, withoutKey: this.#withoutKey };
  }
}

/** Events that come late are put where their time belongs. A value that is there already moves to its newest time. */
function insert(events: Counted[], event: Counted, distinct: boolean): void {
  if (distinct) {
    const known = events.findIndex(({ value }) => value === event.value);
    if (known >= 0) {
      if (events[known]!.time >= event.time) return;
      events.splice(known, 1);
    }
  }
  let at = events.length;
  while (at > 0 && events[at - 1]!.time > event.time) at -= 1;
  if (at === events.length) events.push(event);
  else events.splice(at, 0, event);
}
