import { replayCapture } from '#runtime/events/capture/replay-capture.ts';
import { createHostState } from '#runtime/events/state/create-host-state.ts';
import { readTestFile } from '#runtime/rules/testing/read-test-file.ts';
import { mutateText, nastyTokens } from '#testing/fuzz.ts';
import { scripts } from '../detect/scripts.ts';
import { below, type FuzzTarget, pick, promise, type Random } from '../target.ts';

const values = [
  ...nastyTokens.map((token) => token.slice(0, 400)),
  ...[
    '[]',
    '{}',
    '~',
    '-1',
    '4294967296',
    '18446744073709551616',
    '0xffffffffffffffff',
    '1.5',
    '"x\\0y"',
    'O_RDONLY|O_BOGUS',
    '2024-13-01',
    '[1, [2]]',
  ],
  ...[
    'tcp 1.2.3.4:99999',
    'tcp ::1:5->',
    'unix',
    '"[::1]:80"',
    '999.1.1.1:1',
    '/x',
    '@abstract',
    '1',
    '200',
    '4194304',
    'web',
    '{0: pipe, 99999999: x}',
  ],
];

export const runtimeRuleTestTargets: readonly FuzzTarget[] = [
  {
    id: 'runtime/rule-tests',
    weight: 1,
    seeds: () => scripts.map((script) => Buffer.from(testFile(script))),
    make: (seed, random) => (random() < 0.75 ? mutateValues(seed, random) : mutateText(seed, random)),
    run: build,
  },
];

/** A test file is read, or says where it cannot be; captures of its scripts are whole. */
async function build(input: Buffer): Promise<unknown> {
  const text = input.toString('utf8');
  const outcome = await readTestFile('t.test.yaml', text);
  if (!outcome.ok) {
    const where = /^t\.test\.yaml:(\d+):(\d+)$/.exec(outcome.issue.where ?? '');
    promise(
      where !== null || outcome.issue.message.includes('one YAML document'),
      `${outcome.issue.message} at ${outcome.issue.where}`,
    );
    const line = text.split('\n')[Number(where?.[1] ?? 1) - 1];
    promise(line !== undefined, `line ${where?.[1]} is not there`);
    return { issues: [outcome.issue] };
  }
  for (const { capture, where } of outcome.value.tests) {
    if (typeof capture === 'string') continue;
    const read = await replayCapture(one(capture.bytes), createHostState(), () => {});
    promise(
      read.ok && read.value.issues.length === 0,
      `${where}: the capture of a script is damaged: ${read.ok ? read.value.issues[0]?.message : read.issue.message}`,
    );
    const last = capture.stepEvents.at(-1) ?? 0;
    promise(
      read.ok && read.value.events >= last,
      `the last step is event ${last} of ${read.ok ? read.value.events : 0}`,
    );
  }
  return { tests: outcome.value.tests.length };
}

function testFile(script: string): string {
  return `rules: [a.yaml]
tests:
  - name: one
    match: all
    enable: ["*"]
    script:
${script.trimEnd().replace(/^/gm, '      ')}
    alerts:
      - {rule: Shell, step: 2, times: 1, priority: warning, fields: {proc.name: sh, fd.name: null}}
    silent: [Other*]
`;
}

function mutateValues(seed: Buffer, random: Random): Buffer {
  let text = seed.toString('utf8');
  for (let edits = 1 + below(3, random); edits > 0; edits -= 1) {
    const at = below(text.length + 1, random);
    const before = text.slice(0, at);
    const after = text.slice(at);
    const value = pick(values, random);
    switch (below(4, random)) {
      case 0:
        text = before + after.replace(/: [^,:{}\n[\]]+/, () => `: ${value}`);
        break;
      case 1:
        text =
          before +
          after.replace(/^ *- .*$/m, (line) =>
            Array(1 + below(below(20, random) === 0 ? 300 : 3, random))
              .fill(line)
              .join('\n'),
          );
        break;
      case 2:
        text =
          before +
          after.replace(/\b\d+\b/, () => pick(['0', '1', '-1', '50', '51', '200', '999999', '4294967295'], random));
        break;
      default:
        text = before + after.replace(/\w+/, () => value);
    }
  }
  return Buffer.from(text);
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
