import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { osv, scratchFolder, writeBucket } from '#testing/advisories.ts';
import { CliError, type ExitCode } from '../command.ts';
import { answer } from '../lab/match.ts';
import { command } from './db.ts';

const scratch = scratchFolder();
afterAll(() => scratch.dispose());
const at = (...parts: string[]) => join(scratch.path, ...parts);
const env = { HOLDFAST_DB: at('data', 'advisories.db') };

/** Output and exit code of `holdfast db …`. */
async function db(...args: string[]): Promise<{ out: string; err: string; code: ExitCode }> {
  const result: { out: string; err: string; code: ExitCode } = { out: '', err: '', code: 0 };
  const context = {
    stdout: (text: string) => {
      result.out += text;
    },
    stderr: (text: string) => {
      result.err += text;
    },
    env,
    cwd: scratch.path,
    now: () => new Date(0),
    width: 100,
    terminal: false,
    colour: false,
  };
  const root = new Command('db').exitOverride();
  command.configure(root, context, (code) => {
    result.code = code;
  });
  try {
    await root.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    result.err += error.message;
    result.code = error.exitCode;
  }
  return result;
}

describe('holdfast db', () => {
  beforeAll(() => {
    writeBucket(at('feed'), {
      npm: [osv('GHSA-1', [['npm', 'left-pad', 'introduced 0', 'fixed 1.3.0']], { aliases: ['CVE-2024-0001'] })],
      Debian: [
        osv('DEBIAN-CVE-2024-0002', [['Debian:12', 'openssl', 'introduced 0', 'fixed 3.1-1']], {
          upstream: ['CVE-2024-0002'],
        }),
      ],
    });
  });

  it('imports, and says what is there', async () => {
    expect(await db('import', at('feed'))).toMatchObject({ code: 0, out: expect.stringContaining('2 advisories') });
    const status = await db('status', '--format', 'json', '--verify');
    expect(JSON.parse(status.out)).toMatchObject({
      path: env.HOLDFAST_DB,
      set: 'full',
      advisories: 2,
      sound: true,
      ecosystems: { 'Debian:12': 1, npm: 1 },
      sources: [{ name: 'Debian', from: at('feed', 'Debian', 'all.zip') }, { name: 'npm' }],
    });
    expect((await db('status')).out).toContain('2 entries in 2 ecosystems');
  });

  it('hands a database over through an OCI layout', async () => {
    expect((await db('push', `oci:${at('layout')}:v1`)).out).toMatch(/^pushed sha256:[0-9a-f]{64}\n$/);
    expect(await db('pull', `oci:${at('layout')}:v1`, '--db', at('other.db'))).toMatchObject({ code: 0 });
    expect(readFileSync(at('other.db')).equals(readFileSync(env.HOLDFAST_DB))).toBe(true);
  });

  it('answers lab match', () => {
    const options = { env };
    expect(answer({ purl: 'pkg:npm/left-pad@1.0.0' }, undefined, options)).toMatchObject({
      advisories: [
        { id: 'GHSA-1', aliases: ['CVE-2024-0001'], range: '<1.3.0', fixed: ['1.3.0'], findings: ['CVE-2024-0001'] },
      ],
    });
    expect(
      answer({ purl: 'pkg:deb/debian/libssl3@3.0-1?upstream=openssl', distro: 'bookworm' }, undefined, options),
    ).toMatchObject({
      distro: 'Debian:12',
      advisories: [{ id: 'DEBIAN-CVE-2024-0002', reason: 'deb: 3.0-1 < 3.1-1' }],
    });
    expect(answer({ purl: 'pkg:deb/debian/openssl@3.0-1', distro: 'debian-11' }, undefined, options)).toMatchObject({
      advisories: [],
      notCovered: 'Debian:11',
    });
    for (const wrong of [
      null,
      {},
      { purl: 1 },
      { purl: 'x' },
      { purl: 'pkg:npm/x' },
      { purl: 'pkg:deb/debian/x@1', distro: 'nonsense' },
    ]) {
      expect(answer(wrong, undefined, options)).toMatchObject({ error: expect.any(String) });
    }
  });

  it('ends with 3 where it could not, and 2 where it was asked wrongly', async () => {
    writeFileSync(at('broken.zip'), 'PK');
    expect(await db('import', at('broken.zip'), '--db', at('none.db'))).toMatchObject({ code: 3 });
    expect(existsSync(at('none.db'))).toBe(false);
    expect(await db('import', at('nowhere'))).toMatchObject({ code: 3 });
    expect(await db('pull', `oci:${at('empty')}`)).toMatchObject({ code: 3 });
    expect(await db('push', 'No Reference')).toMatchObject({ code: 2 });
    expect(await db('status', '--format', 'yaml')).toMatchObject({ code: 2 });
    expect(await db('status', '--db', at('broken.zip'))).toMatchObject({ code: 3 });
  });
});
