import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCredentials } from './credentials.ts';

let home: string;
const base64 = (text: string) => Buffer.from(text).toString('base64');

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-home-'));
  mkdirSync(join(home, '.docker'));
});

afterEach(() => rmSync(home, { recursive: true }));

function config(value: unknown): void {
  writeFileSync(join(home, '.docker/config.json'), typeof value === 'string' ? value : JSON.stringify(value));
}

const find = (registry: string, repository = 'app', env: Record<string, string> = {}) =>
  findCredentials(registry, repository, { HOME: home, PATH: `${home}:${process.env.PATH}`, ...env });

describe('findCredentials', () => {
  it('reads auths in their several spellings', async () => {
    config({
      auths: {
        'https://index.docker.io/v1/': { auth: base64('me:pw:with:colons') },
        'ghcr.io': { username: 'u', password: 'p' },
        'quay.io': { identitytoken: 'tok' },
      },
    });
    expect((await find('docker.io')).credentials).toEqual({
      kind: 'basic',
      username: 'me',
      password: 'pw:with:colons',
    });
    expect((await find('ghcr.io')).credentials).toEqual({ kind: 'basic', username: 'u', password: 'p' });
    expect((await find('quay.io')).credentials).toEqual({ kind: 'identity-token', token: 'tok' });
    expect((await find('other.example')).credentials).toBeUndefined();
  });

  it('gives those of the environment to the registry that they are for', async () => {
    const env = { HOLDFAST_REGISTRY_USERNAME: 'ci', HOLDFAST_REGISTRY_PASSWORD: 'job-token' };
    const basic = { kind: 'basic', username: 'ci', password: 'job-token' };
    expect((await find('r.example', 'app', env)).credentials).toEqual(basic);
    const bound = { ...env, HOLDFAST_REGISTRY: 'r.example:5050' };
    expect((await find('r.example:5050', 'app', bound)).credentials).toEqual(basic);
    for (const other of ['r.example', 'docker.io'])
      expect((await find(other, 'app', bound)).credentials).toBeUndefined();
  });

  it('prefers the entry of a path below the registry', async () => {
    config({ auths: { 'r.example': { auth: base64('all:1') }, 'r.example/team': { auth: base64('team:2') } } });
    expect((await find('r.example', 'team/app')).credentials).toMatchObject({ username: 'team' });
    expect((await find('r.example', 'other/app')).credentials).toMatchObject({ username: 'all' });
  });

  it('asks a credential helper', async () => {
    const helper = join(home, 'docker-credential-fake');
    writeFileSync(
      helper,
      '#!/bin/sh\nread server\n[ "$1 $server" = "get r.example" ] && echo \'{"Username":"<token>","Secret":"idtok"}\' || { echo "credentials not found in native keychain"; exit 1; }\n',
    );
    chmodSync(helper, 0o755);
    config({ credHelpers: { 'r.example': 'fake' }, credsStore: 'fake' });
    expect((await find('r.example')).credentials).toEqual({ kind: 'identity-token', token: 'idtok' });
    expect(await find('elsewhere.example')).toEqual({ issues: [] });
  });

  it('reports a helper that fails and a config that cannot be read, without quoting either', async () => {
    config({ credHelpers: { 'r.example': 'missing' } });
    expect((await find('r.example')).issues).toMatchObject([{ code: 'registry/helper-failed' }]);
    config('{"auths": "c2VjcmV0');
    const { issues } = await find('r.example');
    expect(issues).toMatchObject([{ code: 'registry/bad-config' }]);
    expect(JSON.stringify(issues)).not.toContain('c2VjcmV0');
  });

  it('reads podman’s auth file', async () => {
    const file = join(home, 'auth.json');
    writeFileSync(file, JSON.stringify({ auths: { 'r.example': { auth: base64('pod:man') } } }));
    expect((await find('r.example', 'app', { REGISTRY_AUTH_FILE: file })).credentials).toMatchObject({
      username: 'pod',
    });
  });
});
