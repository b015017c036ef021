import type { DockerfileCheck } from '../check.ts';
import { covers } from '../ports.ts';
import { ofKind } from './stages.ts';

export const port22Exposed: DockerfileCheck = {
  id: 'port-22-exposed',
  run: (file) =>
    ofKind(file, 'EXPOSE').flatMap((instruction) =>
      instruction.text.split(/\s+/).some((port) => covers(port, 22)) ? [{ instruction }] : [],
    ),
};
