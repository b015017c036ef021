import '../capture/hot-detect.ts';
import { asObject } from '#core/json.ts';
import { fields } from '#runtime/rules/fields/index.ts';
import { checkCondition } from '#runtime/rules/language/check-condition.ts';
import { conditionText } from '#runtime/rules/language/condition-text.ts';
import { parseCondition } from '#runtime/rules/language/parser.ts';
import { placeText } from '#runtime/rules/language/placed-issue.ts';

export const describes = 'parse and check a filter of the rule language';
export const example = '{"filter":"proc.name = sh and evt.type in (execve, open)"}';

/** Macros, and fields that a plugin may bring: not known here, but no fault of the filter. */
const unresolvedCodes = ['language/unknown-macro', 'field/unknown', 'field/unknown-parameter'];

/**
 * `ast` is the canonical text, there whenever the filter could be parsed. Names that are not known here are listed in `unresolved`; with
 * `"strict": true` in the question they are errors.
 */
export function answer(question: unknown): unknown {
  const record = asObject(question);
  if (typeof record?.filter !== 'string') return { error: 'a question is {"filter":"…"}' };
  const parsed = parseCondition(record.filter);
  if (!parsed.ok) {
    const { at, message, hint } = parsed.issue;
    return {
      ok: false,
      error: `filter error at ${placeText(at)}: ${message}`,
      ...(hint === undefined ? {} : { hint }),
    };
  }
  const { errors, warnings } = checkCondition(parsed.value, fields);
  const unresolved = errors.filter(({ code }) => unresolvedCodes.includes(code));
  const error = record.strict === true ? errors[0] : errors.find((found) => !unresolved.includes(found));
  return {
    ok: error === undefined,
    ...(error === undefined ? {} : { error: error.message, hint: error.hint, at: error.at }),
    warnings: warnings.map((warning) => warning.message),
    ...(unresolved.length === 0 ? {} : { unresolved: unresolved.map(({ message }) => message) }),
    ast: conditionText(parsed.value),
  };
}
