interface Link<Value> {
  readonly key: string;
  readonly value: Value;
  older: Link<Value> | undefined;
  newer: Link<Value> | undefined;
}

/** A map that knows which key was not touched for longest. All in constant time: a Map's own order would be walked over what was deleted. */
export class RecencyMap<Value> {
  readonly #links = new Map<string, Link<Value>>();
  #oldest: Link<Value> | undefined;
  #newest: Link<Value> | undefined;

  get size(): number {
    return this.#links.size;
  }

  /** Does not touch it. */
  get(key: string): Value | undefined {
    return this.#links.get(key)?.value;
  }

  /** The value of a key, now the one touched last; undefined where there is none. */
  touch(key: string): Value | undefined {
    const link = this.#links.get(key);
    if (link === undefined) return undefined;
    if (link !== this.#newest) {
      this.#unlink(link);
      this.#append(link);
    }
    return link.value;
  }

  /** For a key that is not there yet. */
  add(key: string, value: Value): void {
    const link: Link<Value> = { key, value, older: undefined, newer: undefined };
    this.#links.set(key, link);
    this.#append(link);
  }

  delete(key: string): void {
    const link = this.#links.get(key);
    if (link === undefined) return;
    this.#links.delete(key);
    this.#unlink(link);
  }

  /** Takes out what was not touched for longest. */
  removeOldest(): Value | undefined {
    const link = this.#oldest;
    if (link === undefined) return undefined;
    this.#links.delete(link.key);
    this.#unlink(link);
    return link.value;
  }

  clear(): void {
    this.#links.clear();
    this.#oldest = undefined;
    this.#newest = undefined;
  }

  #append(link: Link<Value>): void {
    link.older = this.#newest;
    link.newer = undefined;
    if (this.#newest === undefined) this.#oldest = link;
    else this.#newest.newer = link;
    this.#newest = link;
  }

  #unlink(link: Link<Value>): void {
    if (link.older === undefined) this.#oldest = link.newer;
    else link.older.newer = link.newer;
    if (link.newer === undefined) this.#newest = link.older;
    else link.newer.older = link.older;
  }
}
