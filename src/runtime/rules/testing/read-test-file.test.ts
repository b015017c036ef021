import { describe, expect, it } from 'vitest';
import { ok } from '#core/outcome.ts';
import { readTestFile } from './read-test-file.ts';
import { TestRunner } from './run-tests.ts';
import type { RuleTestResult } from './test-file.ts';

const rule = (name: string, condition: string, more = '') =>
  `- {rule: ${name}, desc: d, condition: "${condition}", output: "${name} %proc.name", priority: INFO${more}}\n`;
const rules =
  rule('Shell', 'evt.type = execve and proc.name = sh') +
  rule('In web', 'evt.type = execve and container.name = web and proc.vpid = 1') +
  rule('Refused', 'evt.type = connect and evt.res = ECONNREFUSED') +
  rule('No child', 'evt.type = clone and evt.rawres < 0') +
  rule('Five', 'evt.type = connect', ', holdfast: {count: {over: 4, within: 1s, distinct: fd.sport}}');
const setup = `rules: [r.yaml]
setup:
  containers: [{name: web, image: "nginx:1"}]
  processes: [{pid: 90, name: shim}, {pid: 100, name: app}]
tests:
`;

async function results(tests: string): Promise<RuleTestResult[]> {
  const file = await readTestFile('t.yaml', setup + tests);
  if (!file.ok) throw new Error(`${file.issue.where} ${file.issue.message}`);
  const runner = new TestRunner(async () => ok([{ name: 'r.yaml', content: rules }]));
  const done: RuleTestResult[] = [];
  const ran = await runner.run(file.value, '/t.yaml', (result) => done.push(result));
  expect(ran.ok).toBe(true);
  return done;
}

const failures = async (test: string) =>
  (await results(`  - ${test}\n`)).flatMap((result) =>
    result.failures.map((issue) => `${issue.where} ${issue.message}`),
  );

describe('a test of one rule', () => {
  it.each([
    '{rule: Shell, events: [{run: sh -c x}, {run: id}], fires: 1}',
    '{rule: Shell, events: [{run: sh}, {process: 90, run: {exe: /bin/sh, child: 200}}], fires: [1, 2]}',
    '{rule: Shell, events: [{run: id}], fires: never}',
    '{rule: Shell, events: [{times: 3, run: id}, {execve: sh}], fires: once}',
    '{rule: In web, events: [{process: 90, run: {exe: app, container: web}}, {run: id}], fires: 1}',
    '{rule: Refused, events: [{connect: {to: "10.0.0.1:80", res: ECONNREFUSED}}], fires: 1}',
    '{rule: No child, events: [{clone: {res: EAGAIN}}, {openat: {name: /x, fd: ENOENT}}], fires: 1}',
    '{rule: Five, events: [{times: 5, wait: 10, connect: {to: "10.0.0.1:{n}"}}], fires: 1}',
    '{rule: Shell, events: [{run: sh}, {connect: {to: "10.0.0.1:80", res: ECONNREFUSED}}], fires: 1, alerts: {Refused: 2}}',
  ])('passes: %s', async (test) => {
    expect(await failures(test)).toEqual([]);
  });

  it.each([
    ['{rule: Shell, events: [{run: id}, {run: sh}], fires: 1}', 'event 7, expected 4'],
    ['{rule: Shell, events: [{run: sh}], fires: never}', 'raised 1 alert, expected 0'],
    ['{rule: Shell, events: [{run: id}], fires: 1}', 'raised no alert'],
    ['{rule: Shell, events: [{run: sh}, {execve: sh}], fires: once}', 'raised 2 alerts, expected 1'],
    [
      '{rule: Shell, events: [{connect: {to: "10.0.0.1:80", res: ECONNREFUSED}}, {run: sh}], fires: 2}',
      '1 alert that nobody expects',
    ],
  ])('fails: %s', async (test, says) => {
    expect((await failures(test)).join('\n')).toContain(says);
  });

  it.each([
    ['{rule: Shell, events: [{run: sh}]}', 'says when it fires'],
    ['{name: x, events: [{run: sh}], fires: 1}', '`rule` names'],
    ['{rule: Shell, events: [{run: sh}], fires: 2}', 'from 1 to 1'],
    ['{rule: Shell, events: [{run: sh}], capture: x.scap, fires: 1}', 'one of capture, script and events'],
    ['{rule: Shell, events: [{times: 99999999, run: sh}], fires: 1}', 'times must be'],
    ['{rule: Shell, events: [{rum: sh}], fires: 1}', 'there is no event "rum"'],
    ['{rule: Shell, events: [{clone: {container: none}}], fires: 1}', 'no container "none"'],
  ])('is refused: %s', async (test, says) => {
    const file = await readTestFile('t.yaml', `${setup}  - ${test}\n`);
    expect(file.ok ? '' : file.issue.message).toContain(says);
    expect(file.ok ? '' : file.issue.where).toMatch(/^t\.yaml:\d+:\d+$/);
  });

  it('takes words of a command line as a shell would', async () => {
    const [alert] = await results(
      `  - {name: x, events: [{run: "sh -c 'a  b' \\"c\\"d"}], alerts: [{rule: Shell, fields: {proc.args: "-c a  b cd"}}]}\n`,
    );
    expect(alert?.failures).toEqual([]);
  });
});
