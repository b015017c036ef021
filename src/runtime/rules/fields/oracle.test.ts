import { describe, expect, it } from 'vitest';
import { compareCapture, type Difference, oracleCaptures, oracleReaders } from '../../../testing/capture-oracle.ts';
import { skipShared } from '../../../testing/shared.ts';

/** Share of the peer's values that must be equal on every capture. */
const bar = 0.995;

describe.skipIf(skipShared.skip)(`field values of real captures are the peer's ${skipShared.note}`, () => {
  const readers = skipShared.skip ? new Map() : oracleReaders();
  const captures = skipShared.skip ? [''] : oracleCaptures();

  it.each(captures)('%s', { timeout: 120_000 }, async (capture) => {
    const unexplained: Difference[] = [];
    const comparison = await compareCapture(capture, readers, (difference) => {
      if (difference.explained === undefined && unexplained.length < 5) unexplained.push(difference);
    });
    expect(comparison.values).toBeGreaterThan(0);
    expect(comparison.missingEvents, 'events that only the peer shows').toBe(0);
    expect(comparison.extraEvents, 'events that only we show').toBe(0);
    expect(unexplained, 'differences that capture-differences.ts does not explain').toEqual([]);
    expect(comparison.equal / comparison.values).toBeGreaterThanOrEqual(bar);
  });
});
