/** Where an operand may end in a text, the longest first: the first that reads as one is meant. */
export interface OperandExtent {
  /** The text of it. */
  readonly text: string;
  /** Index of the first character after it. */
  readonly end: number;
}

const fieldName = /[a-zA-Z]+[a-zA-Z0-9_]*(?:\.[a-zA-Z]+[a-zA-Z0-9_]*)+/y;
const opening = /(?:tolower|toupper|b64|basename|len|join|concat|getopt)\(/y;
const argument = /\[(?:[^\][\s"']+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\]/y;

/** Characters of the longest name that is tried; names of fields with their parameters stay under 50. */
const maxName = 80;

/**
 * The texts from `at` on that may be a field or a transformer. Nothing ends them but what they are made of, so that `%proc.nameand` is the
 * field proc.name before `and`: the longest that is known counts.
 */
export function* operandExtents(text: string, at: number): Generator<OperandExtent, undefined> {
  fieldName.lastIndex = at;
  const name = fieldName.exec(text)?.[0];
  if (name !== undefined) {
    yield* withArgument(text, at, at + name.length);
    for (let length = Math.min(name.length, maxName); length > 2; length -= 1)
      yield { text: name.slice(0, length), end: at + length };
    return;
  }
  opening.lastIndex = at;
  const start = opening.exec(text)?.[0];
  const close = start === undefined ? -1 : closingBracket(text, at + start.length);
  if (close < 0) return;
  yield* withArgument(text, at, close + 1);
  yield { text: text.slice(at, close + 1), end: close + 1 };
}

/** With the brackets at `end`, where there are some. */
function withArgument(text: string, at: number, end: number): OperandExtent[] {
  argument.lastIndex = end;
  const given = argument.exec(text)?.[0];
  return given === undefined ? [] : [{ text: text.slice(at, end + given.length), end: end + given.length }];
}

/** Index of the bracket that closes the one before `at`; -1 where there is none. */
function closingBracket(text: string, at: number): number {
  let depth = 1;
  let quote = '';
  for (let index = at; index < text.length; index += 1) {
    const character = text[index]!;
    if (quote !== '') {
      if (character === '\\') index += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')' && --depth === 0) return index;
  }
  return -1;
}
