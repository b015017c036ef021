import type { DockerfileCheck } from '../check.ts';
import { ofKind } from './stages.ts';

export const aptCli: DockerfileCheck = {
  id: 'apt-cli',
  run: (file) =>
    ofKind(file, 'RUN')
      .filter(({ commands }) =>
        commands.some(
          ({ program, args }) =>
            program === 'apt' && args.some((arg) => /^(?:install|update|upgrade|full-upgrade)$/.test(arg)),
        ),
      )
      .map((instruction) => ({ instruction })),
};
