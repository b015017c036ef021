import type { ImageCheck } from '../check.ts';
import { configFilesOf } from '../image-facts.ts';

export const extraRootAccount: ImageCheck = {
  id: 'extra-root-account',
  run: (facts) =>
    configFilesOf(facts, 'passwd').flatMap(({ path, layer, data }) =>
      data.accounts
        .filter(({ name, uid }) => uid === 0 && name !== 'root')
        .map(({ name }) => ({ subject: name, evidence: { file: path, layer, name } })),
    ),
};
