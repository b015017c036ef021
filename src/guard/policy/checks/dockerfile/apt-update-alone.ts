import type { DockerfileCheck } from '../check.ts';
import { operands } from '../shell/run-words.ts';
import { installers } from '../steps/installers.ts';
import { ofKind } from './stages.ts';

/** The index is refreshed in a step of its own: the builder keeps that layer, and later steps install from an old index. */
export const aptUpdateAlone: DockerfileCheck = {
  id: 'apt-update-alone',
  run: (file) =>
    ofKind(file, 'RUN').flatMap((instruction) => {
      let updated: string | undefined;
      for (const command of instruction.commands) {
        const installer = installers.get(command.program);
        if (!installer) continue;
        const [verb] = operands(command, installer.withValue);
        if (verb === undefined) continue;
        if (installer.install.has(verb) || installer.upgrade.has(verb)) updated = undefined;
        else if (installer.update.has(verb)) updated = `${command.program} ${verb}`;
      }
      return updated === undefined ? [] : [{ instruction, subject: updated }];
    }),
};
