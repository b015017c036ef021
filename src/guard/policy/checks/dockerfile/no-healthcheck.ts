import type { DockerfileCheck } from '../check.ts';
import { lastInFinal } from './stages.ts';

export const noHealthcheck: DockerfileCheck = {
  id: 'no-healthcheck',
  run(file) {
    const last = lastInFinal(file, 'HEALTHCHECK');
    if (last && !/^none\b/i.test(last.text)) return [];
    const instruction = last ?? file.stages.at(-1)?.from;
    return instruction ? [{ instruction, evidence: { name: last ? 'HEALTHCHECK NONE' : 'HEALTHCHECK' } }] : [];
  },
};
