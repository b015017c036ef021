import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdfast, home, images } from './support.ts';

/** Everything in root-secrets that nobody must see, read from the image by other means than ours. */
function secretsOf(layout: string): string[] {
  const blob = (digest: string) => join(layout, 'blobs', digest.replace(':', '/'));
  const read = (digest: string) => JSON.parse(readFileSync(blob(digest), 'utf8'));
  const manifest = read(JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')).manifests[0].digest);
  const config = read(manifest.config.digest);
  const files = [
    'root/.aws/credentials',
    'root/.ssh/id_rsa',
    'app/.npmrc',
    'app/.env',
    'root/.netrc',
    'root/.docker.json',
    'tmp/build-secret',
  ];
  const texts: string[] = manifest.layers.flatMap(({ digest }: { digest: string }) =>
    files.map((path): string => spawnSync('tar', ['-xzOf', blob(digest), `./${path}`], { encoding: 'utf8' }).stdout),
  );
  texts.push(...config.config.Env, ...Object.values(config.config.Labels as Record<string, string>));
  texts.push(...config.history.map((step: { created_by?: string }) => step.created_by ?? ''));
  const patterns = [
    /AKIA[A-P0-9]{16}/g,
    /(?<=[sS][eE][cC][rR][eE][tT]_[aA][cC][cC][eE][sS][sS]_[kK][eE][yY] ?= ?)\S+/g,
    /(?<=_authToken=)\S+/g,
    /(?<=:\/\/admin:)[^@\s]+/g,
    /(?:sk_live_|xoxb-|ghp_)[\w-]+/g,
    /(?<="auth":")[^"]+/g,
    /(?<=DB_PASSWORD=)\S+/g,
    /^[A-Za-z0-9+/]{64}$/gm,
  ];
  return [...new Set(texts.flatMap((text: string) => patterns.flatMap((pattern) => text.match(pattern) ?? [])))];
}

const formats = ['table', 'json', 'sarif', 'cyclonedx', 'spdx', 'openvex', 'junit', 'gitlab', 'markdown', 'html'];

describe.skipIf(images.skip)(`root-secrets ${images.note}`, () => {
  const layout = join(images.path, 'root-secrets-oci');
  const secrets = images.skip ? [] : secretsOf(layout);
  const env = { HOLDFAST_CACHE: join(home, 'cache-of-secrets') };
  const expectNone = (text: string, what: string) => {
    for (const secret of secrets) {
      expect(text.includes(secret), `${what} has a secret that begins with ${secret.slice(0, 4)}`).toBe(false);
      // What is behind a well-known beginning is the secret part: not even most of it.
      expect(text.includes(secret.slice(secret.length >> 2)), `${what} has most of ${secret.slice(0, 4)}…`).toBe(false);
    }
  };

  it('the list has what the image is known to hold', () => {
    for (const start of ['AKIA', 'npm_', 'sk_live_', 'xoxb-', 'ghp_'])
      expect(secrets.filter((secret) => secret.startsWith(start)).length, start).toBeGreaterThan(0);
    expect(secrets.length).toBeGreaterThan(30);
  });

  it.each(formats)('%s shows none', async (format) => {
    const { code, stdout, stderr } = await holdfast(['scan', layout, '-f', format, '--full', '--list-all-files'], {
      env,
    });
    expect(code).toBe(1);
    expect(stdout.length).toBeGreaterThan(200);
    expectNone(stdout, format);
    expectNone(stderr, `stderr of ${format}`);
  });

  it('fix and explain show none', async () => {
    expectNone((await holdfast(['fix', layout, '--scope', 'all'], { env })).stdout, 'fix');
    const ids = JSON.parse((await holdfast(['scan', layout, '-f', 'json'], { env })).stdout).findings;
    for (const id of new Set(ids.map((finding: { id: string }) => finding.id)))
      expectNone((await holdfast(['explain', layout, String(id)], { env })).stdout, `explain ${id}`);
  });

  it('the cache holds none', async () => {
    await holdfast(['scan', layout], { env });
    const results = join(home, 'cache-of-secrets/results');
    expect(readdirSync(results).length).toBeGreaterThan(0);
    for (const name of readdirSync(results)) expectNone(readFileSync(join(results, name), 'utf8'), name);
  });
});
