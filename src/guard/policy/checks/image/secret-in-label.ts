import type { ImageCheck } from '../check.ts';
import { secretHits } from '../secret-hits.ts';

export const secretInLabel: ImageCheck = {
  id: 'secret-in-label',
  run: (facts) => secretHits(facts, ['label']),
};
