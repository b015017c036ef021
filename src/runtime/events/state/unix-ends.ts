import { decodeText } from '../text.ts';
import { isRaw } from './lazy-text.ts';

/** Offset of the path in a unix tuple, after the family and the kernel addresses of the two ends. */
const pathOffset = 17;

/** The ends of a unix socket as a tuple says them: its bytes, read when first asked for. */
export class UnixEnds {
  /** One byte a character: see lazy-text.ts. */
  readonly #raw: string;
  #text: string | undefined = undefined;

  constructor(bytes: Buffer, start: number, end: number) {
    this.#raw = bytes.latin1Slice(start, end);
  }

  equals(bytes: Buffer, start: number, end: number): boolean {
    return isRaw(this.#raw, bytes, start, end);
  }

  #bytes(): Buffer {
    return Buffer.from(this.#raw, 'latin1');
  }

  get source(): bigint {
    return this.#bytes().readBigUInt64LE(1);
  }

  get destination(): bigint {
    return this.#bytes().readBigUInt64LE(9);
  }

  /** `source->destination path` */
  get text(): string {
    if (this.#text === undefined) {
      const bytes = this.#bytes();
      const nul = bytes.indexOf(0, pathOffset);
      const path = decodeText(bytes, pathOffset, nul < 0 ? bytes.length : nul);
      this.#text = `${this.source.toString(16)}->${this.destination.toString(16)} ${path}`;
    }
    return this.#text;
  }
}
