import { type Condition, transformerNames } from './ast.ts';
import { listOperators, numberOperators, symbolOperators, wordOperators } from './grammar-words.ts';

export const shownOperators = ['exists', ...numberOperators, ...symbolOperators, ...wordOperators, ...listOperators];
export const shownTransformers = quotedNames(['val', ...transformerNames.filter((name) => name !== 'val')]);

/** `'a', 'b'` */
export function quotedNames(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** What may have been meant where an operator was expected. */
export function operatorHint(rest: string): string | undefined {
  const word = /^[a-zA-Z]+/.exec(rest)?.[0];
  if (word === undefined) return undefined;
  const lower = word.toLowerCase();
  if (lower === 'not') return 'write not before the check: not (proc.name in (a, b))';
  const operator = shownOperators.find((known) => known === lower || (lower.startsWith(known) && known.length > 2));
  if (operator === undefined) return undefined;
  return operator === word || word === lower
    ? `put a blank after ${operator}`
    : `operators are written in lower case: ${operator}`;
}

/** What may have been meant by text after a condition that is complete. */
export function hintAtEnd(condition: Condition, rest: string): string | undefined {
  if (condition.kind === 'macro') {
    if (rest.startsWith('(')) return `there is no transformer ${condition.name}; known are ${shownTransformers}`;
    if (/^\s*(?:[<>=!]|contains|startswith|in\b)/.test(rest))
      return `a field has a dot in its name: ${condition.name} is none`;
  }
  if (/^\s*not\b/.test(rest)) return 'join two conditions with and or or before not';
  if (rest.startsWith('=') || rest.startsWith('(') || rest.startsWith(','))
    return 'put quotes around a value with = ( ) , or blanks in it';
  return undefined;
}
