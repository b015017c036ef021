import type { DockerfileCheck } from '../check.ts';

export const duplicateStage: DockerfileCheck = {
  id: 'duplicate-stage',
  run: ({ stages }) =>
    stages
      .filter(
        ({ name, index }) => name !== undefined && stages.some((other) => other.index < index && other.name === name),
      )
      .map(({ from, name }) => ({ instruction: from, subject: name! })),
};
