import { describe, expect, it } from 'vitest';
import { holdfast } from '../support.ts';

const commands = [
  ['replay'],
  ['events'],
  ['fields'],
  ['rules'],
  ...['check', 'test', 'explain', 'diff'].map((name) => ['rules', name]),
];

describe('help', () => {
  it.each(commands)('%s %s shows an example whose options exist', async (...words) => {
    const args = words.filter(Boolean);
    const { code, stdout, stderr } = await holdfast([...args, '--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Usage: holdfast /);
    const [options = '', examples = ''] = stdout.split(/^Examples?:$/m);
    expect(examples).toContain(`holdfast ${args.join(' ')}`);
    for (const [option] of examples.matchAll(/(?<= )--?[a-z][a-z-]*/g)) expect(options, option).toContain(option);
  });

  it('2: rules without a subcommand, and an unknown one', async () => {
    expect((await holdfast(['rules'])).code).toBe(2);
    expect((await holdfast(['rules', 'chek'])).stderr).toContain('chek');
  });
});
