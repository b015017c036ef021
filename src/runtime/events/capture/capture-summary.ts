import type { Issue } from '#core/outcome.ts';
import type { Machine } from '../state/host-state.ts';

export type CaptureCompression = 'none' | 'gzip' | 'zstd';

/** What a capture had in it, and what is missing from it. */
export interface CaptureSummary {
  /** Events with a number: all but those that were folded into others, or dropped as of no meaning. */
  readonly events: number;
  /** Events by type, in today's layout; indexed by type. */
  readonly counts: Float64Array;
  /** Times of the first and the last event, nanoseconds since 1970; 0n where there is none. */
  readonly firstTime: bigint;
  readonly lastTime: bigint;
  /** Sections: more than one where captures were concatenated. */
  readonly sections: number;
  /** Of the last section. */
  readonly machine: Machine | undefined;
  readonly compression: CaptureCompression;
  /** Uncompressed bytes that were read. */
  readonly bytes: number;
  /** Entries of process lists and fd lists. */
  readonly threads: number;
  readonly fds: number;
  /** Enter events that were folded into their exit events, or dropped. */
  readonly folded: number;
  /** Events of old layouts that became ones of today. */
  readonly converted: number;
  /** Exit events that lack what their enter event said, because that was another call's or was thrown away. */
  readonly withoutEnter: number;
  /** `drop` events, by which a writer notes that it lost some. */
  readonly notedDrops: number;
  /** Events of types beyond the table (a newer writer's); skipped, and without a number. */
  readonly newerTypes: number;
  /** Blocks of unknown types; skipped. */
  readonly unknownBlocks: number;
  /** Events whose lengths contradict each other; skipped, and without a number. */
  readonly damagedEvents: number;
  /** Bytes between blocks that could not be read. */
  readonly skippedBytes: number;
  /** False where something is missing: see `issues`. */
  readonly complete: boolean;
  readonly issues: readonly Issue[];
}
