const noBytes = Buffer.alloc(0);

/** Reads a block's body field by field, little endian. What lies beyond the end reads as 0 or empty and sets `short`; nothing throws. */
export class BlockCursor {
  readonly bytes: Buffer;
  readonly view: DataView;
  at: number;
  /** First offset that is no longer the block's. */
  end: number;
  short = false;

  constructor(bytes: Buffer, view: DataView, at: number, end: number) {
    this.bytes = bytes;
    this.view = view;
    this.at = at;
    this.end = end;
  }

  get left(): number {
    return this.end - this.at;
  }

  u8(): number {
    return this.#take(1) ? this.bytes[this.at - 1]! : 0;
  }

  u16(): number {
    return this.#take(2) ? this.view.getUint16(this.at - 2, true) : 0;
  }

  u32(): number {
    return this.#take(4) ? this.view.getUint32(this.at - 4, true) : 0;
  }

  u64(): bigint {
    return this.#take(8) ? this.view.getBigUint64(this.at - 8, true) : 0n;
  }

  /** A signed 64-bit number: exact up to 2^53. */
  number64(): number {
    if (!this.#take(8)) return 0;
    return this.view.getInt32(this.at - 4, true) * 4294967296 + this.view.getUint32(this.at - 8, true);
  }

  /** Not copied. */
  raw(length: number): Buffer {
    return this.#take(length) ? this.bytes.subarray(this.at - length, this.at) : noBytes;
  }

  /** Bytes after their u16 length. */
  counted(): Buffer {
    return this.raw(this.u16());
  }

  #take(length: number): boolean {
    if (length > this.end - this.at) {
      this.short = true;
      this.at = this.end;
      return false;
    }
    this.at += length;
    return true;
  }
}
