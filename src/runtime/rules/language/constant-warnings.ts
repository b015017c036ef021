import { quote } from '#core/outcome.ts';
import type { Field } from '../field.ts';
import { type Operator, transformerNames, type ValueNode } from './ast.ts';
import { type PlacedIssue, placedWarning } from './placed-issue.ts';
import { resolveField } from './resolve-field.ts';

/** Constants that look like a mistake. */
export function constantWarnings(
  operator: Operator,
  { text, at }: ValueNode,
  fields: ReadonlyMap<string, Field>,
): PlacedIssue[] {
  const warnings: PlacedIssue[] = [];
  if (operator === 'regex' && isSimple(text))
    warnings.push(
      placedWarning(
        'language/regex-not-needed',
        `regex check with ${single(text)} may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'`,
        at,
      ),
    );
  // Blanks are easily left in by those who take a constant for a field.
  const bare = text.replace(/[ \t\n\v\f\r]+/g, '');
  const field = /^([a-zA-Z]\w*\.[\w.]+)(?:\[([^\]]*)\])?$/.exec(bare);
  if (field !== null && resolveField(field[1]!, field[2], fields, false).ok)
    warnings.push(
      placedWarning(
        'language/field-as-text',
        `${single(text)} may be a valid field misused as a const string value`,
        at,
        `to compare with the field, write val(${bare})`,
      ),
    );
  if (bare.endsWith(')') && transformerNames.some((name) => bare.startsWith(`${name}(`)))
    warnings.push(
      placedWarning(
        'language/transformer-as-text',
        `${single(text)} may be a valid field transformer misused as a const string value`,
        at,
        'without quotes it is a transformer',
      ),
    );
  return warnings;
}

/** A pattern that another operator would match as well: nothing special but `^`, `$`, and `.*` `.+` `.?` at its ends. */
function isSimple(pattern: string): boolean {
  let at = 0;
  while (at < pattern.length) {
    const character = pattern[at]!;
    const last = pattern.length - 1;
    if ((at === 0 && character === '^') || (at === last && character === '$')) {
      at += 1;
      continue;
    }
    if (((at === 0 && pattern.length > 1) || at === last - 1) && character === '.' && /[+*?]/.test(pattern[at + 1]!)) {
      at += 2;
      continue;
    }
    if ('.+*?^$()[]{}|\\'.includes(character)) return false;
    at += 1;
  }
  return true;
}

function single(text: string): string {
  return /^[\x20-\x7e]{0,200}$/.test(text) ? `'${text}'` : quote(text, 200);
}
