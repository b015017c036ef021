/**
 * Untrusted text for people. What an image contains may hold terminal escapes, line breaks, direction marks and halves of
 * characters; none of them may reach a terminal, a page or an XML parser.
 */

/** C0, DEL, C1, and the marks that reorder text (Unicode TR9), the line and paragraph separators, non-characters. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;

/** One line, everything unsafe as a space or U+FFFD, runs of spaces joined, at most `limit` characters. */
export function oneLine(text: string, limit = 300): string {
  const cut = text.length > limit * 4 ? text.slice(0, limit * 4) : text;
  const clean = cut
    .toWellFormed()
    .replace(unsafe, (mark) => (mark <= ' ' || mark === '\u2028' || mark === '\u2029' ? ' ' : '\ufffd'))
    .replace(/ {2,}/g, ' ')
    .trim();
  return shorten(clean, limit);
}

/** At most `limit` characters, the last one `…` where something was cut. */
export function shorten(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, Math.max(0, limit - 1)).join('')}…`;
}

/** A path keeps its end, which says most: `app/node_modules/…/lodash/package.json`. */
export function shortenPath(path: string, limit: number): string {
  const characters = [...path];
  if (characters.length <= limit) return path;
  const head = Math.floor((limit - 1) / 3);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (limit - 1 - head)).join('')}`;
}

/** Cells that a terminal uses for it: wide for CJK and emoji, none for combining marks. */
export function cells(text: string): number {
  let count = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x300) count++;
    else if (/\p{Mn}|\p{Me}|\u200d|[\ufe00-\ufe0f]/u.test(character)) continue;
    else count += isWide(code) ? 2 : 1;
  }
  return count;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    code >= 0x20000
  );
}

/** At most `width` cells of a line that may hold ANSI colours; what is open at the cut is closed. */
export function clip(line: string, width: number): string {
  if (cells(line.replace(ansi, '')) <= width) return line;
  let room = width - 1;
  let clipped = '';
  let coloured = false;
  for (const [part, colour] of line.matchAll(/(\u001b\[[\d;]*m)|[^\u001b]/gu)) {
    if (colour !== undefined) coloured = colour !== reset;
    else room -= cells(part);
    if (room < 0) break;
    clipped += part;
  }
  return `${clipped}…${coloured ? reset : ''}`;
}

const ansi = /\u001b\[[\d;]*m/g;
const reset = '\u001b[0m';

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cells(text)));
}

/** `1 package`, `2 packages`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? singular : plural}`;
}

/** Escaped for XML 1.0 and HTML, in text and in quoted attributes. Characters that XML forbids become U+FFFD; line breaks stay. */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] as string);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
