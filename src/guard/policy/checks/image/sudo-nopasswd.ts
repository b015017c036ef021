import type { ImageCheck } from '../check.ts';
import { configFilesOf } from '../image-facts.ts';

export const sudoNopasswd: ImageCheck = {
  id: 'sudo-nopasswd',
  run: (facts) =>
    configFilesOf(facts, 'sudoers').flatMap(({ path, layer, data }) =>
      // What root may do as root is nothing new.
      data.withoutPassword
        .filter(({ who }) => who !== 'root')
        .map(({ who, line }) => ({ subject: who, evidence: { file: path, line, layer, name: who } })),
    ),
};
