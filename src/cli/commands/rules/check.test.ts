import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { ruleYaml } from '#testing/rule-files.ts';
import { type CliContext, CliError, type ExitCode } from '../../command.ts';
import { checkRules } from './check.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return name;
}

async function check(...args: string[]): Promise<{ out: string; code: ExitCode | undefined }> {
  let out = '';
  let code: ExitCode | undefined;
  const context: CliContext = {
    stdout: (text) => {
      out += text;
    },
    stderr: () => {},
    env: {},
    cwd: folder,
    now: () => new Date(0),
    width: 100,
    terminal: false,
    colour: false,
  };
  const command = new Command('check').exitOverride();
  checkRules.configure(command, context, (exit) => {
    code = exit;
  });
  await command.parseAsync(args, { from: 'user' });
  return { out, code };
}

const macro = '- macro: started\n  condition: evt.type in (execve, execveat)\n';
const rule = ruleYaml({ rule: 'A shell', condition: 'started and proc.name = sh', tags: '[x]' });

describe('rules check', () => {
  it('shows what each rule compiles to', async () => {
    const { out, code } = await check(write('good.yaml', macro + rule));
    expect(code).toBe(0);
    expect(out).toBe(
      `A shell (Informational)
  events     execve execveat
  fields     evt.type proc.name
  macros     started
  condition  (evt.type in (execve, execveat) and proc.name = sh)

1 file: 1 rule, 1 macro, 0 lists, 0 errors, 0 warnings
`,
    );
  });

  it('prints errors with place, line and hint, and exits with 1', async () => {
    const { out, code } = await check(
      '--brief',
      write('bad.yaml', rule.replace('sh\n', 'sh and proc.nam = x\n')),
      'bad.yaml',
    );
    expect(code).toBe(1);
    expect(out).toContain(
      `bad.yaml:3:14: error LOAD_ERR_VALIDATE: Undefined macro 'started' used in filter. (rule A shell)
      condition: started and proc.name = sh and proc.nam = x
                 ^
`.replace(/^ {6}/gm, '      '),
    );
  });

  it('loads files in order, and a folder by name', async () => {
    write('10-macro.yaml', macro);
    write('20-rule.yaml', rule);
    expect((await check('10-macro.yaml', '20-rule.yaml')).code).toBe(0);
    expect((await check('20-rule.yaml', '10-macro.yaml')).code).toBe(1);
  });

  it('gives JSON, and fails on warnings where asked', async () => {
    write('odd.yaml', `${macro}${rule}  typo: 1\n`);
    const { out, code } = await check('odd.yaml', '--format', 'json');
    const report = JSON.parse(out);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      schema: 'holdfast.rules-check/1',
      ok: true,
      errors: [],
      warnings: [{ code: 'LOAD_UNKNOWN_KEY', file: 'odd.yaml', line: 9, column: 3 }],
      rules: [
        {
          name: 'A shell',
          priority: 'Informational',
          event_types: ['execve', 'execveat'],
          output_fields: ['proc.name'],
        },
      ],
    });
    expect((await check('odd.yaml', '--strict')).code).toBe(1);
  });

  it('cannot do its job without a file', async () => {
    await expect(check('absent.yaml')).rejects.toSatisfy((error) => error instanceof CliError && error.exitCode === 3);
  });
});
