import type { DockerfileCheck } from '../check.ts';

export const duplicateStage: DockerfileCheck = {
  id: 'duplicate-stage',
  run: ({ stages }) => {
    const seen = new Set<string>();
    return stages.flatMap(({ from, name }) => {
      if (name === undefined) return [];
      const isRepeated = seen.has(name);
      seen.add(name);
      return isRepeated ? [{ instruction: from, subject: name }] : [];
    });
  },
};
