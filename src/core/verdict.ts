import type { Severity } from './severity.ts';

export const stages = ['build', 'registry', 'admission', 'runtime'] as const;
export type Stage = (typeof stages)[number];
export type Decision = 'pass' | 'warn' | 'deny';

export interface Reason {
  readonly decision: 'warn' | 'deny';
  readonly policy: string;
  readonly rule: string;
  readonly message: string;
  readonly severity?: Severity;
  /** What it speaks of: a purl, a path, `image`. */
  readonly subject: string;
  /** Fingerprints of the findings behind it. */
  readonly findings: readonly string[];
}

export interface Verdict {
  readonly stage: Stage;
  readonly decision: Decision;
  readonly reasons: readonly Reason[];
}
