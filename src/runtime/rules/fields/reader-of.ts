import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import type { FieldReader } from '../field.ts';

/** `reader` of a field that takes no argument. */
export function plain(read: FieldReader): (argument?: string) => Outcome<FieldReader> {
  const outcome = ok(read);
  return (argument) =>
    argument === undefined
      ? outcome
      : failed(
          errorIssue('rules/field-argument', `this field takes no argument, and has ${quote(argument)}`, {
            hint: 'leave out the brackets',
          }),
        );
}

/** Largest index: what fits into the language's 32-bit numbers. */
const maxIndex = 2 ** 31 - 1;

/** The argument as a number from 0 on. */
export function readIndex(argument: string): Outcome<number> {
  const index = /^[0-9]{1,10}$/.test(argument) ? Number(argument) : Number.NaN;
  return index <= maxIndex
    ? ok(index)
    : failed(
        errorIssue('rules/field-argument', `${quote(argument)} is not an index`, {
          hint: `write a whole number from 0 to ${maxIndex}`,
        }),
      );
}

/** Something is asked of a field that needs an argument and has none. */
export function missingArgument<T>(hint: string): Outcome<T> {
  return failed(errorIssue('rules/field-argument', 'this field needs an argument', { hint }));
}

/** A 64-bit integer as fields give it: a number where it is exact. */
export function integer(value: bigint): number | bigint {
  return value <= 9007199254740991n && value >= -9007199254740991n ? Number(value) : value;
}

/** Bytes of a text of the kernel (see events/text.ts: a byte that is not UTF-8 is one lone surrogate). */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80 || (code >= 0xdc80 && code <= 0xdcff && !followsHigh(text, index))) continue;
    // A pair of surrogates is four bytes: two for each half.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

function followsHigh(text: string, index: number): boolean {
  return index > 0 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800;
}
