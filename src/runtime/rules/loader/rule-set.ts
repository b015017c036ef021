import type { Condition } from '../language/ast.ts';
import type { Priority } from '../output/priority.ts';
import type { StatefulRule } from './compile-stateful.ts';
import type { Plugin } from './engine-version.ts';
import type { RuleFault } from './faults.ts';
import type { RulePlace } from './rule-file.ts';

/** A rule that can run. */
export interface Rule {
  readonly name: string;
  readonly description: string;
  /** With lists, macros and exceptions put in. Conditions of macros are one object wherever they are used. Never changed. */
  readonly condition: Condition;
  /** As it was written, with what was appended to it, without exceptions. */
  readonly conditionSource: string;
  readonly output: string;
  readonly priority: Priority;
  readonly source: string;
  /** As the files say; `selectRules` applies what the user says. */
  readonly enabled: boolean;
  /** Sorted, each once. */
  readonly tags: readonly string[];
  readonly exceptions: readonly RuleException[];
  readonly capture: boolean;
  /** Milliseconds; 0 where the file does not say. */
  readonly captureDuration: number;
  readonly warnEventTypes: boolean;
  /** What stands under the key `holdfast`; undefined where there is none. */
  readonly stateful: StatefulRule | undefined;
  /** Macros and lists that the condition names itself, sorted. */
  readonly macros: readonly string[];
  readonly lists: readonly string[];
  readonly place: RulePlace;
}

export interface RuleException {
  readonly name: string;
  /** One text where the exception has one field, whose values are one list; else as many as comparisons. */
  readonly fields: string | readonly string[];
  readonly comparisons: string | readonly string[];
  readonly values: readonly ExceptionValue[];
}

export type ExceptionValue = string | readonly ExceptionValue[];

export interface RuleMacro {
  readonly name: string;
  readonly condition: Condition;
  readonly used: boolean;
  readonly place: RulePlace;
}

export interface RuleList {
  readonly name: string;
  /** With lists that it names put in. */
  readonly items: readonly string[];
  readonly used: boolean;
  readonly place: RulePlace;
}

export interface RequiredPlugin extends Plugin {
  readonly alternatives: readonly Plugin[];
}

/** What several rule files, one after the other, come to. */
export interface RuleSet {
  /** True where there are no errors. Where there are, nothing may run: `rules` then has those that could be compiled, for checkers. */
  readonly ok: boolean;
  /** In the order in which names were first defined, which is the order in which they match. */
  readonly rules: readonly Rule[];
  readonly macros: readonly RuleMacro[];
  readonly lists: readonly RuleList[];
  readonly errors: readonly RuleFault[];
  readonly warnings: readonly RuleFault[];
  /** Errors and warnings beyond those kept. */
  readonly droppedFaults: number;
  /** The highest that a file asks for; undefined where none does. */
  readonly requiredEngineVersion: string | undefined;
  readonly requiredPlugins: readonly RequiredPlugin[];
}
