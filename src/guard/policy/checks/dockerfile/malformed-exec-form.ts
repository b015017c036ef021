import type { DockerfileCheck } from '../check.ts';
import { parseExecForm } from '../steps/build-step.ts';
import { ofKind } from './stages.ts';

/** Looks like the exec form but is no JSON (single quotes, a trailing comma): the builder takes it for shell text. */
export const malformedExecForm: DockerfileCheck = {
  id: 'malformed-exec-form',
  run: (file) =>
    ofKind(file, 'CMD', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME')
      // `[ -f x ] && …` is shell.
      .filter(
        ({ text }) => /^\[\s*['"]/.test(text) && text.trimEnd().endsWith(']') && parseExecForm(text) === undefined,
      )
      .map((instruction) => ({ instruction, subject: instruction.keyword })),
};
