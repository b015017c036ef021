import type { DockerfileCheck } from '../check.ts';
import { ofKind } from './stages.ts';

export const maintainerDeprecated: DockerfileCheck = {
  id: 'maintainer-deprecated',
  run: (file) => ofKind(file, 'MAINTAINER').map((instruction) => ({ instruction })),
};
