import type { ImageCheck } from '../check.ts';
import { configFilesOf } from '../image-facts.ts';

export const passwordInShadow: ImageCheck = {
  id: 'password-in-shadow',
  run: (facts) =>
    configFilesOf(facts, 'shadow').flatMap(({ path, layer, data }) =>
      data.hashed.map((name) => ({ subject: name, evidence: { file: path, layer, name } })),
    ),
};
