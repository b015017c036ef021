import type { DockerfileCheck } from '../check.ts';
import { ofKind } from './stages.ts';

/** COPY --from a stage that comes later, is the same, or is a number without a stage. A name without a stage is taken for an image. */
export const unknownStage: DockerfileCheck = {
  id: 'unknown-stage',
  run: (file) =>
    ofKind(file, 'COPY').flatMap((instruction) => {
      const from = instruction.flags.find(({ name }) => name === 'from')?.value.toLowerCase();
      if (from === undefined || from.includes('$') || instruction.onbuild) return [];
      if (/^\d+$/.test(from)) return Number(from) >= instruction.stage ? [{ instruction, subject: from }] : [];
      const named = file.stages.filter(({ name }) => name === from);
      return named.length > 0 && named.every(({ index }) => index >= instruction.stage)
        ? [{ instruction, subject: from }]
        : [];
    }),
};
