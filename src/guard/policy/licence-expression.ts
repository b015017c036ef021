import { licenceByName } from './licence-names.ts';

/** An SPDX licence expression (SPDX spec 2.3, annex D). */
export type LicenceExpression =
  | { readonly kind: 'licence'; readonly id: string; readonly exception?: string }
  | { readonly kind: 'and' | 'or'; readonly sides: readonly LicenceExpression[] };

/** Longest text that is read, and deepest nesting of brackets. */
const limits = { length: 10_000, depth: 50 };

/** Undefined for text that is no expression. Ids are not looked up; the short forms of Debian and of older SPDX versions are brought to today's. */
export function parseLicence(text: string): LicenceExpression | undefined {
  if (text.length > limits.length) return undefined;
  const named = licenceByName(text);
  return named === undefined ? parseExpression(text) : { kind: 'licence', id: named };
}

function parseExpression(text: string): LicenceExpression | undefined {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const isWord = (word: string) => tokens[at]?.toUpperCase() === word;
  const chain = (word: 'AND' | 'OR', next: (depth: number) => LicenceExpression | undefined, depth: number) => {
    const sides: LicenceExpression[] = [];
    do {
      const side = next(depth);
      if (!side) return undefined;
      sides.push(side);
    } while (isWord(word) && ++at);
    return sides.length === 1 ? sides[0] : { kind: word === 'AND' ? ('and' as const) : ('or' as const), sides };
  };
  const either = (depth: number): LicenceExpression | undefined => chain('OR', both, depth);
  const both = (depth: number): LicenceExpression | undefined => chain('AND', single, depth);
  const single = (depth: number): LicenceExpression | undefined => {
    const token = tokens[at];
    at += 1;
    if (token === '(' && depth < limits.depth) {
      const inner = either(depth + 1);
      return inner && tokens[at++] === ')' ? inner : undefined;
    }
    if (token === undefined || !/^[A-Za-z0-9][A-Za-z0-9.:+-]*$/.test(token) || /^(?:AND|OR|WITH)$/i.test(token))
      return undefined;
    if (!isWord('WITH')) return { kind: 'licence', id: currentId(token) };
    const exception = tokens[at + 1];
    at += 2;
    return exception && /^[A-Za-z0-9.:-]+$/.test(exception)
      ? { kind: 'licence', id: currentId(token), exception }
      : undefined;
  };
  const expression = either(0);
  return at === tokens.length ? expression : undefined;
}

/** All ids in an expression, and `id WITH exception` in full; the text itself where it is no expression. */
export function licenceIds(text: string): string[] {
  const expression = parseLicence(text);
  return expression ? idsOf(expression) : [text];
}

function idsOf(expression: LicenceExpression): string[] {
  if (expression.kind !== 'licence') return expression.sides.flatMap(idsOf);
  return expression.exception ? [expression.id, `${expression.id} WITH ${expression.exception}`] : [expression.id];
}

/** Debian's names (DEP-5, machine-readable copyright) that are not SPDX's. */
const debianNames: Readonly<Record<string, string>> = {
  expat: 'MIT',
  'bsd-2-clause': 'BSD-2-Clause',
  'bsd-3-clause': 'BSD-3-Clause',
  'bsd-4-clause': 'BSD-4-Clause',
  artistic: 'Artistic-1.0-Perl',
  'artistic-1': 'Artistic-1.0-Perl',
  'artistic-2': 'Artistic-2.0',
  isc: 'ISC',
  zlib: 'Zlib',
  cc0: 'CC0-1.0',
  psf: 'PSF-2.0',
  psfl: 'PSF-2.0',
};

/** `GPL-2+`, `GPL-2.0+` → `GPL-2.0-or-later`; `GPL-3`, `GPL-3.0` → `GPL-3.0-only`; `Apache-2` → `Apache-2.0`. */
function currentId(id: string): string {
  const gnu = /^([AL]?GPL|GFDL)-v?(\d)(?:\.(\d))?(\+|-or-later|-only)?$/i.exec(id);
  if (gnu) {
    const later = gnu[4] === '+' || gnu[4]?.toLowerCase() === '-or-later';
    return `${(gnu[1] as string).toUpperCase()}-${gnu[2]}.${gnu[3] ?? '0'}-${later ? 'or-later' : 'only'}`;
  }
  const versioned = /^(Apache|MPL|EPL|CDDL)-(\d)$/i.exec(id);
  if (versioned) return `${versioned[1]}-${versioned[2]}.0`;
  return debianNames[id.toLowerCase()] ?? id;
}
