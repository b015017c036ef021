import type { DockerfileCheck } from '../check.ts';
import { operands } from '../shell/run-words.ts';
import { installers } from '../steps/installers.ts';
import { ofKind } from './stages.ts';

const packages = /^(?:openssh-server|openssh|dropbear|tinyssh)(?:[=:<>~].*)?$/;

export const sshServer: DockerfileCheck = {
  id: 'ssh-server',
  run: (file) => [
    ...ofKind(file, 'RUN').flatMap((instruction) => {
      const name = instruction.commands.flatMap((command) => {
        const installer = installers.get(command.program);
        const [verb, ...names] = installer ? operands(command, installer.withValue) : [];
        return verb !== undefined && installer!.install.has(verb) ? names.filter((word) => packages.test(word)) : [];
      })[0];
      return name === undefined ? [] : [{ instruction, subject: name.replace(/[=:<>~].*$/, '') }];
    }),
    ...ofKind(file, 'CMD', 'ENTRYPOINT')
      .filter(({ commands }) => commands.some(({ program }) => program === 'sshd' || program === 'dropbear'))
      .map((instruction) => ({ instruction, subject: `${instruction.keyword} sshd`, severity: 'high' as const })),
  ],
};
