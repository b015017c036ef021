import { decodeText, encodeText } from '../text.ts';

/**
 * Bytes of the kernel are kept as strings of one byte a character (Latin-1): those lie in the garbage-collected heap, move and die young, where
 * a Buffer each would be memory outside it that the process hardly gives back.
 */
function bytesOf(raw: string): Buffer {
  return Buffer.from(raw, 'latin1');
}

function decodeRaw(raw: string): string {
  if (isAscii(raw)) return raw;
  const bytes = bytesOf(raw);
  return decodeText(bytes, 0, bytes.length);
}

function isAscii(raw: string): boolean {
  for (let index = 0; index < raw.length; index += 1) if (raw.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** A text of the kernel, decoded when first asked for. Never changes, so threads that inherit it share it. */
export class LazyText {
  static readonly empty: LazyText = LazyText.of('');
  static readonly notAvailable: LazyText = LazyText.of('<NA>');

  #raw: string | undefined;
  #text: string | undefined;

  private constructor(raw: string | undefined, text: string | undefined) {
    this.#raw = raw;
    this.#text = text;
  }

  static of(text: string): LazyText {
    return new LazyText(undefined, text);
  }

  /** The bytes up to the first NUL. */
  static copy(bytes: Buffer, start: number, end: number): LazyText {
    if (end <= start) return LazyText.empty;
    const raw = bytes.latin1Slice(start, end);
    const nul = raw.indexOf('\0');
    if (nul === 0) return LazyText.empty;
    return new LazyText(nul < 0 ? raw : raw.slice(0, nul), undefined);
  }

  /** Bytes, or characters where it is text from the start. */
  get size(): number {
    return (this.#raw ?? this.#text!).length;
  }

  get value(): string {
    this.#text ??= decodeRaw(this.#raw!);
    return this.#text;
  }

  /** Without NUL. */
  get bytes(): Buffer {
    return this.#raw === undefined ? encodeText(this.#text!) : bytesOf(this.#raw);
  }

  /** Whether these are the bytes in bytes[start, end), of which a NUL at the end does not count. */
  equals(bytes: Buffer, start: number, end: number): boolean {
    this.#raw ??= encodeText(this.#text!).latin1Slice();
    return isRaw(this.#raw, bytes, start, end > start && bytes[end - 1] === 0 ? end - 1 : end);
  }
}

/** NUL-separated texts (arguments, environment), split and decoded when first asked for. */
export class LazyTexts {
  static readonly empty: LazyTexts = new LazyTexts('');

  readonly #raw: string;
  #list: readonly string[] | undefined;

  private constructor(raw: string) {
    this.#raw = raw;
  }

  static copy(bytes: Buffer, start: number, end: number): LazyTexts {
    return end <= start ? LazyTexts.empty : new LazyTexts(bytes.latin1Slice(start, end));
  }

  /** As they came; the last one does not always end in NUL. */
  get bytes(): Buffer {
    return bytesOf(this.#raw);
  }

  get size(): number {
    return this.#raw.length;
  }

  get list(): readonly string[] {
    this.#list ??= splitRaw(this.#raw);
    return this.#list;
  }

  equals(bytes: Buffer, start: number, end: number): boolean {
    return isRaw(this.#raw, bytes, start, end);
  }
}

/** Whether a string of one byte a character is bytes[start, end). Short ones are compared in place, long ones as strings. */
export function isRaw(raw: string, bytes: Buffer, start: number, end: number): boolean {
  const { length } = raw;
  if (end - start !== length) return false;
  if (length > 64) return raw.charCodeAt(length - 2) === bytes[end - 2] && raw === bytes.latin1Slice(start, end);
  for (let index = 0; index < length; index += 1) if (raw.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}

/** Texts between the NULs; one NUL at the end is the last text's own. */
export function splitTexts(bytes: Buffer): readonly string[] {
  return splitRaw(bytes.latin1Slice());
}

function splitRaw(raw: string): readonly string[] {
  const whole = raw.endsWith('\0') ? raw.slice(0, -1) : raw;
  return whole === '' ? [] : whole.split('\0').map(decodeRaw);
}
