/** A secret found in one text; never carries the secret itself. */
export interface SecretMatch {
  /** Id of the rule: `aws-access-key-id`, `private-key`. */
  readonly rule: string;
  readonly title: string;
  readonly severity: 'critical' | 'high' | 'medium' | 'low';
  /** 1-based. */
  readonly line: number;
  /** A few leading characters and the length: `ghp_…(40)`. */
  readonly redacted: string;
  /** sha256 of the secret, first 16 hex: tells repeats apart without keeping it. */
  readonly hash: string;
  /** Name of the variable or key it was assigned to, where there is one. */
  readonly name?: string;
}
