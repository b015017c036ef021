import type { DockerfileCheck } from '../check.ts';
import { ofKind } from './stages.ts';

export const workdirRelative: DockerfileCheck = {
  id: 'workdir-relative',
  run: (file) =>
    ofKind(file, 'WORKDIR').flatMap((instruction) => {
      const path = instruction.text.trim().replace(/^["']|["']$/g, '');
      return path === '' || /^(?:\/|\$|[A-Za-z]:|\\)/.test(path) ? [] : [{ instruction, subject: path.slice(0, 200) }];
    }),
};
