import type { Descriptor } from './descriptor.ts';
import type { Fd } from './fd.ts';
import { FdBudget } from './fd-budget.ts';
import { firstSize, grown, inBuckets, nextSize } from './hash-order.ts';

/** What a process list or events may put into one process's table; the kernel's default limit is 1,024 to 1,048,576. */
export const maxFdsOfProcess = 65_536;

/** Forks one after the other that share entries: their order is worked out step by step. */
const maxForks = 8;

/** Entries of a table whose order is kept as peers have it: working it out takes time at each fork. */
const maxOrdered = 4_096;

let lastId = 0;

/** Descriptors below this number are also found by index: most are, and nearly every event looks one up. */
const maxIndexed = 64;

/** Entries that several tables may have. */
class Entries {
  /** Tables that have them. */
  tables = 1;
  readonly byNumber: Map<number, Descriptor>;
  readonly #indexed: (Descriptor | undefined)[] = [];

  constructor(from?: Entries) {
    this.byNumber = new Map(from?.byNumber);
    if (from) this.#indexed = from.#indexed.slice();
  }

  static of(descriptors: readonly Descriptor[]): Entries {
    const entries = new Entries();
    for (const descriptor of descriptors) entries.set(descriptor.number, descriptor);
    return entries;
  }

  get size(): number {
    return this.byNumber.size;
  }

  get(fd: number): Descriptor | undefined {
    if (fd >= maxIndexed || fd < 0) return this.byNumber.get(fd);
    return fd < this.#indexed.length ? this.#indexed[fd] : undefined;
  }

  set(fd: number, descriptor: Descriptor): void {
    this.byNumber.set(fd, descriptor);
    if (fd >= maxIndexed || fd < 0) return;
    const indexed = this.#indexed;
    while (indexed.length < fd) indexed.push(undefined);
    if (indexed.length === fd) indexed.push(descriptor);
    else indexed[fd] = descriptor;
  }

  delete(fd: number): boolean {
    if (fd >= 0 && fd < this.#indexed.length) this.#indexed[fd] = undefined;
    return this.byNumber.delete(fd);
  }
}

/**
 * The descriptors of a process. A fork shares them: the entries are copied when either side changes its table, a descriptor when one of them
 * changes it (`own`).
 */
export class FdTable implements ReadonlyMap<number, Fd> {
  #entries: Entries = new Entries();
  readonly #budget: FdBudget;
  /** Buckets that a hash table of these entries would have, and how many forks lie between the entries and this table: see #order. */
  #buckets = firstSize;
  #forks = 0;
  /** Descriptors with this owner are nobody else's. */
  #id = ++lastId;

  constructor(budget: FdBudget = new FdBudget()) {
    this.#budget = budget;
  }

  fork(): FdTable {
    if (this.#forks >= maxForks) this.#writable();
    const child = new FdTable(this.#budget);
    child.#entries = this.#entries;
    child.#buckets = this.#buckets;
    child.#forks = this.#forks + 1;
    this.#entries.tables += 1;
    this.#id = ++lastId;
    return child;
  }

  /** The process is gone. */
  release(): void {
    this.#leave();
    this.#entries = new Entries();
    this.#forks = 0;
  }

  #leave(): void {
    this.#entries.tables -= 1;
    if (this.#entries.tables === 0) this.#budget.give(this.#entries.size);
  }

  get(fd: number): Descriptor | undefined {
    return this.#entries.get(fd);
  }

  /** False where the table is full, or the host has too many. */
  set(fd: number, descriptor: Descriptor): boolean {
    descriptor.number = fd;
    descriptor.owner = this.#id;
    const entries = this.#writable();
    if (entries.get(fd) === undefined) {
      if (entries.size >= maxFdsOfProcess || !this.#budget.take(1)) return false;
      if (entries.size >= this.#buckets) this.#grow();
    }
    this.#entries.set(fd, descriptor);
    return true;
  }

  /** The descriptor as one that may be changed: a copy where another table has it too. */
  own(descriptor: Descriptor): Descriptor {
    if (descriptor.owner === this.#id) return descriptor;
    const copy = descriptor.copy();
    copy.owner = this.#id;
    this.#writable().set(copy.number, copy);
    return copy;
  }

  delete(fd: number): void {
    if (this.#entries.get(fd) !== undefined) this.#remove(fd);
  }

  #remove(fd: number): void {
    if (this.#writable().delete(fd)) this.#budget.give(1);
  }

  closeOnExec(): void {
    for (const descriptor of this.#entries.byNumber.values()) {
      if (descriptor.isCloseOnExec) this.#remove(descriptor.number);
    }
  }

  /** close_range(first, last), both included. */
  closeRange(first: number, last: number): void {
    for (const fd of this.#entries.byNumber.keys()) if (fd >= first && fd <= last) this.#remove(fd);
  }

  setCloseOnExec(first: number, last: number, flag: number): void {
    for (const descriptor of this.#entries.byNumber.values()) {
      const fd = descriptor.number;
      if (fd >= first && fd <= last && (descriptor.openFlags & flag) === 0) this.own(descriptor).openFlags |= flag;
    }
  }

  /** The entries as ones that are nobody else's. */
  #writable(): Entries {
    const shared = this.#entries;
    if (shared.tables > 1) {
      this.#leave();
      if (!this.#budget.take(shared.size)) {
        this.#budget.lost += shared.size;
        this.#entries = new Entries();
        this.#buckets = firstSize;
        this.#forks = 0;
      } else if (this.#forks > 0) this.#settleForks();
      else this.#entries = new Entries(shared);
    } else if (this.#forks > 0) this.#settleForks();
    return this.#entries;
  }

  /** The entries in the order in which peers go through them: that of a hash table, from which each fork copies one by one. */
  #order(): Descriptor[] {
    if (this.#forks > 0) this.#writable();
    if (this.#entries.size > maxOrdered) return [...this.#entries.byNumber.values()];
    return inBuckets(this.#entries.byNumber.values(), this.#buckets);
  }

  #settleForks(): void {
    if (this.#entries.size > maxOrdered) {
      this.#entries = new Entries(this.#entries);
      this.#forks = 0;
      return;
    }
    let { items, size } = { items: [...this.#entries.byNumber.values()] as readonly Descriptor[], size: this.#buckets };
    for (let fork = 0; fork < this.#forks; fork += 1) ({ items, size } = grown(inBuckets(items, size)));
    this.#entries = Entries.of(items);
    this.#buckets = size;
    this.#forks = 0;
  }

  #grow(): void {
    this.#entries = Entries.of(this.#order());
    this.#buckets = nextSize(this.#buckets);
  }

  get size(): number {
    return this.#entries.size;
  }

  has(fd: number): boolean {
    return this.#entries.byNumber.has(fd);
  }

  keys(): MapIterator<number> {
    return this.#entries.byNumber.keys();
  }

  /** In the order in which peers list them. */
  values(): ArrayIterator<Descriptor> {
    return this.#order().values();
  }

  entries(): MapIterator<[number, Descriptor]> {
    return this.#entries.byNumber.entries();
  }

  [Symbol.iterator](): MapIterator<[number, Descriptor]> {
    return this.#entries.byNumber.entries();
  }

  forEach(visit: (value: Fd, key: number, map: ReadonlyMap<number, Fd>) => void): void {
    this.#entries.byNumber.forEach((value, key) => {
      visit(value, key, this);
    });
  }
}
