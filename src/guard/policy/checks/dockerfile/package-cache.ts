import type { DockerfileCheck } from '../check.ts';
import type { ShellCommand } from '../shell/parse-shell.ts';
import { hasFlag, operands } from '../shell/run-words.ts';
import { installers } from '../steps/installers.ts';
import type { Instruction } from './parse-dockerfile.ts';
import { finalInstructions } from './stages.ts';

/** A step that installs and does not clean up: a later step cannot make the layer smaller. */
export const packageCache: DockerfileCheck = {
  id: 'package-cache',
  run: (file) =>
    finalInstructions(file)
      .filter(({ keyword }) => keyword === 'RUN')
      .flatMap((instruction) =>
        managers.filter(({ leaves }) => leaves(instruction)).map(({ name }) => ({ instruction, subject: name })),
      ),
};

const managers: readonly { readonly name: string; leaves(instruction: Instruction): boolean }[] = [
  {
    name: 'apk',
    leaves: (step) =>
      step.commands.some(
        (command) =>
          command.program === 'apk' &&
          verb(command) === 'add' &&
          !command.args.includes('--no-cache') &&
          !cleans(step, '/var/cache/apk'),
      ),
  },
  {
    name: 'apt lists',
    leaves: (step) => uses(step, ['apt-get', 'apt', 'aptitude'], 'update') && !cleans(step, '/var/lib/apt'),
  },
  {
    name: 'dnf',
    leaves: (step) =>
      uses(step, ['dnf', 'dnf5', 'microdnf', 'tdnf'], 'install') &&
      !cleans(step, '/var/cache/dnf') &&
      !uses(step, ['dnf', 'dnf5', 'microdnf', 'tdnf', 'yum'], 'clean'),
  },
  {
    name: 'pip',
    leaves: (step) =>
      step.commands.some(
        (command) =>
          /^pip[0-9.]*$/.test(command.program) &&
          operands(command)[0] === 'install' &&
          !hasFlag(command, '', '--no-cache-dir') &&
          !command.assignments.some(({ name }) => name === 'PIP_NO_CACHE_DIR'),
      ) &&
      !cleans(step, '.cache') &&
      !uses(step, ['pip', 'pip3'], 'cache'),
  },
  {
    name: 'yum',
    leaves: (step) =>
      uses(step, ['yum'], 'install') && !cleans(step, '/var/cache/yum') && !uses(step, ['yum', 'dnf'], 'clean'),
  },
  {
    name: 'zypper',
    leaves: (step) =>
      uses(step, ['zypper'], 'install', 'in') &&
      !uses(step, ['zypper'], 'clean', 'cc') &&
      !cleans(step, '/var/cache/zypp'),
  },
];

function verb(command: ShellCommand): string | undefined {
  return operands(command, installers.get(command.program)?.withValue)[0];
}

function uses({ commands }: Instruction, programs: readonly string[], ...verbs: string[]): boolean {
  return commands.some((command) => programs.includes(command.program) && verbs.includes(verb(command) ?? ''));
}

/** Removed in the same step, or on a cache mount that never becomes part of the image. */
function cleans({ commands, flags }: Instruction, path: string): boolean {
  if (
    flags.some(
      ({ name, value }) =>
        name === 'mount' &&
        /type=(?:cache|tmpfs)/.test(value) &&
        value.includes(path.replace(/^\//, '').split('/').slice(0, 3).join('/')),
    )
  )
    return true;
  return commands.some(
    ({ program, args }) => (program === 'rm' || program === 'find') && args.some((arg) => arg.includes(path)),
  );
}
