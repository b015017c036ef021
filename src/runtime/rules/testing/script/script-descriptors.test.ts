import { describe, expect, it } from 'vitest';
import { readTestFile } from '../read-test-file.ts';
import { ScriptDescriptors } from './script-descriptors.ts';

describe('descriptors of a script', () => {
  it('gives the lowest free number, and shares with children until one of the two changes', () => {
    const parent = new ScriptDescriptors([
      [0, 'a'],
      [1, 'b'],
    ]);
    const child = parent.fork();
    expect(child.next()).toBe(2);
    child.set(2, 'c');
    parent.delete(0);
    expect([parent.next(), child.next()]).toEqual([0, 3]);
    expect([[...parent], [...child]]).toEqual([
      [[1, 'b']],
      [
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
      ],
    ]);
  });

  it('has a bound, beyond which the last one is used again', () => {
    const descriptors = new ScriptDescriptors();
    for (let round = 0; round < 5_000; round += 1) descriptors.set(descriptors.next(), 'x');
    expect([descriptors.size, descriptors.next()]).toEqual([1_024, 1_023]);
  });
});

/** Test files that want memory or time. */
describe('bombs', () => {
  const file = (script: string) => `rules: [a.yaml]\ntests:\n  - name: t\n    script:\n${script}    silent: true\n`;

  it.each([
    ['users', file(`      users: [${'{uid: 1, name: x}, '.repeat(2_000)}]\n`), /more than 1000 users/],
    ['processes', file(`      processes: [${'{pid: 1}, '.repeat(20_000)}]\n`), /more than 10000 processes/],
    [
      'bytes',
      file(
        `      processes: [{pid: 1}]\n      events:\n${`      - write: {data: ${'x'.repeat(60_000)}}\n        times: 90000\n`}`,
      ),
      /more than 67108864 bytes/,
    ],
    [
      'many faults',
      `rules: [a.yaml]\ntests:\n  - {nope: "${'x'.repeat(100)}"}\n` + '  - {nope: 1, never: 2}\n'.repeat(300),
      /and \d+ more/,
    ],
  ])('%s', async (_, content, message) => {
    const outcome = await readTestFile('t.test.yaml', content);
    if (outcome.ok) throw new Error('it was read');
    expect(outcome.issue.message).toMatch(message);
    expect(outcome.issue.message.length).toBeLessThanOrEqual(2_000);
    expect(outcome.issue.where).toMatch(/^t\.test\.yaml:\d+:\d+$/);
  });

  it('many tests in time linear to their number', async () => {
    const started = process.cpuUsage();
    const content = `rules: [a.yaml]\ntests:\n${'  - name: t\n    capture: c.scap\n    silent: true\n'.repeat(20_000)}`;
    const outcome = await readTestFile('t.test.yaml', content);
    expect(outcome.ok && outcome.value.tests.length).toBe(20_000);
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  });
});
