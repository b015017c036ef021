import type { DockerfileCheck } from '../check.ts';
import { assignedSecrets } from './secret-in-env.ts';

export const secretInLabel: DockerfileCheck = {
  id: 'secret-in-label',
  run: (file) => assignedSecrets(file, 'LABEL'),
};
