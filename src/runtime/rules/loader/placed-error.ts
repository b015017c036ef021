import type { PlacedIssue } from '../language/placed-issue.ts';
import { ConditionPlace } from './condition-origin.ts';
import { type FaultContext, RuleError, type RuleItem } from './faults.ts';

/** An issue of a condition as an error of the file; says which item uses the place, where that is another one. */
export function placedError(issue: PlacedIssue, fallback: FaultContext, item: RuleItem): RuleError {
  const context = contextOf(issue, fallback);
  const elsewhere = context.item !== undefined && (context.item.kind !== item.kind || context.item.name !== item.name);
  const hint = elsewhere ? [issue.hint, `used by ${item.kind} ${item.name}`].filter(Boolean).join('; ') : issue.hint;
  return new RuleError('LOAD_ERR_COMPILE_CONDITION', issue.message, context, hint);
}

/** The place of an issue in its file. */
export function contextOf({ at }: PlacedIssue, fallback: FaultContext): FaultContext {
  return at instanceof ConditionPlace ? at.origin.context(at.offset) : fallback;
}
