import type { ImageCheck } from '../check.ts';
import { fileHits } from '../file-hits.ts';

export const gitDirectory: ImageCheck = {
  id: 'git-directory',
  run: ({ survey, tree }) =>
    fileHits(
      survey.repositories.filter(
        ({ path }) => tree.get(`${path}/HEAD`) !== undefined && tree.get(`${path}/objects`) !== undefined,
      ),
    ),
};
