import { ruleLimits } from './limits.ts';
import type { LoadErrorCode, LoadWarningCode } from './load-codes.ts';
import type { RuleFile, RulePlace } from './rule-file.ts';

export interface RuleItem {
  readonly kind: 'rule' | 'macro' | 'list' | 'exception';
  readonly name: string;
}

/** An error or a warning of a rule file. */
export interface RuleFault {
  readonly level: 'error' | 'warning';
  readonly code: LoadErrorCode | LoadWarningCode;
  readonly message: string;
  /** What it is about. */
  readonly item?: RuleItem;
  readonly place: RulePlace;
  /** The line of the place, and below it a mark. */
  readonly snippet: string;
  /** What can be done about it. */
  readonly hint?: string;
}

/** Where in a file something is wrong, and in what. */
export interface FaultContext {
  readonly file: RuleFile;
  readonly offset: number;
  readonly item?: RuleItem;
}

/** Ends the reading of one item; never leaves this folder. */
export class RuleError extends Error {
  readonly code: LoadErrorCode;
  readonly context: FaultContext;
  readonly hint: string | undefined;

  constructor(code: LoadErrorCode, message: string, context: FaultContext, hint?: string) {
    super(message);
    this.code = code;
    this.context = context;
    this.hint = hint;
  }
}

/** Errors and warnings in the order in which they were found, of each kind at most `ruleLimits.faults`. */
export class Faults {
  readonly errors: RuleFault[] = [];
  readonly warnings: RuleFault[] = [];
  errorCount = 0;
  warningCount = 0;

  error(code: LoadErrorCode, message: string, context: FaultContext, hint?: string): void {
    if (++this.errorCount <= ruleLimits.faults) this.errors.push(makeFault('error', code, message, context, hint));
  }

  warn(code: LoadWarningCode, message: string, context: FaultContext, hint?: string | undefined): void {
    if (++this.warningCount <= ruleLimits.faults)
      this.warnings.push(makeFault('warning', code, message, context, hint));
  }
}

export function makeFault(
  level: RuleFault['level'],
  code: RuleFault['code'],
  message: string,
  { file, offset, item }: FaultContext,
  hint?: string,
): RuleFault {
  const place = file.placeAt(Math.min(offset, file.content.length));
  return {
    level,
    code,
    message: message.length > maxMessage ? `${message.slice(0, maxMessage)}…` : message,
    ...(item === undefined ? {} : { item }),
    place,
    snippet: file.snippet(place),
    ...(hint === undefined ? {} : { hint }),
  };
}

const maxMessage = 2_000;
