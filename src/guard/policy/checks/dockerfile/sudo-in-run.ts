import type { DockerfileCheck } from '../check.ts';
import { ofKind } from './stages.ts';

export const sudoInRun: DockerfileCheck = {
  id: 'sudo-in-run',
  run: (file) =>
    ofKind(file, 'RUN').flatMap((instruction) => {
      const command = instruction.commands.find(({ sudo }) => sudo);
      return command ? [{ instruction, subject: `sudo ${command.program}`.slice(0, 100) }] : [];
    }),
};
