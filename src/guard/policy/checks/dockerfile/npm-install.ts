import type { DockerfileCheck } from '../check.ts';
import { operands } from '../shell/run-words.ts';
import { ofKind } from './stages.ts';

/** `npm install` without names: takes what is newest today and may rewrite the lock file; `npm ci` takes what was tested. */
export const npmInstall: DockerfileCheck = {
  id: 'npm-install',
  run: (file) =>
    ofKind(file, 'RUN').flatMap((instruction) =>
      instruction.commands.flatMap((command) => {
        if (command.program !== 'npm') return [];
        const [verb, ...names] = operands(
          command,
          new Set(['--prefix', '-C', '--registry', '--loglevel', '-w', '--workspace']),
        );
        if (
          (verb !== 'install' && verb !== 'i') ||
          names.length > 0 ||
          command.args.some((arg) => arg === '-g' || arg === '--global')
        )
          return [];
        return [{ instruction, subject: `npm ${verb}` }];
      }),
    ),
};
