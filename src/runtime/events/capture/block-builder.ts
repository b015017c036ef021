import { encodeText } from '../text.ts';

/** Builds one block after the other in a buffer that is used again. */
export class BlockBuilder {
  #bytes: Buffer = Buffer.alloc(64 * 1024);
  #at = 0;

  begin(type: number): void {
    this.#at = 0;
    this.u32(type);
    this.u32(0);
  }

  /** Pads, writes the lengths, and returns the block: valid until the next begin(). */
  end(): Buffer {
    while (this.#at % 4 !== 0) this.u8(0);
    const length = this.#at + 4;
    this.u32(length);
    this.#bytes.writeUInt32LE(length, 4);
    return this.#bytes.subarray(0, length);
  }

  /** Starts an entry that says its length first; returns what endEntry() takes. */
  beginEntry(): number {
    this.u32(0);
    return this.#at - 4;
  }

  /** `excluding`: bytes of the length field that it does not count. */
  endEntry(start: number, excluding = 0): void {
    this.#bytes.writeUInt32LE(this.#at - start - excluding, start);
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at] = value;
    this.#at += 1;
  }

  u16(value: number): void {
    this.#reserve(2);
    this.#at = this.#bytes.writeUInt16LE(value & 0xffff, this.#at);
  }

  u32(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeUInt32LE(value >>> 0, this.#at);
  }

  u64(value: bigint): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeBigUInt64LE(BigInt.asUintN(64, value), this.#at);
  }

  /** A signed number. */
  number64(value: number): void {
    this.u64(BigInt(Math.trunc(value)));
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Bytes, cut to `limit`, after their u16 length. */
  counted(bytes: Uint8Array, limit: number): void {
    const cut = bytes.length > limit ? bytes.subarray(0, limit) : bytes;
    this.u16(cut.length);
    this.raw(cut);
  }

  text(text: string, limit: number): void {
    this.counted(encodeText(text), limit);
  }

  #reserve(size: number): void {
    if (this.#at + size <= this.#bytes.length) return;
    const grown = Buffer.alloc(Math.max(this.#at + size, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}
