import type { DockerfileCheck } from '../check.ts';

const known = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

export const unknownInstruction: DockerfileCheck = {
  id: 'unknown-instruction',
  run: ({ instructions }) =>
    instructions
      .filter(({ keyword }) => !known.has(keyword))
      .map((instruction) => ({ instruction, subject: instruction.keyword.slice(0, 40) })),
};
