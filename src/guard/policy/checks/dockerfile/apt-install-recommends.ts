import type { DockerfileCheck } from '../check.ts';
import { operands } from '../shell/run-words.ts';
import { installers } from '../steps/installers.ts';
import { ofKind } from './stages.ts';

export const aptInstallRecommends: DockerfileCheck = {
  id: 'apt-install-recommends',
  run: (file) =>
    ofKind(file, 'RUN').flatMap((instruction) =>
      instruction.commands
        .filter((command) => {
          if (command.program !== 'apt-get' && command.program !== 'apt') return false;
          if (operands(command, installers.get('apt')?.withValue)[0] !== 'install') return false;
          return !/--no-install-recommends|Install-Recommends"?[= ]"?(?:false|0|no)/i.test(command.args.join(' '));
        })
        .slice(0, 1)
        .map((command) => ({ instruction, subject: `${command.program} install` })),
    ),
};
