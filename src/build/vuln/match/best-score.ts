import { compareText } from '#core/order.ts';
import type { CvssScore } from '../db/record.ts';

/** The one to show: the newest CVSS version, of several the highest score. */
export function bestScore(scores: readonly CvssScore[]): CvssScore | undefined {
  let best: CvssScore | undefined;
  for (const score of scores) {
    const order = best === undefined ? 1 : compareText(score.version, best.version) || score.score - best.score;
    if (order > 0 || (order === 0 && best !== undefined && score.vector < best.vector)) best = score;
  }
  return best;
}
