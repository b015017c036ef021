import { decodeText } from '../text.ts';

/** Offset of the path in a unix tuple, after the family and the kernel addresses of the two ends. */
const pathOffset = 17;

/** The ends of a unix socket as a tuple says them: its bytes (own copy), read when first asked for. */
export class UnixEnds {
  readonly #bytes: Buffer;
  #text: string | undefined = undefined;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = Buffer.from(bytes.subarray(start, end));
  }

  equals(bytes: Buffer, start: number, end: number): boolean {
    return this.#bytes.length === end - start && this.#bytes.compare(bytes, start, end) === 0;
  }

  get source(): bigint {
    return this.#bytes.readBigUInt64LE(1);
  }

  get destination(): bigint {
    return this.#bytes.readBigUInt64LE(9);
  }

  /** `source->destination path` */
  get text(): string {
    if (this.#text === undefined) {
      const nul = this.#bytes.indexOf(0, pathOffset);
      const path = decodeText(this.#bytes, pathOffset, nul < 0 ? this.#bytes.length : nul);
      this.#text = `${this.source.toString(16)}->${this.destination.toString(16)} ${path}`;
    }
    return this.#text;
  }
}
