import type { DockerfileCheck } from '../check.ts';
import { ofKind } from './stages.ts';

/** `RUN cd /app` alone has no effect on the next step. With other commands in the same step it is fine. */
export const cdInRun: DockerfileCheck = {
  id: 'cd-in-run',
  run: (file) =>
    ofKind(file, 'RUN').flatMap((instruction) =>
      instruction.commands.at(-1)?.program === 'cd' ? [{ instruction }] : [],
    ),
};
