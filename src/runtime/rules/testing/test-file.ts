import type { Issue } from '#core/outcome.ts';
import type { BuiltScript } from './script/build-script.ts';

/** A `*.test.yaml` file: rule files, and what they must and must not say about recordings. docs/replay.md describes the form. */
export interface RuleTestFile {
  /** As it was named. */
  readonly file: string;
  /** Rule files in order, as written: relative to this file. */
  readonly rules: readonly string[];
  readonly tests: readonly RuleTest[];
}

export interface RuleTest {
  readonly name: string;
  /** `file:line:column` of the test. */
  readonly where: string;
  /** The rule that the test is about, where it is about one. */
  readonly about: string | undefined;
  /** A capture file, as written: relative to this file; or one made of a script. */
  readonly capture: string | BuiltScript;
  readonly match: 'first' | 'all';
  /** Globs of rule names to switch on and off, in that order. */
  readonly enable: readonly string[];
  readonly disable: readonly string[];
  readonly alerts: readonly ExpectedAlert[];
  /** Globs of rules that must say nothing; `all`: no alert but the expected ones. */
  readonly silent: 'all' | readonly string[];
}

export interface ExpectedAlert {
  readonly where: string;
  readonly rule: string;
  /** Number of such alerts; at least one where it is undefined. */
  readonly times: number | undefined;
  /** evt.num; of a step, that of its last event. */
  readonly event: number | undefined;
  readonly priority: string | undefined;
  /** Text that the output must contain. */
  readonly output: string | undefined;
  /** Values of output_fields as text; null: the field has no value. */
  readonly fields: ReadonlyMap<string, string | null>;
}

/** What one test gave. */
export interface RuleTestResult {
  readonly file: string;
  readonly name: string;
  readonly where: string;
  readonly passed: boolean;
  /** Each with the place of the expectation that was not met. */
  readonly failures: readonly Issue[];
  /** Alerts that the rules raised. */
  readonly alerts: number;
}
