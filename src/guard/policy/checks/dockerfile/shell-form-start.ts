import type { DockerfileCheck } from '../check.ts';
import { parseExecForm } from '../steps/build-step.ts';
import { finalLineage } from './stages.ts';

/** The shell becomes process 1 and keeps signals to itself: stopping the container takes until it is killed. */
export const shellFormStart: DockerfileCheck = {
  id: 'shell-form-start',
  run: (file) =>
    ['CMD', 'ENTRYPOINT'].flatMap((keyword) => {
      const last = finalLineage(file)[0]?.instructions.findLast(
        (instruction) => instruction.keyword === keyword && !instruction.onbuild,
      );
      if (!last || last.text === '' || parseExecForm(last.text) || /^exec\s/.test(last.text)) return [];
      const usesShell = file.instructions.some((instruction) => instruction.keyword === 'SHELL');
      return usesShell ? [] : [{ instruction: last, subject: keyword }];
    }),
};
