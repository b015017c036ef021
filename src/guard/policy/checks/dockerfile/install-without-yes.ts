import type { DockerfileCheck } from '../check.ts';
import { hasFlag, operands } from '../shell/run-words.ts';
import { installers } from '../steps/installers.ts';
import { ofKind } from './stages.ts';

/** Nobody is there to answer the question. */
export const installWithoutYes: DockerfileCheck = {
  id: 'install-without-yes',
  run: (file) =>
    ofKind(file, 'RUN').flatMap((instruction) =>
      instruction.commands.flatMap((command, index) => {
        const installer = installers.get(command.program);
        if (!installer?.yes) return [];
        const [verb] = operands(command, installer.withValue);
        const asks =
          verb !== undefined && (installer.install.has(verb) || installer.upgrade.has(verb) || verb === 'remove');
        if (!asks || hasFlag(command, ...installer.yes) || command.args.some((arg) => /assume-?yes|^-qq/i.test(arg)))
          return [];
        // `yes | apt-get install …`
        if (instruction.commands.some(({ program, pipesTo }) => program === 'yes' && pipesTo === index)) return [];
        return [{ instruction, subject: `${command.program} ${verb}` }];
      }),
    ),
};
