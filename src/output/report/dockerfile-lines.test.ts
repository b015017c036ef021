import { describe, expect, it } from 'vitest';
import type { HistoryStep } from '#core/image.ts';
import { dockerfileLines } from './dockerfile-lines.ts';

const steps = (...texts: string[]): HistoryStep[] =>
  texts.map((createdBy) => ({ createdBy: createdBy.replace(/^-/, ''), emptyLayer: createdBy.startsWith('-') }));

const linesOf = (dockerfile: string, history: HistoryStep[]) => {
  const lines = dockerfileLines(dockerfile, history);
  return history.filter(({ emptyLayer }) => !emptyLayer).map((_, layer) => lines.ofLayer(layer)?.line);
};

describe('lines of a Dockerfile', () => {
  it('BuildKit: base layers belong to FROM, continued lines to their instruction', () => {
    const dockerfile =
      'FROM alpine:3\nARG V=1\nRUN apk add \\\n  # why\n  curl \\\n  jq\nCOPY --chown=1 a.txt b.txt /srv/\nENV A=b\nRUN echo $V\n';
    const history = steps(
      '/bin/sh -c #(nop) ADD file:1 in / ',
      '-/bin/sh -c #(nop)  CMD ["/bin/sh"]',
      '-ARG V=1',
      'RUN |1 V=1 /bin/sh -c apk add   curl   jq # buildkit',
      'COPY --chown=1 a.txt b.txt /srv/ # buildkit',
      '-ENV A=b',
      'RUN |1 V=1 /bin/sh -c echo $V # buildkit',
    );
    expect(linesOf(dockerfile, history)).toEqual([1, 3, 7, 9]);
  });

  it('the classic builder: COPY is named by hash and destination', () => {
    const dockerfile = 'FROM debian\nRUN apt-get update\nCOPY ./src /app/src\nADD x.tar /opt\n';
    const history = steps(
      '/bin/sh -c #(nop) ADD file:9 in / ',
      '-/bin/sh -c #(nop)  CMD ["bash"]',
      '/bin/sh -c apt-get update',
      '/bin/sh -c #(nop) COPY dir:abc in /app/src ',
      '/bin/sh -c #(nop) ADD file:def in /opt ',
    );
    expect(linesOf(dockerfile, history)).toEqual([1, 2, 3, 4]);
  });

  it('the same instruction twice keeps its order', () => {
    const dockerfile = 'FROM x\nRUN make\nCOPY . /a\nRUN make\n';
    expect(
      linesOf(
        dockerfile,
        steps('RUN /bin/sh -c make # buildkit', 'COPY . /a # buildkit', 'RUN /bin/sh -c make # buildkit'),
      ),
    ).toEqual([2, 3, 4]);
  });

  it('follows a stage that the final stage is built on, and no other', () => {
    const dockerfile =
      'FROM golang AS build\nRUN go build\nFROM debian AS base\nRUN apt-get install ca-certificates\nFROM base\nCOPY --from=build /bin/app /bin/app\n';
    const history = steps(
      'ADD rootfs / ',
      'RUN /bin/sh -c apt-get install ca-certificates # buildkit',
      'COPY /bin/app /bin/app # buildkit',
    );
    expect(linesOf(dockerfile, history)).toEqual([3, 4, 6]);
  });

  it('variables in a path agree with what they became', () => {
    expect(
      linesOf(
        `FROM x\nWORKDIR /srv/$NAME\nCOPY a ${'$'}{DEST}/\n`,
        steps('WORKDIR /srv/shop # buildkit', 'COPY a /out/ # buildkit'),
      ),
    ).toEqual([2, 3]);
  });

  it('says nothing where history and Dockerfile have nothing in common', () => {
    expect(linesOf('FROM x\nRUN make\n', steps('bazel build ...', 'RUN other thing entirely'))).toEqual([
      undefined,
      undefined,
    ]);
    expect(linesOf('', steps('RUN make'))).toEqual([undefined]);
  });

  it('is quick and does not throw for long or broken input', () => {
    const started = performance.now();
    const long = `FROM x\n${'RUN a b c d e f g h\n'.repeat(3000)}`;
    dockerfileLines(
      long,
      steps(...Array.from({ length: 1500 }, (_, index) => `RUN /bin/sh -c a b c ${index} # buildkit`)),
    );
    for (const text of [
      'FROM',
      '\\',
      'RUN <<EOF\nx',
      'FROM a AS\nFROM ',
      `RUN ${'\\\n'.repeat(5000)}`,
      '\ud800\u0000',
      `FROM x AS x\nFROM x`,
    ]) {
      dockerfileLines(text, steps('RUN x', ''));
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
