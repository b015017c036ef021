import { scanCommand } from '#build/inventory/secrets/config.ts';
import type { DockerfileCheck } from '../check.ts';
import { ofKind } from './stages.ts';

export const secretInCommand: DockerfileCheck = {
  id: 'secret-in-command',
  run: (file) =>
    ofKind(file, 'RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'ADD', 'COPY').flatMap((instruction) =>
      [instruction.text, ...instruction.heredocs]
        .flatMap(scanCommand)
        .filter((match, i, all) => all.findIndex((other) => other.hash === match.hash) === i)
        .map(({ name, redacted, severity }) => ({
          instruction,
          subject: name,
          evidence: { name, redacted },
          ...(severity === 'low' ? { severity: 'low' as const } : {}),
        })),
    ),
};
