/** Descriptors of one process of a script; what is opened beyond that takes the last one's place, as if that had been closed. */
const maxDescriptors = 1_024;

/** What the descriptors of a process are, by number. A child shares its parent's until one of the two opens or closes. */
export class ScriptDescriptors implements Iterable<readonly [number, string]> {
  #entries: Map<number, string>;
  #shared = false;
  /** No lower number is free. */
  #free = 0;

  constructor(entries: Iterable<readonly [number, string]> = []) {
    this.#entries = new Map(entries);
  }

  fork(): ScriptDescriptors {
    const child = new ScriptDescriptors();
    child.#entries = this.#entries;
    child.#free = this.#free;
    child.#shared = true;
    this.#shared = true;
    return child;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(number: number): boolean {
    return this.#entries.has(number);
  }

  get(number: number): string | undefined {
    return this.#entries.get(number);
  }

  set(number: number, text: string): void {
    if (this.#entries.size < maxDescriptors || this.#entries.has(number)) this.#own().set(number, text);
  }

  delete(number: number): void {
    if (!this.#entries.has(number)) return;
    this.#own().delete(number);
    this.#free = Math.min(this.#free, number);
  }

  /** The lowest number that is free. */
  next(): number {
    while (this.#entries.has(this.#free)) this.#free += 1;
    return Math.min(this.#free, maxDescriptors - 1);
  }

  [Symbol.iterator](): MapIterator<[number, string]> {
    return this.#entries[Symbol.iterator]();
  }

  #own(): Map<number, string> {
    if (this.#shared) {
      this.#entries = new Map(this.#entries);
      this.#shared = false;
    }
    return this.#entries;
  }
}
