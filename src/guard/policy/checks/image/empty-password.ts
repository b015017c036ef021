import type { ImageCheck } from '../check.ts';
import { configFilesOf } from '../image-facts.ts';

export const emptyPassword: ImageCheck = {
  id: 'empty-password',
  run: (facts) =>
    configFilesOf(facts, 'shadow').flatMap(({ path, layer, data }) =>
      data.empty.map((name) => ({ subject: name, evidence: { file: path, layer, name } })),
    ),
};
