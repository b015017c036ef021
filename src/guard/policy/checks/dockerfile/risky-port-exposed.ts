import type { DockerfileCheck } from '../check.ts';
import { covers, riskyPorts } from '../ports.ts';
import { ofKind } from './stages.ts';

export const riskyPortExposed: DockerfileCheck = {
  id: 'risky-port-exposed',
  run: (file) =>
    ofKind(file, 'EXPOSE').flatMap((instruction) => {
      const ports = instruction.text.split(/\s+/).filter((port) => !port.includes('-'));
      return [...riskyPorts]
        .filter(([port]) => ports.some((text) => covers(text, port)))
        .map(([port, service]) => ({ instruction, subject: `${port} (${service})` }));
    }),
};
