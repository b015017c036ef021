import type { CheckTerm, Source, Term } from './term.ts';

/**
 * Whether parts of an `and` can never hold together because one says what a text is and another that it is something else. Rules come to this
 * for single event types: of `a or b`, only one half may be left.
 */
export function isContradiction(parts: readonly Term[]): boolean {
  return parts.some((part) => {
    const value = part.kind === 'check' ? equalText(part) : undefined;
    return value !== undefined && parts.some((other) => excludes(other, (part as CheckTerm).left, value));
  });
}

/** The text that a source must have for the part to hold. */
function equalText(part: CheckTerm): string | undefined {
  if (part.matcher === undefined || !isOneText(part.left)) return undefined;
  const { operator, modifier, right } = part.node;
  if ((operator !== '=' && operator !== '==') || modifier !== undefined || right?.kind !== 'value') return undefined;
  return part.matcher.test(right.text) ? right.text : undefined;
}

function isOneText({ type, list, several }: Source): boolean {
  return type === 'charbuf' && !list && several === undefined;
}

/** Whether the part cannot hold where the source has this value. */
function excludes(part: Term, source: Source, value: string): boolean {
  const check = part.kind === 'not' ? part.child : part;
  if (check.kind !== 'check' || check.left !== source) return false;
  const holds = check.exists || check.matcher?.test(value);
  return holds === undefined ? false : holds === (part.kind === 'not');
}
