import { CelSyntaxError } from './cel-error.ts';
import { decodeBytes, decodeString } from './literals.ts';

export type TokenKind =
  | 'identifier'
  | 'escaped'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'punctuation'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written; the decoded text of `string`, the name inside the backticks of `escaped`. */
  readonly text: string;
  readonly bytes?: Uint8Array;
  readonly start: number;
  readonly end: number;
}

const twoCharacters = new Set(['==', '!=', '<=', '>=', '&&', '||']);
const oneCharacter = new Set('()[]{}.,:?+-*/%<>!');
const numberPattern = /(?:0[xX][0-9a-fA-F]+[uU]?|(?:\d+\.\d+|\d+(?=[eE][+-]?\d)|\.\d+)(?:[eE][+-]?\d+)?|\d+[uU]?)/y;
const identifierPattern = /[A-Za-z_][A-Za-z0-9_]*/y;
const stringStart = /([bB]?)([rR]?)("""|'''|"|')/y;
const escapedPattern = /`([A-Za-z0-9_.\-/ ]+)`/y;
const blank = /(?:[ \t\r\n\f]+|\/\/[^\n]*)+/y;

/** Tokens of a CEL expression (langdef.md "Syntax"). Throws `CelSyntaxError`. */
export function tokenise(source: string, options: { escapedFields: boolean }): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  const push = (kind: TokenKind, text: string, end: number, bytes?: Uint8Array) => {
    tokens.push({ kind, text, start: at, end, ...(bytes ? { bytes } : {}) });
    at = end;
  };
  while (at < source.length) {
    const space = match(blank);
    if (space) {
      at += space[0].length;
      continue;
    }
    const quoteStart = match(stringStart);
    if (quoteStart) {
      const [prefix, isBytes, isRaw, quotes] = quoteStart as unknown as [string, string, string, string];
      const bodyStart = at + prefix.length;
      const bodyEnd = endOfString(source, bodyStart, quotes, isRaw !== '');
      if (bodyEnd < 0) throw new CelSyntaxError('cel/syntax', 'this string has no end', at, `close it with ${quotes}`);
      const body = source.slice(bodyStart, bodyEnd).replace(/\r\n?/g, '\n');
      const end = bodyEnd + quotes.length;
      if (isBytes) push('bytes', '', end, decodeBytes(body, isRaw !== '', bodyStart));
      else push('string', decodeString(body, isRaw !== '', bodyStart), end);
      continue;
    }
    const identifier = match(identifierPattern);
    if (identifier) {
      push('identifier', identifier[0], at + identifier[0].length);
      continue;
    }
    const number = match(numberPattern);
    if (number) {
      pushNumber(number[0], push, at);
      continue;
    }
    const two = source.slice(at, at + 2);
    if (twoCharacters.has(two)) {
      push('punctuation', two, at + 2);
      continue;
    }
    const character = source[at] as string;
    if (oneCharacter.has(character)) {
      push('punctuation', character, at + 1);
      continue;
    }
    if (character === '`') {
      const escaped = match(escapedPattern);
      if (escaped && options.escapedFields) {
        push('escaped', escaped[1] as string, at + escaped[0].length);
        continue;
      }
      throw new CelSyntaxError('cel/syntax', "unsupported syntax: '`'", at, 'use an index: object["the-name"]');
    }
    throw unexpected(source, at);
  }
  tokens.push({ kind: 'end', text: '', start: source.length, end: source.length });
  return tokens;
}

function pushNumber(text: string, push: (kind: TokenKind, text: string, end: number) => void, at: number): void {
  const end = at + text.length;
  const isHex = /^0[xX]/.test(text);
  if (/[uU]$/.test(text)) push('uint', text.slice(0, -1), end);
  else if (!isHex && /[.eE]/.test(text)) push('double', text, end);
  else push('int', text, end);
}

function endOfString(source: string, start: number, quotes: string, raw: boolean): number {
  for (let at = start; at < source.length; at += 1) {
    if (source.startsWith(quotes, at)) return at;
    const character = source[at];
    if (character === '\\' && !raw) at += 1;
    else if (quotes.length === 1 && (character === '\n' || character === '\r')) return -1;
  }
  return -1;
}

function unexpected(source: string, at: number): CelSyntaxError {
  const character = String.fromCodePoint(source.codePointAt(at) as number);
  const hints: Record<string, string> = {
    '=': 'compare with ==',
    '&': 'and is &&',
    '|': 'or is ||',
    ';': 'an expression has no end mark',
    $: 'variables have no mark before them',
  };
  return new CelSyntaxError('cel/syntax', `unexpected character ${JSON.stringify(character)}`, at, hints[character]);
}
