import type { ImageCheck } from '../check.ts';
import { secretHits } from '../secret-hits.ts';

export const secretInCommand: ImageCheck = {
  id: 'secret-in-command',
  run: (facts) => secretHits(facts, ['command', 'start-command']),
};
