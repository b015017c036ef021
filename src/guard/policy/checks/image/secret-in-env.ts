import type { ImageCheck } from '../check.ts';
import { secretHits } from '../secret-hits.ts';

export const secretInEnv: ImageCheck = {
  id: 'secret-in-env',
  run: (facts) => secretHits(facts, ['env']),
};
