import type { DockerfileCheck } from '../check.ts';

export const noFrom: DockerfileCheck = {
  id: 'no-from',
  run({ instructions }) {
    const first = instructions.find(({ keyword }) => keyword !== 'ARG');
    return first && first.keyword !== 'FROM' ? [{ instruction: first }] : [];
  },
};
