import type { ImageCheck } from '../check.ts';

export const engineSocket = /(?:^|\/)(?:docker|containerd|crio|podman)\.sock$/;

export const dockerSocketVolume: ImageCheck = {
  id: 'docker-socket-volume',
  run: ({ config }) =>
    (config?.volumes ?? [])
      .filter((path) => engineSocket.test(path))
      .map((path) => ({ subject: path, evidence: { where: 'config', name: 'VOLUME' } })),
};
