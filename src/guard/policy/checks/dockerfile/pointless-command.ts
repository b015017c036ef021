import type { DockerfileCheck } from '../check.ts';
import { ofKind } from './stages.ts';

/** Act on a running machine; a build step is none. */
const pointless = new Set([
  'free',
  'htop',
  'ifconfig',
  'kill',
  'poweroff',
  'ps',
  'reboot',
  'service',
  'shutdown',
  'ssh',
  'systemctl',
  'top',
  'umount',
  'vim',
]);

export const pointlessCommand: DockerfileCheck = {
  id: 'pointless-command',
  run: (file) =>
    ofKind(file, 'RUN').flatMap((instruction) =>
      instruction.commands
        .filter(
          ({ program, args }) =>
            pointless.has(program) &&
            !(
              program === 'systemctl' &&
              /^(?:enable|disable|mask|preset|set-default|unmask)$/.test(args.find((arg) => !arg.startsWith('-')) ?? '')
            ) &&
            !args.includes('--version'),
        )
        .map(({ program }) => ({ instruction, subject: program })),
    ),
};
