/** Counts matches of a rule, or different values of a field, in a sliding window, for each key by itself. */
export interface CountSpec {
  readonly kind: 'count';
  /** Alert when there are more than this many. */
  readonly over: number;
  /** Microseconds from the first to the last counted event, inclusive. */
  readonly within: number;
  /** Fields that together are the key; none: one key for all. */
  readonly by: readonly string[];
  /** Count different values of this field instead of events. */
  readonly distinct?: string;
}

/** The rule's condition, then the conditions of the steps, in this order. */
export interface SequenceSpec {
  readonly kind: 'sequence';
  /** Microseconds from the first step's event to the last one's, inclusive. */
  readonly within: number;
  /** `process-tree`: later steps happen in the process of the first or in one that descends from it. */
  readonly by: readonly string[] | 'process-tree';
  /** Fields of the key for each later step, where a step reads another field than the first: the file that was written is the program that starts. */
  readonly byOfSteps?: readonly (readonly string[])[];
  /** The steps may come in any order. */
  readonly anyOrder?: boolean;
  /** Conditions as written, the rule's own not among them. */
  readonly steps: readonly string[];
}

/** What was not seen before, for each key by itself. */
export interface FirstSeenSpec {
  readonly kind: 'first-seen';
  /** Fields whose values together are new or not. */
  readonly of: readonly string[];
  /** Fields that together are the key; none: one key for all. */
  readonly by: readonly string[];
  /** Microseconds from a key's first event in which all is learned and nothing is an alert. */
  readonly learn: number;
}

/** The key `holdfast:` of a rule, read. docs/stateful-rules.md says what each means. */
export type StatefulSpec = CountSpec | SequenceSpec | FirstSeenSpec;

export const statefulLimits = {
  /** `over` of a count. */
  over: 10_000,
  /** `over` of a count of different values, which are looked through one by one. */
  overDistinct: 1_000,
  /** Fields of a key. */
  keyFields: 8,
  /** Steps of a sequence, the rule's own condition not counted. */
  steps: 8,
  /** Microseconds: a week. */
  duration: 7 * 86_400_000_000,
  /** Keys of one rule that are kept; the one not touched for longest goes first. */
  keys: 10_000,
  /** Counted events, pending steps or known values of one rule over all keys. */
  entries: 200_000,
  /** Known values of one key. */
  valuesOfKey: 5_000,
  /** Characters of a key or value; longer ones are told apart by their beginning and length. */
  keyText: 1_024,
  /** Generations of a process tree that are walked. */
  generations: 64,
  /** Microseconds by which time may go back before a new recording is taken to have begun. */
  backwards: 10_000_000,
} as const;
