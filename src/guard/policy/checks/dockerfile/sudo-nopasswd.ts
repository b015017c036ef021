import type { DockerfileCheck } from '../check.ts';
import { ofKind } from './stages.ts';

export const sudoNopasswd: DockerfileCheck = {
  id: 'sudo-nopasswd',
  run: (file) =>
    ofKind(file, 'RUN').flatMap((instruction) =>
      /\bNOPASSWD\s{0,4}:\s{0,4}ALL\b/.test(instruction.text) ? [{ instruction }] : [],
    ),
};
