import type { DockerfileCheck } from '../check.ts';

/** Of these a stage keeps the last one only; the earlier are dead text that misleads. */
export const repeatedInstruction: DockerfileCheck = {
  id: 'repeated-instruction',
  run: ({ stages }) =>
    stages.flatMap(({ instructions }) =>
      ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].flatMap((keyword) =>
        instructions
          .filter((instruction) => instruction.keyword === keyword && !instruction.onbuild)
          .slice(0, -1)
          .map((instruction) => ({ instruction, subject: keyword })),
      ),
    ),
};
