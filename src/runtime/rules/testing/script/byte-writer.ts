import { encodeText } from '#runtime/events/text.ts';

/** Bytes written one after another, little endian. */
export class ByteWriter {
  #bytes = Buffer.alloc(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was written so far; valid until the next write. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  u8(value: number): this {
    const at = this.#room(1);
    this.#bytes.writeUInt8(value & 0xff, at);
    return this;
  }

  u16(value: number): this {
    const at = this.#room(2);
    this.#bytes.writeUInt16LE(value & 0xffff, at);
    return this;
  }

  u32(value: number): this {
    const at = this.#room(4);
    this.#bytes.writeUInt32LE(value >>> 0, at);
    return this;
  }

  /** Negative numbers too, as two's complement. */
  u64(value: bigint | number): this {
    const at = this.#room(8);
    this.#bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), at);
    return this;
  }

  raw(bytes: Uint8Array): this {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }

  zeros(count: number): this {
    const at = this.#room(count);
    this.#bytes.fill(0, at, at + count);
    return this;
  }

  /** A text after its length (u16), without a NUL. */
  counted(text: string | Uint8Array): this {
    const bytes = typeof text === 'string' ? encodeText(text) : text;
    const kept = bytes.subarray(0, 0xffff);
    return this.u16(kept.length).raw(kept);
  }

  #room(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(this.#length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    return at;
  }
}

/** Texts one after another, each ended by NUL. */
export function nulTexts(texts: readonly string[]): Buffer {
  return encodeText(texts.map((text) => `${text}\0`).join(''));
}
