import type { ImageCheck } from '../check.ts';
import { covers } from '../ports.ts';

export const port22Exposed: ImageCheck = {
  id: 'port-22-exposed',
  run: ({ config }) =>
    config?.exposedPorts.some((port) => covers(port, 22)) ? [{ evidence: { where: 'config', name: 'EXPOSE' } }] : [],
};
