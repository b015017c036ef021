import { isSecretName } from '#build/inventory/secrets/plausible.ts';
import type { DockerfileCheck } from '../check.ts';
import { assignedSecrets } from './secret-in-env.ts';
import { ofKind } from './stages.ts';

/** A secret as default of an ARG, or an ARG that can only be meant for one: what is passed at build time stands in the image's history. */
export const secretInBuildArg: DockerfileCheck = {
  id: 'secret-in-build-arg',
  run: (file) => [
    ...assignedSecrets(file, 'ARG'),
    ...ofKind(file, 'ARG').flatMap((instruction) =>
      instruction.assignments
        .filter(({ name, value }) => value === '' && isSecretName(name))
        .map(({ name }) => ({ instruction, subject: name, severity: 'medium' as const, evidence: { name } })),
    ),
  ],
};
