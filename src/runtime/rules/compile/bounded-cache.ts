/** A map of at most `size` entries: when it is full, it starts anew. Values of events repeat in bursts, so that is as good as keeping the last used. */
export class BoundedCache<Key, Value> {
  readonly #size: number;
  readonly #map = new Map<Key, Value>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: Key): Value | undefined {
    return this.#map.get(key);
  }

  set(key: Key, value: Value): void {
    if (this.#map.size >= this.#size) this.#map.clear();
    this.#map.set(key, value);
  }
}
