import { judgeNamed } from '#build/inventory/secrets/config.ts';
import type { DockerfileCheck, DockerfileHit } from '../check.ts';
import type { Dockerfile } from './parse-dockerfile.ts';
import { ofKind } from './stages.ts';

export const secretInEnv: DockerfileCheck = {
  id: 'secret-in-env',
  run: (file) => assignedSecrets(file, 'ENV'),
};

/** Values of ENV, ARG or LABEL that are secrets by format or by name. */
export function assignedSecrets(file: Dockerfile, keyword: 'ENV' | 'ARG' | 'LABEL'): DockerfileHit[] {
  return ofKind(file, keyword).flatMap((instruction) =>
    instruction.assignments.flatMap(({ name, value }) => {
      const match = value === '' ? undefined : judgeNamed(name, value);
      return match
        ? [
            {
              instruction,
              subject: name,
              evidence: { name, redacted: match.redacted },
              ...(match.severity === 'low' ? { severity: 'low' as const } : {}),
            },
          ]
        : [];
    }),
  );
}
