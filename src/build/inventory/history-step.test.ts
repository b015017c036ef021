import { describe, expect, it } from 'vitest';
import { parseHistoryStep } from './history-step.ts';

describe('a history step as an instruction', () => {
  it.each([
    ['RUN /bin/sh -c apt-get update # buildkit', 'RUN', 'apt-get update'],
    ['RUN |2 A=1 B=x y /bin/sh -c make $A # buildkit', 'RUN', 'make $A'],
    ['|1 A=1 /bin/sh -c make', 'RUN', 'make'],
    ['/bin/sh -c make', 'RUN', 'make'],
    ['RUN /bin/bash -o pipefail -c curl x | sh # buildkit', 'RUN', 'curl x | sh'],
    ['RUN /bin/ash -eo pipefail -c ls # buildkit', 'RUN', 'ls'],
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD', '["bash"]'],
    ['/bin/sh -c #(nop) COPY file:1 in /app ', 'COPY', 'file:1 in /app'],
    ['COPY . . # buildkit', 'COPY', '. .'],
    ['bazel build //x', '', 'bazel build //x'],
    ['RUN make', 'RUN', 'make'],
    ['copy . .', 'COPY', '. .'],
    ['cmd /S /C #(nop) CMD ["x"]', 'CMD', '["x"]'],
    ['cmd /S /C dir', 'RUN', 'dir'],
    ['/bin/sh -c #(nop) ADD file:base in / ', 'ADD', 'file:base in /'],
    ['USER root', 'USER', 'root'],
    ['', '', ''],
  ])('%s', (createdBy, keyword, text) => {
    expect(parseHistoryStep(createdBy)).toMatchObject({ keyword, text });
  });

  it('takes time in proportion to the text', () => {
    const long = 200_000;
    const started = performance.now();
    for (const text of [
      `|1 A=${' '.repeat(long)}x`,
      `|2 A=${' '.repeat(long)}x`,
      `|9999 ${'A=1 '.repeat(long / 4)}`,
      `RUN ${' -o x'.repeat(long / 5)}`,
      `/bin/sh${' '.repeat(long)}-c`,
    ]) {
      parseHistoryStep(text);
    }
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
