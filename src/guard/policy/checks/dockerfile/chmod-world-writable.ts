import type { DockerfileCheck } from '../check.ts';
import { operands } from '../shell/run-words.ts';

const worldWritable = /^(?:0?[0-7]{2}[2367]|(?:[ug]*[oa][ugoa]*)?[+=][rwxXst]*w[rwxXst]*)$/;
const sticky = /^0?1[0-7]{3}$/;

export const chmodWorldWritable: DockerfileCheck = {
  id: 'chmod-world-writable',
  run: (file) =>
    file.instructions.flatMap((instruction) => {
      const byFlag = instruction.flags.find(({ name, value }) => name === 'chmod' && worldWritable.test(value));
      if (byFlag) return [{ instruction, subject: `--chmod=${byFlag.value}` }];
      if (instruction.keyword !== 'RUN') return [];
      return instruction.commands.flatMap((command) => {
        if (command.program !== 'chmod') return [];
        const [mode, path] = operands(command);
        if (
          mode === undefined ||
          sticky.test(mode) ||
          !mode.split(',').some((part) => worldWritable.test(part) && !/^\+/.test(part))
        )
          return [];
        return [{ instruction, subject: `${mode} ${path ?? ''}`.trim().slice(0, 200) }];
      });
    }),
};
