import { debianNames } from '#build/inventory/licences/os-licences.ts';
import { parseSpdxExpression, type SpdxExpression } from '#build/inventory/licences/spdx-expression.ts';
import { licenceByName } from './licence-names.ts';

/**
 * What a package says about its licence, as an expression: a name in words, or ids. Ids are not looked up; the short forms of Debian and of
 * older SPDX versions are brought to today's. Undefined for text that is neither.
 */
export function parseLicence(text: string): SpdxExpression | undefined {
  const named = licenceByName(text);
  if (named !== undefined) return { kind: 'licence', id: named };
  const expression = parseSpdxExpression(text);
  return expression && withCurrentIds(expression);
}

function withCurrentIds(expression: SpdxExpression): SpdxExpression {
  return expression.kind === 'licence'
    ? { ...expression, id: currentId(expression.id) }
    : { ...expression, sides: expression.sides.map(withCurrentIds) };
}

/** All ids in an expression, and `id WITH exception` in full; the text itself where it is no expression. */
export function licenceIds(text: string): string[] {
  const expression = parseLicence(text);
  return expression ? idsOf(expression) : [text];
}

function idsOf(expression: SpdxExpression): string[] {
  if (expression.kind !== 'licence') return expression.sides.flatMap(idsOf);
  return expression.exception ? [expression.id, `${expression.id} WITH ${expression.exception}`] : [expression.id];
}

/** `GPL-2+`, `GPL-2.0+` → `GPL-2.0-or-later`; `GPL-3`, `GPL-3.0` → `GPL-3.0-only`; `Apache-2` → `Apache-2.0`. */
function currentId(id: string): string {
  const gnu = /^([AL]?GPL|GFDL)-v?(\d)(?:\.(\d))?(\+|-or-later|-only)?$/i.exec(id);
  if (gnu) {
    const later = gnu[4] === '+' || gnu[4]?.toLowerCase() === '-or-later';
    return `${(gnu[1] as string).toUpperCase()}-${gnu[2]}.${gnu[3] ?? '0'}-${later ? 'or-later' : 'only'}`;
  }
  const versioned = /^(Apache|MPL|EPL|CDDL)-(\d)$/i.exec(id);
  if (versioned) return `${versioned[1]}-${versioned[2]}.0`;
  return debianNames.get(id.toLowerCase()) ?? id;
}
