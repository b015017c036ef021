import type { Fd } from './state/fd.ts';
import type { HostState } from './state/host-state.ts';
import type { Thread } from './state/thread.ts';
import { EventType } from './table/generated/event-type.ts';
import { decodeText } from './text.ts';
import { u16At, u32At } from './unsigned.ts';

/** Bytes of an event's header: u64 time, u64 thread, u32 length, u16 type, u32 number of parameters (ppm_evt_hdr, packed). */
export const eventHeaderBytes = 26;

/** Parameters of one event that are looked at; the table's longest row has 32, a newer writer may add some. */
const maxParameters = 64;

const noBytes = Buffer.alloc(0);
const noView = new DataView(new ArrayBuffer(0));

/**
 * One event, lying undecoded in the bytes it came in: header, lengths of the parameters (u16, or u32 where `large`), values back to back.
 * ONE object is reused for all events of a stream: whoever wants to keep something copies it. Captures, the converter of old layouts and the
 * sensor's frames all end here, so that host state, rules and the writer see one form. Always in today's layout: old ones were converted before.
 */
export class CaptureEvent {
  /** evt.num: place in the stream, from 1. Enter events that were folded into exit events have none; those that are only for the state have one. */
  number = 0;
  /** Number of the table's row. */
  type = 0;
  /** Thread of the host; -1 where there is none. */
  tid = 0;
  cpu = 0;
  /** Flags of the block: what the writer noted. */
  flags = 0;
  /** Where the event's header starts in `bytes`. */
  at = 0;
  bytes: Buffer = noBytes;
  /** The same bytes. */
  view: DataView = noView;
  /** Lengths of parameters are u32. */
  large = false;
  parameterCount = 0;
  /** Offset in the capture of the block, uncompressed; for messages. */
  blockOffset = 0;

  /**
   * Times of the first event of the section that is not about the recording itself (0 until it has come), and of the event before this one, as
   * halves of u64 nanoseconds: kept by the reader for every event.
   */
  firstHigh = 0;
  firstLow = 0;
  previousHigh = 0;
  previousLow = 0;

  /** Host state after this event was applied to it. Set by HostState, before rules are asked. */
  host!: HostState;
  /** The thread; undefined where it is not known. */
  thread: Thread | undefined = undefined;
  /** The descriptor that the event works on (row flags uses-fd, creates-fd, destroys-fd); undefined where it is not known. */
  fd: Fd | undefined = undefined;

  /** Where the values start, and where the last one ends. */
  readonly #starts = new Int32Array(maxParameters + 1);

  /**
   * Points the event at other bytes; host, thread and fd are those of the event before until HostState sets them. The header must lie inside
   * the bytes, and its length too. False where the parameters' lengths or values do not lie inside that length: the event is of no use then.
   */
  point(bytes: Buffer, view: DataView, at: number, parameterCount: number, large: boolean): boolean {
    this.bytes = bytes;
    this.view = view;
    this.at = at;
    this.type = u16At(view, at + 20);
    this.declaredParameters = parameterCount;
    this.large = large;
    const high = u32At(view, at + 12);
    const low = u32At(view, at + 8);
    this.tid = high === 0 ? low : high === 0xffffffff && low === 0xffffffff ? -1 : high * 4294967296 + low;

    const count = parameterCount > maxParameters ? maxParameters : parameterCount;
    const width = large ? 4 : 2;
    const end = at + u32At(view, at + 16);
    let length = at + eventHeaderBytes;
    let value = length + parameterCount * width;
    this.parameterCount = 0;
    if (value > end) return false;
    const starts = this.#starts;
    starts[0] = value;
    for (let index = 1; index <= count; index += 1) {
      value += large ? u32At(view, length) : u16At(view, length);
      length += width;
      starts[index] = value;
    }
    for (let index = count; index < parameterCount; index += 1) {
      value += large ? u32At(view, length) : u16At(view, length);
      length += width;
    }
    if (value > end) return false;
    this.parameterCount = count;
    return true;
  }

  /** Number of parameters as the header says it: what lies before the values. */
  declaredParameters = 0;

  /** Nanoseconds since 1970. */
  get time(): bigint {
    return this.view.getBigUint64(this.at, true);
  }

  /** Time of the event before this one; this one's own where it is the first. */
  get previousTime(): bigint {
    return (BigInt(this.previousHigh) << 32n) | BigInt(this.previousLow);
  }

  get firstTime(): bigint {
    return (BigInt(this.firstHigh) << 32n) | BigInt(this.firstLow);
  }

  /** Bytes of the header and all that follows it. */
  get length(): number {
    return u32At(this.view, this.at + 16);
  }

  /** Bytes of a parameter; 0 where it is missing or empty. */
  size(index: number): number {
    return index < this.parameterCount ? this.#starts[index + 1]! - this.#starts[index]! : 0;
  }

  /** Where a parameter's value starts in `bytes`. */
  start(index: number): number {
    return this.#starts[index]!;
  }

  has(index: number): boolean {
    return this.size(index) > 0;
  }

  u8(index: number): number | undefined {
    return this.size(index) >= 1 ? this.bytes[this.start(index)] : undefined;
  }

  u16(index: number): number | undefined {
    return this.size(index) >= 2 ? u16At(this.view, this.start(index)) : undefined;
  }

  u32(index: number): number | undefined {
    return this.size(index) >= 4 ? u32At(this.view, this.start(index)) : undefined;
  }

  i32(index: number): number | undefined {
    return this.size(index) >= 4 ? this.view.getInt32(this.start(index), true) : undefined;
  }

  u64(index: number): bigint | undefined {
    return this.size(index) >= 8 ? this.view.getBigUint64(this.start(index), true) : undefined;
  }

  i64(index: number): bigint | undefined {
    return this.size(index) >= 8 ? this.view.getBigInt64(this.start(index), true) : undefined;
  }

  /** A signed 64-bit value as a number: exact up to 2^53, which is enough for results, descriptors and thread ids. */
  number64(index: number): number | undefined {
    if (this.size(index) < 8) return undefined;
    const at = this.start(index);
    return this.view.getInt32(at + 4, true) * 4294967296 + u32At(this.view, at);
  }

  /** Text up to its NUL; undefined where the parameter is missing, '' where it is only the NUL. */
  text(index: number): string | undefined {
    const size = this.size(index);
    if (size === 0) return undefined;
    const start = this.start(index);
    const nul = this.bytes.indexOf(0, start);
    return decodeText(this.bytes, start, nul >= 0 && nul < start + size ? nul : start + size);
  }

  /** The bytes themselves, not copied: valid until the next event. */
  raw(index: number): Buffer {
    const start = this.start(index);
    return this.bytes.subarray(start, start + this.size(index));
  }
}

export { EventType };
