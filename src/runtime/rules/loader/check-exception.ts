import { operators } from '../language/ast.ts';
import { invalid } from './collector.ts';
import { type ExceptionDefinition, entryText, isWritten } from './definitions.ts';
import { isModified } from './exception-condition.ts';
import { listOperators, modifiedOperators, modifiers } from './exception-operators.ts';
import { didYouMean } from './nearest.ts';

/**
 * Checks the fields and comparisons of an exception, and fills in comparisons that are left out: `=` for each field of a list, `in` for
 * one field. `isField` says whether a text can stand on the left of a comparison; without it fields are not looked at.
 * @throws RuleError
 */
export function checkException(
  exception: ExceptionDefinition,
  isField: ((text: string) => boolean) | undefined,
  fieldNames: () => Iterable<string>,
): void {
  const { fields, context } = exception;
  if (typeof fields === 'string') {
    checkOne(exception);
  } else {
    if (fields === undefined) return;
    if (!isWritten(exception.comparisons)) exception.comparisons = fields.map(() => '=');
    const { comparisons } = exception;
    if (typeof comparisons === 'string' || comparisons.length !== fields.length) {
      throw invalid(
        'Fields and comps lists must have equal length',
        context,
        `comps needs ${fields.length} operators, one for each field`,
      );
    }
    const trimmed = comparisons.map((comparison) => trimBlanks(entryText(comparison)));
    exception.comparisons = trimmed;
    for (const comparison of trimmed) {
      if ((operators as readonly string[]).includes(comparison) || isModified(comparison)) continue;
      throw invalid(`'${comparison}' is not a supported comparison operator`, context, operatorHint(comparison));
    }
  }
  if (isField === undefined) return;
  for (const field of typeof fields === 'string' ? [fields] : fields) {
    const text = entryText(field);
    if (!isField(text))
      throw invalid(`'${text}' is not a supported filter field`, context, didYouMean(text, fieldNames()));
  }
}

function checkOne(exception: ExceptionDefinition): void {
  const { context } = exception;
  if (!isWritten(exception.comparisons)) exception.comparisons = 'in';
  if (typeof exception.comparisons !== 'string') {
    throw invalid(
      'Fields and comps must both be strings',
      context,
      'fields is one text, so comps is; or write both in brackets',
    );
  }
  const comparison = trimBlanks(exception.comparisons);
  exception.comparisons = comparison;
  if ((listOperators as readonly string[]).includes(comparison) || isModified(comparison)) return;
  throw invalid(
    'When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)',
    context,
    `or write the field and the operator in brackets: fields: [${entryText(exception.fields)}], comps: [${comparison}]`,
  );
}

function operatorHint(comparison: string): string {
  const [base = '', modifier] = comparison.split(' ');
  if ((modifiers as readonly string[]).includes(base)) return `a modifier follows an operator: startswith ${base}`;
  if (modifier !== undefined) return `a modifier goes with one of: ${modifiedOperators.join(', ')}`;
  return didYouMean(base, operators) ?? `one of: ${operators.join(', ')}`;
}

function trimBlanks(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}
