import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import { decodeText, encodeText } from '#runtime/events/text.ts';

const escapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
  '"': '\\"',
  '\0': '\\x00',
};
const unescapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  '/': '/',
  // Not an escape of a blank: the backslash stays and the blank goes, as rules written long ago expect.
  ' ': '\\',
};

/** A text as libs renders it: bare where nothing in it needs an escape, else in double quotes. Brackets, commas and the empty text stay bare. */
export function escapeText(text: string): string {
  return /[\b\f\n\r\t \\"'=\0]/.test(text) ? quoteText(text) : text;
}

/** A text in double quotes, as unescapeText reads it. A backslash at the end becomes `\x5c`: no parser would see the quote after `\\`. */
export function quoteText(text: string): string {
  const escaped = text.replace(/[\0\b\f\n\r\t\\"]/g, (character) => escapes[character]!);
  return text.endsWith('\\') ? `"${escaped.slice(0, -2)}\\x5c"` : `"${escaped}"`;
}

/**
 * Text of a quoted constant, its quotes included. `\xHH` is a byte: bytes that together are UTF-8 become its characters, others are kept as
 * events/text.ts keeps them.
 */
export function unescapeText(quotedText: string): Outcome<string> {
  const delimiter = quotedText[0];
  const end = quotedText.length - 1;
  let result = '';
  let bytes = false;
  let at = 1;
  while (at < end) {
    const character = quotedText[at]!;
    at += 1;
    if (character !== '\\' || at >= end) {
      if (character !== '\\') result += character;
      continue;
    }
    const escaped = quotedText[at]!;
    at += 1;
    if (escaped === 'x') {
      const digits = quotedText.slice(at, Math.min(at + 2, end));
      if (digits.length < 2) return bad('truncated hex char escape sequence', 'write two hex digits after \\x');
      if (!/^[0-9a-fA-F]{2}$/.test(digits))
        return bad(`invalid hex char escape sequence: ${digits}`, 'write two hex digits after \\x');
      const byte = Number.parseInt(digits, 16);
      bytes ||= byte >= 0x80;
      result += String.fromCharCode(byte >= 0x80 ? 0xdc00 + byte : byte);
      at += 2;
    } else if (escaped === '"' || escaped === "'") {
      if (escaped !== delimiter)
        return bad(`invalid \\${escaped} escape in ${delimiter}-quoted string`, 'the other quote needs no backslash');
      result += escaped;
    } else {
      const plain = unescapes[escaped];
      if (plain === undefined)
        return bad(
          `unsupported string escape sequence: \\${escaped}`,
          `write \\\\ for a backslash; known are \\b \\f \\n \\r \\t \\\\ \\/ \\${delimiter} \\xHH`,
        );
      result += plain;
    }
  }
  return ok(bytes ? joinBytes(result) : result);
}

function joinBytes(text: string): string {
  const bytes = encodeText(text);
  return decodeText(bytes, 0, bytes.length);
}

function bad(message: string, hint: string): Outcome<string> {
  return failed(
    errorIssue(
      'language/bad-escape',
      message.replace(/[^\x20-\x7e]/g, (text) => quote(text)),
      { hint },
    ),
  );
}
