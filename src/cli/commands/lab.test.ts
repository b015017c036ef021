import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { CliContext, ExitCode } from '../command.ts';
import { labCommand } from './lab.ts';

async function lab(args: readonly string[], chunks: readonly (string | Buffer)[] = []) {
  let out = '';
  let code: ExitCode | undefined;
  const context: CliContext = {
    stdout: (text) => {
      out += text;
    },
    stderr: () => {},
    env: {},
    cwd: '/',
    now: () => new Date(0),
    width: 100,
    terminal: false,
    colour: false,
  };
  const command = new Command('lab').exitOverride();
  const input = (async function* () {
    yield* chunks;
  })();
  labCommand(input).configure(command, context, (exit) => {
    code = exit;
  });
  await command.parseAsync([...args], { from: 'user' });
  const answers = out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { out, code, answers };
}

describe('lab', () => {
  it('answers one line for one question, in order, whatever the chunks', async () => {
    const lines = '{"a":"1","b":"2"}\n\n  \n{"a":"2","b":"1"}\r\nno json\n{"a":"é","b":"é"}';
    const bytes = Buffer.from(lines);
    const chunks = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
    const { answers, code } = await lab(['versions', 'deb'], chunks);
    expect(answers.map((answer) => answer.result ?? answer.error)).toEqual([-1, 1, 'the line is no JSON', 0]);
    expect(code).toBe(0);
  });

  it('answers bad questions with an error and goes on', async () => {
    const bad = ['1', 'null', '[]', '{}', '{"a":1,"b":2}', '{"a":"1"}'];
    const { answers } = await lab(['versions', 'dpkg'], [`${bad.join('\n')}\n{"a":"1","b":"1"}\n`]);
    expect(answers.map((answer) => typeof answer.error)).toEqual([...bad.map(() => 'string'), 'undefined']);
    expect(answers.at(-1)).toEqual({ result: 0 });
  });

  it.each([
    ['pypi', '{"version":"1.0rc1","constraint":"<1.0"}', true],
    ['golang', '{"version":"v1.2.3","constraint":">= 1.2.4"}', false],
    ['npm-ranges', '{"version":"1.2.3-beta","constraint":"^1.2.0"}', false],
    ['npm', '{"version":"1.2.3-beta","range":"^1.2.0","options":{"includePrerelease":true}}', true],
    ['npm', '{"version":"1.2.3","constraint":"no range"}', false],
    ['npm', '{"version":false,"constraint":">=2"}', false],
  ])('ranges %s %s: %s', async (scheme, question, result) => {
    const { answers } = await lab(['ranges', scheme], [question]);
    expect(answers[0]?.result).toBe(result);
  });

  it('says that a constraint cannot be read', async () => {
    const { answers } = await lab(['ranges', 'deb'], ['{"version":"1","constraint":"><1"}']);
    expect(answers).toEqual([{ error: 'the constraint cannot be read' }]);
  });

  it('takes purls apart and builds them', async () => {
    const { answers } = await lab(
      ['purl'],
      [
        '{"purl":"pkg:npm/%40babel/core@7.0.0"}\n',
        '{"purl":"pkg:npm"}\n{"purl":1}\n',
        '{"type":"deb","namespace":"debian","name":"curl","version":"1+b1","qualifiers":{"arch":"amd64","x":null},"subpath":null}\n',
        '{"components":{"type":"maven","name":"x"}}\n{"type":"npm","name":2}\n{"type":"npm","name":"a","qualifiers":[]}\n{}\n',
      ],
    );
    expect(answers[0]).toEqual({
      type: 'npm',
      namespace: '@babel',
      name: 'core',
      version: '7.0.0',
      qualifiers: null,
      subpath: null,
    });
    expect(answers[3]).toEqual({ purl: 'pkg:deb/debian/curl@1%2Bb1?arch=amd64' });
    for (const i of [1, 2, 4, 5, 6, 7]) expect(typeof answers[i]?.error).toBe('string');
  });

  it('names the choices for an unknown part or scheme, as wrong usage', async () => {
    await expect(lab(['cards'])).rejects.toMatchObject({ exitCode: 2, hint: expect.stringContaining('versions') });
    await expect(lab(['versions'])).rejects.toMatchObject({ exitCode: 2, hint: expect.stringContaining('pep440') });
    await expect(lab(['versions', 'x'])).rejects.toMatchObject({ exitCode: 2, hint: expect.stringContaining('deb') });
  });

  it('shows its parts when asked nothing', async () => {
    const { out, code } = await lab([]);
    expect(code).toBe(0);
    for (const part of ['purl', 'ranges SCHEME', 'versions SCHEME']) expect(out).toContain(part);
  });
});
