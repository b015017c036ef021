import { errorIssue, type Issue, warningIssue } from '#core/outcome.ts';
import type { Place } from './ast.ts';

/** An issue of a condition's text, with the place where it shows. */
export interface PlacedIssue extends Issue {
  readonly at: Place;
}

export function placedError(code: string, message: string, at: Place, hint?: string): PlacedIssue {
  return { ...errorIssue(code, message, { hint }), at };
}

export function placedWarning(code: string, message: string, at: Place, hint?: string): PlacedIssue {
  return { ...warningIssue(code, message, { hint }), at };
}

/** `index 10, line 1, column 11`, the form in which Falco names a place of a filter. */
export function placeText(at: Place): string {
  return `index ${at.offset}, line ${at.line}, column ${at.column}`;
}
