// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells and Dockerfiles are the subject
import { describe, expect, it } from 'vitest';
import { mutations } from '#testing/fuzz.ts';
import { checkDockerfile } from '../check-dockerfile.ts';
import { isDockerfile, parseDockerfile } from './parse-dockerfile.ts';

const parse = (...lines: string[]) => parseDockerfile(lines.join('\n'), 'Dockerfile');
const brief = (...lines: string[]) =>
  parse(...lines).instructions.map(({ keyword, text, line, endLine }) => `${line}-${endLine} ${keyword} ${text}`);

describe('parseDockerfile', () => {
  it('joins continued lines, leaves out comments between them, and knows the lines', () => {
    expect(
      brief('# syntax=docker/dockerfile:1', 'FROM a', '', 'RUN x && \\', '  # why', '', '  y', 'CMD ["z"]'),
    ).toEqual(['2-2 FROM a', '4-7 RUN x &&   y', '8-8 CMD ["z"]']);
  });

  it('obeys the escape directive', () => {
    expect(brief('# escape=`', 'FROM a', 'RUN dir `', '  c:\\')).toEqual(['2-2 FROM a', '3-4 RUN dir   c:\\']);
  });

  it('takes keywords in any case, a byte order mark and CRLF', () => {
    expect(brief('\uFEFFfrom a\r', 'run b\r')).toEqual(['1-1 FROM a', '2-2 RUN b']);
  });

  it('reads here-documents', () => {
    const file = parse(
      'FROM a',
      'RUN <<EOF',
      'apt-get update',
      'curl x | sh',
      'EOF',
      'COPY <<-"A" <<B /dst/',
      '\tone',
      '\tA',
      'two',
      'B',
      'USER x',
    );
    expect(file.instructions.map(({ keyword, line, endLine }) => `${keyword} ${line}-${endLine}`)).toEqual([
      'FROM 1-1',
      'RUN 2-5',
      'COPY 6-10',
      'USER 11-11',
    ]);
    expect(file.instructions[1]?.commands.map(({ program }) => program)).toEqual(['apt-get', 'curl', 'sh']);
    expect(file.instructions[2]?.heredocs).toEqual(['\tone', 'two']);
    expect(
      parse('FROM a', 'RUN <<EOF', '#!/usr/bin/env python3', 'x | sh', 'EOF').instructions[1]?.commands.map(
        ({ program }) => program,
      ),
    ).not.toContain('sh');
    expect(brief('FROM a', 'RUN echo $((1<<X))', 'USER b')).toHaveLength(3);
  });

  it('knows flags, ONBUILD, stages and their bases', () => {
    const file = parse(
      'ARG TAG=1',
      'ARG BASE=debian:${TAG}',
      'FROM --platform=linux/amd64 ${BASE} AS Build',
      'RUN --mount=type=cache,target=/x make',
      'FROM ${OTHER:-alpine}',
      'ONBUILD RUN y',
      'COPY --from=build --chown=1 a b',
    );
    expect(file.stages.map(({ name, base }) => [name, base])).toEqual([
      ['build', 'debian:${TAG}'],
      [undefined, 'alpine'],
    ]);
    expect(file.instructions[3]).toMatchObject({
      text: 'make',
      flags: [{ name: 'mount', value: 'type=cache,target=/x' }],
      stage: 0,
    });
    expect(file.instructions[5]).toMatchObject({ keyword: 'RUN', onbuild: true });
    expect(file.instructions[6]).toMatchObject({ text: 'a b', stage: 1 });
  });

  it('recognises files by name', () => {
    for (const name of [
      'Dockerfile',
      'a/b/Dockerfile.prod',
      'Dockerfile.go',
      'dockerfile.nodejs',
      'web.dockerfile',
      'Containerfile',
      'dockerfile',
    ])
      expect(isDockerfile(name), name).toBe(true);
    for (const name of [
      'Dockerfile.md',
      '.dockerignore',
      'Dockerfile.dockerignore',
      'docker-compose.yml',
      'NotDockerfile',
      'a/node_modules/b/Dockerfile',
      'src/dockerfile.d.ts',
      'cmd/dockerfile.go',
    ])
      expect(isDockerfile(name), name).toBe(false);
  });

  it('and its checks end on damaged files', () => {
    const valid = Buffer.from(
      [
        '# escape=\\',
        'ARG A=1',
        'FROM debian:${A} AS x',
        'ENV A=b C="d e"',
        'RUN --mount=type=secret,id=a <<EOF',
        'curl -k https://a.b | sh',
        'EOF',
        'COPY --from=x a b /c/',
        'HEALTHCHECK --interval=1s CMD curl x',
        'CMD ["a", \'b\']',
      ].join('\n'),
    );
    const started = performance.now();
    for (const bytes of mutations(valid, 3000, 5)) checkDockerfile(bytes.toString('utf8'), 'Dockerfile');
    for (const piece of [
      'FROM a\n',
      'ENV ',
      'RUN \\\n',
      'RUN <<E\n',
      'ONBUILD ',
      '--a ',
      'ENV A="',
      'EXPOSE 1 ',
      'LABEL "a"="',
    ])
      checkDockerfile(piece.repeat(5000), 'Dockerfile');
    expect(performance.now() - started).toBeLessThan(8000);
  });
});
