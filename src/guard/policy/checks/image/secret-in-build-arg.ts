import type { ImageCheck } from '../check.ts';
import { secretHits } from '../secret-hits.ts';

export const secretInBuildArg: ImageCheck = {
  id: 'secret-in-build-arg',
  run: (facts) => secretHits(facts, ['build-arg']),
};
