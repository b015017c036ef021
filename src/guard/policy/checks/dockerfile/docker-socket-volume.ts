import type { DockerfileCheck } from '../check.ts';
import { engineSocket } from '../image/docker-socket-volume.ts';
import { ofKind } from './stages.ts';

export const dockerSocketVolume: DockerfileCheck = {
  id: 'docker-socket-volume',
  run: (file) =>
    ofKind(file, 'VOLUME').flatMap((instruction) =>
      instruction.text
        .split(/[\s"',[\]]+/)
        .filter((path) => engineSocket.test(path))
        .map((path) => ({ instruction, subject: path })),
    ),
};
