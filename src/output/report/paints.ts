import type { Severity } from '#core/severity.ts';
import type { Decision } from '#core/verdict.ts';

/** ANSI colours, or nothing. What is painted has been cleaned before. */
export interface Paints {
  bold(text: string): string;
  dim(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  severity(severity: Severity, text: string): string;
  /** `DENY`, `WARN`, `PASS`. */
  decision(decision: Decision): string;
}

const codeOfSeverity: Readonly<Record<Severity, string>> = {
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  negligible: '2',
  unknown: '2',
};

const codeOfDecision: Readonly<Record<Decision, string>> = { deny: '1;31', warn: '1;33', pass: '1;32' };

export function paints(colour: boolean): Paints {
  const paint = (code: string, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    bold: (text) => paint('1', text),
    dim: (text) => paint('2', text),
    bad: (text) => paint('31', text),
    warn: (text) => paint('33', text),
    severity: (severity, text) => paint(codeOfSeverity[severity], text),
    decision: (decision) => paint(codeOfDecision[decision], decision.toUpperCase()),
  };
}
