import type { Order } from './text.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Comparator {
  /** One of `Operator`, or an ecosystem's own such as `~>`. */
  readonly operator: string;
  readonly version: string;
}

/** Characters. Longer ones come from nobody's manifest. */
export const maxConstraintLength = 4096;

/**
 * Reads `> 1.0, < 2.0 || = 3.1`: alternatives by `||`, conditions by `,` or, before an operator, by space. A bare version
 * means `=`; versions may stand in quotes. Operators are runs of `<>=!~^`. Undefined where it cannot be read;
 * an empty list for an empty constraint, which every version satisfies.
 */
export function parseConstraint(text: string): readonly (readonly Comparator[])[] | undefined {
  if (text.length > maxConstraintLength) return undefined;
  if (text.trim() === '') return [];
  const alternatives: Comparator[][] = [];
  for (const alternative of text.split('||')) {
    const comparators: Comparator[] = [];
    for (const part of alternative.split(',')) {
      if (part.trim() === '' || !readPart(part, comparators)) return undefined;
    }
    alternatives.push(comparators);
  }
  return alternatives;
}

/** `undefined` where an operator is none of the six. */
export function holds(order: Order, operator: string): boolean | undefined {
  switch (operator) {
    case '=':
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return undefined;
  }
}

type Test = (version: string, comparator: Comparator) => boolean | undefined;

/** One alternative with all its conditions true. Undefined where any condition is not understood. */
export function evaluate(
  alternatives: readonly (readonly Comparator[])[] | undefined,
  version: string,
  test: Test,
): boolean | undefined {
  if (alternatives === undefined) return undefined;
  if (alternatives.length === 0) return true;
  let satisfied = false;
  for (const comparators of alternatives) {
    let all = true;
    for (const comparator of comparators) {
      const result = test(version, comparator);
      if (result === undefined) return undefined;
      all &&= result;
    }
    satisfied ||= all;
  }
  return satisfied;
}

/** `satisfies` for schemes whose constraints are plain comparisons. */
export function plainSatisfies(
  compare: (a: string, b: string) => Order,
): (version: string, constraint: string) => boolean | undefined {
  return (version, constraint) =>
    evaluate(parseConstraint(constraint), version, (candidate, { operator, version: bound }) =>
      holds(compare(candidate, bound), operator),
    );
}

const operatorStart = /[<>=!~^]/;

function readPart(part: string, into: Comparator[]): boolean {
  let rest = part.trim();
  while (rest !== '') {
    let end = 0;
    while (end < rest.length && operatorStart.test(rest.charAt(end))) end += 1;
    const operator = end === 0 ? '=' : rest.slice(0, end);
    rest = rest.slice(end).trimStart();
    const quoted = rest.startsWith("'") || rest.startsWith('"');
    const close = quoted ? rest.indexOf(rest.charAt(0), 1) : endOfVersion(rest);
    if (close <= 0) return false;
    const version = quoted ? rest.slice(1, close) : rest.slice(0, close);
    if (version === '' || version.includes('|') || version.includes('(')) return false;
    into.push({ operator, version });
    rest = rest.slice(close + (quoted ? 1 : 0)).trimStart();
    if (rest !== '' && !operatorStart.test(rest.charAt(0))) return false;
  }
  return true;
}

/** `1.0 <2` ends at the space; `1.2.3>` is an error that the caller sees as an operator without a version. */
function endOfVersion(text: string): number {
  const space = text.search(/\s/);
  const end = space < 0 ? text.length : space;
  const operator = text.slice(0, end).search(/[<>=!]/);
  return operator < 0 ? end : -1;
}
