import { RecencyMap } from './recency-map.ts';
import { statefulLimits } from './stateful-spec.ts';

/** State for each key, bounded in keys and entries; what was not touched for longest goes first. */
export class KeyedTable<State extends { entries: number; newest: number }> {
  readonly #states = new RecencyMap<State>();
  /** States whose newest event is older than this before the present no longer matter. */
  readonly #lifetime: number;
  #entries = 0;
  #present = -Infinity;
  evicted = 0;
  restarts = 0;

  constructor(lifetime: number) {
    this.#lifetime = lifetime;
  }

  get keys(): number {
    return this.#states.size;
  }

  get entries(): number {
    return this.#entries;
  }

  /** To be called for each event. All is forgotten where time goes back further than events come late: another recording began. */
  advance(time: number): void {
    if (time < this.#present - this.#lifetime - statefulLimits.backwards) {
      this.#states.clear();
      this.#entries = 0;
      this.#present = time;
      this.restarts += 1;
    } else if (time > this.#present) this.#present = time;
  }

  peek(key: string): State | undefined {
    return this.#states.get(key);
  }

  /** The state of a key, made where there is none, as the one touched last. */
  touch(key: string, make: () => State): State {
    const known = this.#states.touch(key);
    if (known !== undefined) return known;
    if (this.#states.size >= statefulLimits.keys) this.#evictOldest();
    const state = make();
    this.#entries += state.entries;
    this.#states.add(key, state);
    return state;
  }

  /** After a state's own number of entries changed by `change`. */
  grew(state: State, change: number): void {
    state.entries += change;
    this.#entries += change;
    while (this.#entries > statefulLimits.entries && this.#states.size > 1) this.#evictOldest();
  }

  delete(key: string): void {
    const state = this.#states.get(key);
    if (state === undefined) return;
    this.#states.delete(key);
    this.#entries -= state.entries;
  }

  #evictOldest(): void {
    const state = this.#states.removeOldest();
    if (state === undefined) return;
    if (state.newest >= this.#present - this.#lifetime) this.evicted += 1;
    this.#entries -= state.entries;
  }
}
