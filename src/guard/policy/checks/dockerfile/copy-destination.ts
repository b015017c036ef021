import type { DockerfileCheck } from '../check.ts';
import { parseExecForm } from '../steps/build-step.ts';
import { ofKind } from './stages.ts';

/** Several sources need a directory, and a directory is written with a slash at its end. */
export const copyDestination: DockerfileCheck = {
  id: 'copy-destination',
  run: (file) =>
    ofKind(file, 'COPY', 'ADD').flatMap((instruction) => {
      if (instruction.heredocs.length > 0) return [];
      const words = parseExecForm(instruction.text) ?? instruction.text.trim().split(/\s+/);
      const destination = words.at(-1)!;
      if (
        words.length < 3 ||
        /[/\\]$/.test(destination) ||
        destination === '.' ||
        destination.endsWith('/.') ||
        destination.includes('$')
      )
        return [];
      return [{ instruction, subject: destination.slice(0, 200) }];
    }),
};
