import type { ImageCheck } from '../check.ts';
import { fileHits } from '../file-hits.ts';

export const authorizedKeys: ImageCheck = {
  id: 'authorized-keys',
  run: ({ survey }) => fileHits(survey.authorizedKeys),
};
