/** Descriptors of all processes of a host; busy hosts have some ten thousand, and one that lost its closes would have ever more. */
export const maxFdsOfHost = 262_144;

/** Counts the entries of all descriptor tables of a host. */
export class FdBudget {
  readonly #limit: number;
  #used = 0;
  /** Entries that a fork would have copied when there was no room for them. */
  lost = 0;

  constructor(limit: number = maxFdsOfHost) {
    this.#limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  /** False where there is no room for so many. */
  take(count: number): boolean {
    if (this.#used + count > this.#limit) return false;
    this.#used += count;
    return true;
  }

  give(count: number): void {
    this.#used -= count;
  }

  /** All tables are gone. */
  clear(): void {
    this.#used = 0;
  }
}
