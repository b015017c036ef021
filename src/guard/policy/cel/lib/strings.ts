import { CelError } from '../cel-error.ts';
import { codePointCount, codePointIndex, unitIndex } from '../code-points.ts';
import { type Declaration, fn, method } from '../declarations.ts';
import { formatText } from './format-text.ts';

/** A text that an expression may build: UTF-16 units. */
const longestText = 16 * 1024 * 1024;

const linear = { cost: 'linear' } as const;

/** String extension, version 2 (cel-go ext/strings.go). Indexes count code points. */
export const stringsLibrary: readonly Declaration[] = [
  method('charAt', ['string, int -> string'], charAt, linear),
  method('indexOf', ['string, string -> int', 'string, string, int -> int'], indexOf, linear),
  method('lastIndexOf', ['string, string -> int', 'string, string, int -> int'], lastIndexOf, linear),
  method('join', ['list(string) -> string', 'list(string), string -> string'], join, linear),
  method(
    'lowerAscii',
    ['string -> string'],
    (text: string) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase()),
    linear,
  ),
  method(
    'upperAscii',
    ['string -> string'],
    (text: string) => text.replace(/[a-z]+/g, (part) => part.toUpperCase()),
    linear,
  ),
  method('replace', ['string, string, string -> string', 'string, string, string, int -> string'], replace, linear),
  method('split', ['string, string -> list(string)', 'string, string, int -> list(string)'], split, linear),
  method('substring', ['string, int -> string', 'string, int, int -> string'], substring, linear),
  method('trim', ['string -> string'], trim, linear),
  method('format', ['string, list(dyn) -> string'], formatText, { cost: 'linear', eager: true }),
  fn('strings.quote', ['string -> string'], quoteText, linear),
];

/** What later versions added. */
export const stringsExtra: readonly Declaration[] = [
  method('reverse', ['string -> string'], (text: string) => Array.from(text).reverse().join(''), linear),
];

function indexError(index: number | bigint): CelError {
  return new CelError(`index out of range: ${index}`);
}

function charAt(text: string, index: number): string {
  const count = codePointCount(text);
  if (index < 0 || index > count) throw indexError(index);
  if (index === count) return '';
  return String.fromCodePoint(text.codePointAt(unitIndex(text, index)) as number);
}

function indexOf(text: string, part: string, from = 0): number {
  const count = codePointCount(text);
  if (from < 0 || from > count) throw indexError(from);
  return codePointIndex(text, text.indexOf(part, unitIndex(text, from)));
}

function lastIndexOf(text: string, part: string, from?: number): number {
  const count = codePointCount(text);
  if (from === undefined) return codePointIndex(text, text.lastIndexOf(part));
  if (from < 0 || from > count) throw indexError(from);
  return codePointIndex(text, text.lastIndexOf(part, unitIndex(text, from)));
}

function join(parts: readonly unknown[], separator = ''): string {
  let length = 0;
  for (const part of parts) {
    if (typeof part !== 'string') throw new CelError('no such overload: join');
    length += part.length + separator.length;
  }
  if (length > longestText) throw new CelError('the text becomes too long');
  return parts.join(separator);
}

function replace(text: string, old: string, next: string, limit: number | bigint = -1): string {
  const parts = split(text, old, limit < 0 ? -1 : Number(limit) + 1);
  if (limit === 0) return text;
  if (old !== '') return join(parts, next);
  // Go puts the new text before every character and, without a limit, at the end.
  const characters = Array.from(text);
  const count = limit < 0 ? characters.length + 1 : Math.min(Number(limit), characters.length + 1);
  if (text.length + count * next.length > longestText) throw new CelError('the text becomes too long');
  return (
    characters.map((character, index) => (index < count ? next + character : character)).join('') +
    (count > characters.length ? next : '')
  );
}

function split(text: string, separator: string, limit: number | bigint = -1): string[] {
  if (limit === 0) return [];
  const parts = separator === '' ? Array.from(text) : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  const kept = parts.slice(0, Number(limit) - 1);
  return [...kept, parts.slice(kept.length).join(separator)];
}

function substring(text: string, start: number, end?: number): string {
  const count = codePointCount(text);
  if (start < 0 || start > count) throw indexError(start);
  const stop = end ?? count;
  if (stop < 0 || stop > count) throw indexError(stop);
  if (start > stop) throw new CelError(`invalid substring range. start: ${start}, end: ${stop}`);
  return text.slice(unitIndex(text, start), unitIndex(text, stop));
}

/** Unicode White_Space; JavaScript's trim() also takes U+FEFF and leaves U+0085. */
const space = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const leadingSpace = new RegExp(`^${space}`);

function trim(text: string): string {
  const start = text.replace(leadingSpace, '');
  let end = start.length;
  while (end > 0 && leadingSpace.test(start[end - 1] as string)) end -= 1;
  return start.slice(0, end);
}

const escapes: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

function quoteText(text: string): string {
  return `"${text.toWellFormed().replace(/[\x07\b\f\n\r\t\v\\"]/g, (character) => escapes[character] as string)}"`;
}
