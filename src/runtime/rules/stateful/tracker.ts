import { CountTracker } from './count-tracker.ts';
import { FirstSeenTracker } from './first-seen-tracker.ts';
import { SequenceTracker } from './sequence-tracker.ts';
import type { StatefulSpec } from './stateful-spec.ts';
import { UnorderedTracker } from './unordered-tracker.ts';

/** One event for which a condition held. */
export interface Observation {
  /** Event time, microseconds since 1970. */
  readonly time: number;
  /** Place in the stream, ascending. */
  readonly number: number;
  /** Which condition: 0 the rule's own, then the steps of a sequence. */
  readonly step: number;
  /**
   * The event's keys, the nearest first: one for most; for `process-tree` the process and its ancestors. None where a field of the key has no value:
   * such an event belongs to nothing and is not counted.
   */
  readonly keys: readonly string[];
  /** What `distinct` or `of` looks at; undefined where it has no value: not counted either. */
  readonly value?: string | undefined;
}

/** Why there is an alert. */
export interface Verdict {
  /** Events or different values counted; steps of the sequence; 1 for what was first seen. */
  readonly count: number;
  /** Numbers of the events that led here as far as they are known, in the order of the stream, the last among them. */
  readonly events: readonly number[];
}

/** Counted since the start. */
export interface TrackerStats {
  /** Kept now. */
  readonly keys: number;
  readonly entries: number;
  /** Keys or values that could still have mattered when there was no room for them. */
  readonly evicted: number;
  /** Events that had no key or no value. */
  readonly withoutKey: number;
  /** How often time went so far back that a new recording was taken to have begun. */
  readonly restarts: number;
}

/** Memory of one rule over events. Bounded (statefulLimits), deterministic, driven by the time of events alone. */
export interface Tracker {
  /** An alert is due where there is a verdict. */
  observe(observation: Observation): Verdict | undefined;
  /** False where an event of a later step cannot matter, as nothing waits for one: its keys need not be read. */
  readonly waits: boolean;
  stats(): TrackerStats;
}

export function createTracker(spec: StatefulSpec): Tracker {
  switch (spec.kind) {
    case 'count':
      return new CountTracker(spec);
    case 'sequence':
      return spec.anyOrder === true ? new UnorderedTracker(spec) : new SequenceTracker(spec);
    case 'first-seen':
      return new FirstSeenTracker(spec);
  }
}
