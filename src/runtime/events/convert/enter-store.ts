/** Threads whose enter event is kept; the oldest is dropped beyond that. */
const maxThreads = 65_536;
/** Bytes of all kept enter events. */
const maxBytes = 64 * 1024 * 1024;

export interface StoredEnter {
  /** -1: taken already. */
  type: number;
  bytes: Buffer;
  /** The same bytes. */
  view: DataView;
  length: number;
  parameterCount: number;
}

/** Enter events of captures from before they were folded into exit events: one a thread, until its exit event comes. */
export class EnterStore {
  /** Dropped because the store was full: their exit events lack what they said. */
  evicted = 0;
  readonly #byThread = new Map<number, StoredEnter>();
  #bytes = 0;

  put(tid: number, type: number, bytes: Buffer, at: number, length: number, parameterCount: number): void {
    let entry = this.#byThread.get(tid);
    if (entry && entry.bytes.length < length) {
      this.#drop(tid, entry);
      entry = undefined;
    }
    if (!entry) {
      while (this.#byThread.size >= maxThreads || (this.#bytes + length > maxBytes && this.#byThread.size > 0))
        this.#evict();
      const room = Buffer.allocUnsafeSlow(Math.max(length, 96));
      const view = new DataView(room.buffer, room.byteOffset, room.length);
      entry = { type, bytes: room, view, length, parameterCount };
      this.#bytes += room.length;
      this.#byThread.set(tid, entry);
    }
    entry.type = type;
    entry.length = length;
    entry.parameterCount = parameterCount;
    bytes.copy(entry.bytes, 0, at, at + length);
  }

  get(tid: number): StoredEnter | undefined {
    const entry = this.#byThread.get(tid);
    return entry === undefined || entry.type < 0 ? undefined : entry;
  }

  /** The room stays: the thread will call again. */
  take(entry: StoredEnter): void {
    entry.type = -1;
  }

  /** Enter events whose exit event has not come. */
  *pending(): IterableIterator<StoredEnter> {
    for (const entry of this.#byThread.values()) if (entry.type >= 0) yield entry;
  }

  clear(): void {
    this.#byThread.clear();
    this.#bytes = 0;
  }

  #drop(tid: number, entry: StoredEnter): void {
    this.#byThread.delete(tid);
    this.#bytes -= entry.bytes.length;
  }

  #evict(): void {
    for (const [tid, entry] of this.#byThread) {
      this.#drop(tid, entry);
      if (entry.type >= 0) this.evicted += 1;
      return;
    }
  }
}
