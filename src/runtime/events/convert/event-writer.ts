import { eventHeaderBytes } from '../event.ts';

/**
 * Bytes of an event whose lengths have 16 bits: what fits into a block for readers, here and elsewhere. The kernel's own are never longer. Texts
 * are cut for it; there is room left for all the numbers that an event may have.
 */
const maxSmallEvent = 64 * 1024 - 512;
const numberBytes = 16;

/** Builds an event in a buffer of its own that is used again for the next one: header, lengths, values. */
export class EventWriter {
  bytes: Buffer = Buffer.alloc(4096);
  view: DataView = viewOf(this.bytes);
  parameterCount = 0;
  large = false;
  #next = 0;
  #at = 0;

  /** Starts with the header of another event (time, thread), and room for the lengths. */
  begin(from: Buffer, at: number, type: number, parameterCount: number, large: boolean): void {
    this.#at = eventHeaderBytes + parameterCount * (large ? 4 : 2);
    this.#reserve(0);
    from.copy(this.bytes, 0, at, at + eventHeaderBytes);
    this.view.setUint16(20, type, true);
    this.view.setUint32(22, parameterCount, true);
    this.parameterCount = parameterCount;
    this.large = large;
    this.#next = 0;
  }

  empty(): void {
    this.#length(0);
  }

  /** The same byte, `size` times. */
  fill(byte: number, size: number): void {
    this.#reserve(size);
    this.bytes.fill(byte, this.#at, this.#at + size);
    this.#length(size);
  }

  copy(from: Buffer, start: number, size: number): void {
    const fits =
      this.large || size <= numberBytes ? size : Math.min(size, 0xffff, Math.max(0, maxSmallEvent - this.#at));
    this.#reserve(fits);
    from.copy(this.bytes, this.#at, start, start + fits);
    this.#length(fits);
  }

  /** Writes the event's length; returns it. */
  finish(): number {
    this.view.setUint32(16, this.#at, true);
    return this.#at;
  }

  #length(size: number): void {
    if (this.large) this.view.setUint32(eventHeaderBytes + this.#next * 4, size, true);
    else this.view.setUint16(eventHeaderBytes + this.#next * 2, size, true);
    this.#next += 1;
    this.#at += size;
  }

  #reserve(size: number): void {
    const needed = this.#at + size;
    if (needed <= this.bytes.length) return;
    const bytes = Buffer.alloc(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(bytes);
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
