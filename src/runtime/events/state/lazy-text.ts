import { decodeText, encodeText } from '../text.ts';

const noBytes = Buffer.alloc(0);

/** A text of the kernel: its bytes (own copy), decoded when first asked for. Never changes, so threads that inherit it share it. */
export class LazyText {
  static readonly empty: LazyText = LazyText.of('');
  static readonly notAvailable: LazyText = LazyText.of('<NA>');

  #bytes: Buffer | undefined;
  #text: string | undefined;

  private constructor(bytes: Buffer | undefined, text: string | undefined) {
    this.#bytes = bytes;
    this.#text = text;
  }

  static of(text: string): LazyText {
    return new LazyText(undefined, text);
  }

  /** Copies the bytes up to the first NUL. */
  static copy(bytes: Buffer, start: number, end: number): LazyText {
    if (end <= start) return LazyText.empty;
    const nul = bytes.indexOf(0, start);
    const stop = nul >= 0 && nul < end ? nul : end;
    return stop === start ? LazyText.empty : new LazyText(Buffer.from(bytes.subarray(start, stop)), undefined);
  }

  get value(): string {
    if (this.#text === undefined) {
      const bytes = this.#bytes!;
      this.#text = decodeText(bytes, 0, bytes.length);
    }
    return this.#text;
  }

  /** Without NUL. */
  get bytes(): Buffer {
    this.#bytes ??= encodeText(this.#text!);
    return this.#bytes;
  }

  /** Whether these are the bytes in bytes[start, end), of which a NUL at the end does not count. */
  equals(bytes: Buffer, start: number, end: number): boolean {
    const own = this.bytes;
    const stop = end > start && bytes[end - 1] === 0 ? end - 1 : end;
    return stop - start === own.length && own.compare(bytes, start, stop) === 0;
  }
}

/** NUL-separated texts (arguments, environment): the bytes (own copy), split and decoded when first asked for. */
export class LazyTexts {
  static readonly empty: LazyTexts = new LazyTexts(noBytes);

  readonly #bytes: Buffer;
  #list: readonly string[] | undefined;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  static copy(bytes: Buffer, start: number, end: number): LazyTexts {
    return end <= start ? LazyTexts.empty : new LazyTexts(Buffer.from(bytes.subarray(start, end)));
  }

  /** As they came; the last one does not always end in NUL. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  get list(): readonly string[] {
    this.#list ??= splitTexts(this.#bytes);
    return this.#list;
  }

  equals(bytes: Buffer, start: number, end: number): boolean {
    return this.#bytes.length === end - start && this.#bytes.compare(bytes, start, end) === 0;
  }
}

/** Texts between the NULs; one NUL at the end is the last text's own. */
export function splitTexts(bytes: Buffer): readonly string[] {
  const end = bytes.length > 0 && bytes[bytes.length - 1] === 0 ? bytes.length - 1 : bytes.length;
  if (end === 0) return [];
  const list: string[] = [];
  let start = 0;
  while (start <= end) {
    const nul = bytes.indexOf(0, start);
    const stop = nul >= 0 && nul < end ? nul : end;
    list.push(decodeText(bytes, start, stop));
    start = stop + 1;
  }
  return list;
}
