/** An SPDX licence expression (SPDX 2.3, annex D), with ids as they were written. */
export type SpdxExpression =
  | { readonly kind: 'licence'; readonly id: string; readonly exception?: string }
  | { readonly kind: 'and' | 'or'; readonly sides: readonly SpdxExpression[] };

/** Longest text that is read, in characters, and deepest nesting of brackets. */
const limits = { length: 10_000, depth: 50 };

/**
 * Undefined for text that is no expression. Ids are not looked up, and operators may be in lower case. `AND` binds more closely than `OR`;
 * a chain of one operator is one node. Never throws.
 */
export function parseSpdxExpression(text: string): SpdxExpression | undefined {
  if (text.length > limits.length) return undefined;
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const isWord = (word: string) => tokens[at]?.toUpperCase() === word;
  const chain = (word: 'AND' | 'OR', next: (depth: number) => SpdxExpression | undefined, depth: number) => {
    const sides: SpdxExpression[] = [];
    do {
      const side = next(depth);
      if (!side) return undefined;
      sides.push(side);
    } while (isWord(word) && ++at);
    return sides.length === 1 ? sides[0] : { kind: word === 'AND' ? ('and' as const) : ('or' as const), sides };
  };
  const either = (depth: number): SpdxExpression | undefined => chain('OR', both, depth);
  const both = (depth: number): SpdxExpression | undefined => chain('AND', single, depth);
  const single = (depth: number): SpdxExpression | undefined => {
    const id = tokens[at];
    at += 1;
    if (id === '(' && depth < limits.depth) {
      const inner = either(depth + 1);
      return inner && tokens[at++] === ')' ? inner : undefined;
    }
    if (id === undefined || !/^[A-Za-z0-9][A-Za-z0-9.:+-]*$/.test(id) || /^(?:AND|OR|WITH)$/i.test(id))
      return undefined;
    if (!isWord('WITH')) return { kind: 'licence', id };
    const exception = tokens[at + 1];
    at += 2;
    return exception && /^[A-Za-z0-9.:-]+$/.test(exception) ? { kind: 'licence', id, exception } : undefined;
  };
  const expression = either(0);
  return at === tokens.length ? expression : undefined;
}
