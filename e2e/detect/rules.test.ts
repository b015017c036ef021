import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdfast, home } from '../support.ts';
import { scriptCapture } from './script-capture.ts';

const folder = join(home, 'rule-tests');
mkdirSync(folder, { recursive: true });
const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const rule = (name: string, condition: string, more = '') =>
  `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: ${name} %proc.name\n  priority: NOTICE\n${more}`;
const rules = file(
  'my.yaml',
  rule('Shell', 'evt.type = execve and proc.name in (sh, bash) and proc.tty != 0') +
    rule('Off', 'evt.type = kill', '  enabled: false\n'),
);
const script =
  'processes: [{pid: 5, name: sshd}]\n      events: [{clone: {child: 6}}, {process: 6, execve: {exe: /bin/sh, tty: 34816}}]';
const capture = file('c.scap', await scriptCapture(script.replaceAll('\n      ', '\n')));

const testFile = (tests: string) => `rules: [my.yaml]\ntests:\n${tests}`;

describe('rules test', () => {
  it('passes where all is as expected', async () => {
    const path = file(
      'pass.test.yaml',
      testFile(`  - name: fires
    script:
      ${script}
    alerts: [{rule: Shell, step: 2, times: 1, fields: {proc.name: sh, proc.tty: 34816, proc.pname: sshd}}]
    silent: true
  - name: silent
    capture: c.scap
    disable: [Sh*]
    silent: true
`),
    );
    const { stdout, stderr, code } = await holdfast(['rules', 'test', path]);
    expect(stderr).toBe('');
    expect(stdout).toBe('2 tests in 1 file: 2 passed, 0 failed\n');
    expect(code).toBe(0);
  });

  it('says where and why one fails', async () => {
    const path = file(
      'fail.test.yaml',
      testFile(`  - name: wrong field
    capture: c.scap
    alerts:
      - {rule: Shell, fields: {proc.name: bash}}
  - name: too loud
    capture: c.scap
    silent: [Shell]
`),
    );
    const { stdout, code } = await holdfast(['rules', 'test', path], { cwd: folder });
    expect(stdout).toContain(
      'FAILED wrong field\n  fail.test.yaml:6:9: "Shell" raised 1 alert, but not the one expected:\n    event 3; proc.name is "sh", expected "bash"',
    );
    expect(stdout).toContain('FAILED too loud\n  fail.test.yaml:7:5: 1 alert that nobody expects');
    expect(stdout).toContain('2 tests in 1 file: 0 passed, 2 failed');
    expect(code).toBe(1);
    const json = JSON.parse((await holdfast(['rules', 'test', path, '--format', 'json', '--filter', 'loud'])).stdout);
    expect(json).toMatchObject({ schema: 'holdfast.rules-test/1', passed: 0, failed: 1 });
    expect(json.tests[0].failures[0].where).toContain('fail.test.yaml:7:5');
  });

  it.each([
    ['an unknown key', '  - {name: x, capture: c.scap, alrts: []}', 'has no field "alrts"', 3],
    [
      'an unknown event',
      '  - {name: x, script: {processes: [{pid: 1}], events: [{opnat: {}}]}, silent: true}',
      'did you mean open',
      3,
    ],
    ['nothing expected', '  - {name: x, capture: c.scap}', 'expects alerts or silence', 3],
    ['a rule that is not there', '  - {name: x, capture: c.scap, alerts: [Shel]}', 'no rule is named "Shel"', 1],
    ['a capture that is not there', '  - {name: x, capture: no.scap, silent: true}', 'no.scap', 1],
  ])('%s', async (name, tests, says, code) => {
    const path = file(`${name.replaceAll(' ', '-')}.test.yaml`, testFile(tests));
    const done = await holdfast(['rules', 'test', path]);
    expect(done.stdout + done.stderr).toContain(says);
    expect(done.code).toBe(code);
  });

  it('3: no tests at all', async () => {
    const empty = join(home, 'no-tests');
    mkdirSync(empty, { recursive: true });
    expect((await holdfast(['rules', 'test', empty])).code).toBe(3);
    expect((await holdfast(['rules', 'test', '/nonexistent'])).code).toBe(3);
  });
});

describe('rules explain', () => {
  it('shows which check decided, with its values, for the event that matches', async () => {
    const { stdout, code } = await holdfast(['rules', 'explain', 'shell', capture, '--rules', rules]);
    expect(stdout).toContain("Matches 1 of the capture's events");
    expect(stdout).toContain('event 3 ');
    expect(stdout).toMatch(/\*\+ +proc\.tty != 0 +proc\.tty is 34816/);
    expect(code).toBe(0);
  });

  it('shows the check that is false for an event that does not', async () => {
    const { stdout } = await holdfast(['rules', 'explain', 'Shell', capture, '--rules', rules, '--event', '1']);
    expect(stdout).toContain('does not match');
    expect(stdout).toMatch(/\*- +evt\.type = execve +evt\.type is "clone"/);
    const json = JSON.parse(
      (await holdfast(['rules', 'explain', 'Shell', capture, '--rules', rules, '--event', '1', '--format', 'json']))
        .stdout,
    );
    expect(json).toMatchObject({ rule: 'Shell', explained: { event: 1, matches: false } });
  });

  it('says that a capture has none of the events of a rule, and that it is disabled', async () => {
    const { stdout } = await holdfast(['rules', 'explain', 'Off', capture, '--rules', rules]);
    expect(stdout).toContain('disabled');
    expect(stdout).toContain('none of the events that it looks at: kill');
  });

  it.each([
    ['an unknown rule', ['Shel1'], 'did you mean Shell?'],
    ['an event that is not there', ['Shell', '--event', '99'], 'no event 99'],
  ])('3: %s', async (_, [name = '', ...more], says) => {
    const { code, stderr } = await holdfast(['rules', 'explain', name, capture, '--rules', rules, ...more]);
    expect(stderr).toContain(says);
    expect(code).toBe(3);
  });
});

describe('rules diff', () => {
  const changed = file(
    'new.yaml',
    rule('Shell', 'evt.type = execve and proc.name = bash') + rule('Clone', 'evt.type = clone'),
  );

  it('shows what is lost and what is new, and fails as asked', async () => {
    const { stdout, code } = await holdfast(['rules', 'diff', rules, changed, capture]);
    expect(stdout).toMatch(/^- event 3 Shell: .*$/m);
    expect(stdout).toMatch(/^\+ event 1 Clone: .*$/m);
    expect(stdout).toContain('2 new, 1 lost, 0 changed, 0 as before');
    expect(code).toBe(0);
    for (const [what, expected] of [
      ['lost', 1],
      ['new', 1],
      ['any', 1],
    ] as const)
      expect((await holdfast(['rules', 'diff', rules, changed, capture, '--fail-on', what])).code).toBe(expected);
    expect((await holdfast(['rules', 'diff', rules, rules, capture, '--fail-on', 'any'])).code).toBe(0);
  });

  it('knows a changed text from a changed match', async () => {
    const worded = file(
      'worded.yaml',
      rule('Shell', 'evt.type = execve and proc.name in (sh, bash) and proc.tty != 0').replace(
        'output: Shell',
        'output: A shell',
      ),
    );
    const json = JSON.parse((await holdfast(['rules', 'diff', rules, worded, capture, '--format', 'json'])).stdout);
    expect(json.summary).toEqual({ new: 0, lost: 0, changed: 1, unchanged: 0 });
  });
});
