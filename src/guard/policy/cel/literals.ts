import { CelSyntaxError } from './cel-error.ts';

const simpleEscapes: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '?': '?',
  '"': '"',
  "'": "'",
  '`': '`',
};
const escapePattern =
  /\\(?:([abfnrtv\\?"'`])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))/y;

/** The text of a string literal's body. `offset`: where the body begins, for errors. */
export function decodeString(body: string, raw: boolean, offset: number): string {
  if (raw || !body.includes('\\')) return body;
  let text = '';
  forEachPart(body, offset, (plain, special) => {
    text += plain;
    if (special) text += special.simple ?? String.fromCodePoint(special.code);
  });
  return text;
}

/** The bytes of a bytes literal's body: text as UTF-8, `\xHH` and octal escapes as single bytes. */
export function decodeBytes(body: string, raw: boolean, offset: number): Uint8Array {
  const utf8 = new TextEncoder();
  if (raw || !body.includes('\\')) return utf8.encode(body);
  const parts: Uint8Array[] = [];
  forEachPart(body, offset, (plain, special, at) => {
    parts.push(utf8.encode(plain));
    if (!special) return;
    if (special.unicode) throw new CelSyntaxError('cel/syntax', '\\u and \\U may not stand in bytes', at);
    parts.push(special.simple ? utf8.encode(special.simple) : Uint8Array.of(special.code));
  });
  return new Uint8Array(Buffer.concat(parts));
}

interface Escape {
  readonly simple?: string | undefined;
  readonly code: number;
  readonly unicode: boolean;
}

function forEachPart(
  body: string,
  offset: number,
  visit: (plain: string, special: Escape | undefined, at: number) => void,
) {
  let done = 0;
  for (let at = body.indexOf('\\'); at >= 0; at = body.indexOf('\\', done)) {
    escapePattern.lastIndex = at;
    const match = escapePattern.exec(body);
    if (!match)
      throw new CelSyntaxError('cel/syntax', 'unknown escape sequence', offset + at, 'write \\\\ for a backslash');
    const [whole, simple, hex, unicode, longUnicode, octal] = match;
    const code = octal ? Number.parseInt(octal, 8) : Number.parseInt(hex ?? unicode ?? longUnicode ?? '0', 16);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
      throw new CelSyntaxError('cel/syntax', 'this is not a Unicode code point', offset + at);
    visit(
      body.slice(done, at),
      {
        simple: simple === undefined ? undefined : simpleEscapes[simple],
        code,
        unicode: (unicode ?? longUnicode) !== undefined,
      },
      offset + at,
    );
    done = at + whole.length;
  }
  visit(body.slice(done), undefined, offset + done);
}
