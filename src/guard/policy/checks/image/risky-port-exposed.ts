import type { ImageCheck } from '../check.ts';
import { covers, riskyPorts } from '../ports.ts';

export const riskyPortExposed: ImageCheck = {
  id: 'risky-port-exposed',
  run: ({ config }) =>
    [...riskyPorts].flatMap(([port, service]) =>
      config?.exposedPorts.some((exposed) => exposed.split('-').length === 1 && covers(exposed, port))
        ? [{ subject: `${port} (${service})`, evidence: { where: 'config', name: 'EXPOSE' } }]
        : [],
    ),
};
