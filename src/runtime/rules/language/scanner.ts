import { unescapeText } from './escaping.ts';

const patterns = {
  identifier: /[a-zA-Z][a-zA-Z0-9_]*/y,
  fieldName: /[a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z][a-zA-Z0-9_]*)+/y,
  fieldArgument: /[^\][" '\t\n\v\f\r]+/y,
  hexNumber: /0[xX][0-9a-fA-F]+/y,
  number: /[+-]?[0-9]+\.?[0-9]*(?:[eE][+-][0-9]+)?/y,
  bareText: /[^()" '=,\t\n\v\f\r]+/y,
  notBlank: /not[ \t\n\v\f\r]+/y,
} as const;
export type Pattern = keyof typeof patterns;

/** Reads tokens of a condition; keeps where it is and what it read last. */
export class Scanner {
  readonly text: string;
  offset = 0;
  /** Text of the last token, unescaped; what blank() passes over is none. */
  token = '';

  constructor(text: string) {
    this.text = text;
  }

  atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  blank(): boolean {
    const start = this.offset;
    while (isBlank(this.text.charCodeAt(this.offset))) this.offset += 1;
    return this.offset > start;
  }

  literal(literal: string): boolean {
    if (!this.text.startsWith(literal, this.offset)) return false;
    this.offset += literal.length;
    this.token = literal;
    return true;
  }

  /** The first of these that stands here; of two where one begins the other, the longer has to come first. */
  oneOf(literals: readonly string[]): boolean {
    for (const literal of literals) if (this.literal(literal)) return true;
    return false;
  }

  /** One of these, with a blank after it, which is read too. */
  wordOf(words: readonly string[]): boolean {
    for (const word of words) {
      if (!this.text.startsWith(word, this.offset) || !isBlank(this.text.charCodeAt(this.offset + word.length)))
        continue;
      this.offset += word.length;
      this.token = word;
      this.blank();
      return true;
    }
    return false;
  }

  pattern(name: Pattern): boolean {
    const pattern = patterns[name];
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.text);
    if (match === null) return false;
    this.token = match[0];
    this.offset = pattern.lastIndex;
    return true;
  }

  /**
   * A text in quotes: true where one was read, a message where its escapes are wrong, false where there is none or it does not end. It ends at
   * the first quote of its kind that has no backslash directly before it, even where that backslash is itself escaped (as in libs).
   */
  quoted(): boolean | { readonly message: string; readonly hint: string } {
    const delimiter = this.text[this.offset];
    if (delimiter !== '"' && delimiter !== "'") return false;
    let at = this.offset + 1;
    // The opening quote counts as what stands before the next character, so that `""` ends at once.
    while (at < this.text.length) {
      const character = this.text[at];
      if (character === '\0') return false;
      if (character === delimiter && this.text[at - 1] !== '\\') {
        const outcome = unescapeText(this.text.slice(this.offset, at + 1));
        if (!outcome.ok) return { message: outcome.issue.message, hint: outcome.issue.hint ?? '' };
        this.token = outcome.value;
        this.offset = at + 1;
        return true;
      }
      at += 1;
    }
    return false;
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 8 || code === 13 || code === 10;
}
