import { MiB } from '#core/limits.ts';

/** Named limits of what a capture may ask for. */
export const captureLimits = {
  /** One block. Process lists of busy hosts have some MiB, and events with a large payload may have any size. */
  blockBytes: 64 * MiB,
  /** One event that is not of the large kind: u16 lengths, and the header. */
  smallEventBytes: 64 * 1024 + 64,
  /** Issues that are told one by one; the rest are counted. */
  issues: 20,
} as const;
