import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseImageRef } from '#core/ids/image-ref.ts';
import type { Platform } from '#core/image.ts';
import { type FakeRegistry, sha256, startFakeRegistry } from '#testing/fake-registry.ts';
import { writeTar } from '#testing/tar-writer.ts';
import type { RegistryOptions } from '../registry/client.ts';
import { openRegistryImage } from './registry.ts';

let registry: FakeRegistry;
const tar = writeTar([
  { path: 'etc/os-release', content: 'ID=debian\n' },
  { path: 'big', content: Buffer.alloc(300_000, 'abcdefg1') },
]);
const layer = gzipSync(tar, { level: 0 });

beforeEach(async () => {
  registry = await startFakeRegistry();
});
afterEach(() => registry.close());

/** One image under tag `1`; gives the manifest's descriptor. */
function addImage(tag = '1', architecture = 'amd64') {
  const config = registry.addBlob(
    Buffer.from(
      JSON.stringify({ os: 'linux', architecture, config: {}, rootfs: { type: 'layers', diff_ids: [sha256(tar)] } }),
    ),
  );
  const blob = registry.addBlob(layer);
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return {
    mediaType,
    ...registry.addManifest(tag, {
      schemaVersion: 2,
      mediaType,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', ...blob }],
    }),
  };
}

async function open(name: string, platform?: Platform, options: Partial<RegistryOptions> = {}) {
  const ref = parseImageRef(name.replace('HOST', registry.host));
  if (!ref.ok) throw new Error(ref.issue.message);
  return openRegistryImage(ref.value, platform, { env: { HOME: '/nonexistent' }, ...options });
}

async function readAll(name: string, options: Partial<RegistryOptions> = {}) {
  const image = await open(name, undefined, options);
  if (!image.ok) throw new Error(image.issue.message);
  const paths: string[] = [];
  const [layer0] = await image.value.walkLayers(
    [0],
    () => ({ entry: (entry) => Boolean(paths.push(entry.path)) && false, content: () => {} }),
    { spoolDir: tmpdir() },
  );
  await image.value.close();
  return { paths, walk: layer0!.walk };
}

describe('openRegistryImage', () => {
  it('reads an image, verifying digests', async () => {
    addImage();
    const { paths, walk } = await readAll('HOST/app:1');
    expect(walk).toMatchObject({ complete: true, digest: sha256(layer) });
    expect(paths).toEqual(['etc/os-release', 'big']);
  });

  it('chooses a platform, and passes over attestations', async () => {
    const amd64 = { ...addImage('a', 'amd64'), platform: { os: 'linux', architecture: 'amd64' } };
    const arm64 = { ...addImage('b', 'arm64'), platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } };
    const attestation = { ...addImage('c', 'unknown'), platform: { os: 'unknown', architecture: 'unknown' } };
    registry.addManifest('multi', {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [attestation, amd64, arm64],
    });
    const image = await open('HOST/app:multi', { os: 'linux', architecture: 'arm64' });
    expect(image.ok && image.value.digest).toBe(arm64.digest);
    const none = await open('HOST/app:multi', { os: 'linux', architecture: 's390x' });
    expect(none).toMatchObject({
      ok: false,
      issue: { code: 'image/no-such-platform', hint: 'it has: linux/amd64, linux/arm64/v8' },
    });
  });

  it('takes a broken download up where it broke', async () => {
    addImage();
    let broken = 0;
    registry.intercept = (request, response) => {
      if (!request.url?.includes('/blobs/') || request.headers.range || !request.url.endsWith(sha256(layer)))
        return false;
      broken += 1;
      response.writeHead(200, { 'content-length': String(layer.length) });
      response.write(layer.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 20));
      return true;
    };
    const { walk } = await readAll('HOST/app:1');
    expect(walk).toMatchObject({ complete: true, digest: sha256(layer) });
    expect(broken).toBe(1);
    const ranges = registry.requests.flatMap((request) => request.range ?? []);
    expect(ranges).toHaveLength(1);
    expect(ranges[0]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it('tries again when the registry is busy', async () => {
    addImage();
    let refusals = 2;
    registry.intercept = (request, response) => {
      if (!request.url?.includes('/manifests/') || refusals-- <= 0) return false;
      response.writeHead(429, { 'retry-after': '0' }).end();
      return true;
    };
    expect((await readAll('HOST/app:1')).walk.complete).toBe(true);
  });

  it('refuses a layer whose content was changed', async () => {
    addImage();
    registry.blobs.set(sha256(layer), gzipSync(writeTar([{ path: 'evil', content: 'x' }])));
    const { walk } = await readAll('HOST/app:1');
    expect(walk.complete).toBe(false);
    expect(walk.issues.map((issue) => issue.code)).toContain('layer/digest-mismatch');
  });

  it('stops reading a layer that is longer than the manifest says', async () => {
    addImage();
    let sent = 0;
    registry.intercept = (request, response) => {
      if (!request.url?.endsWith(sha256(layer))) return false;
      response.writeHead(200);
      const more = () => {
        for (let free = true; free && !response.destroyed && sent < 100_000_000; sent += 65_536)
          free = response.write(Buffer.alloc(65_536));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
      return true;
    };
    const { walk } = await readAll('HOST/app:1');
    expect(walk).toMatchObject({ complete: false, issues: [{ code: 'layer/unreadable' }] });
    expect(sent).toBeLessThan(50_000_000);
  });

  it('says why there were no credentials where there is no access', async () => {
    registry.intercept = (_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    };
    const home = mkdtempSync(join(tmpdir(), 'holdfast-home-'));
    mkdirSync(join(home, '.docker'));
    writeFileSync(join(home, '.docker/config.json'), JSON.stringify({ credsStore: 'not-installed' }));
    const refused = await open('HOST/app:1', undefined, { env: { HOME: home } });
    rmSync(home, { recursive: true });
    expect(refused).toMatchObject({
      ok: false,
      issue: { code: 'registry/unauthorized', cause: expect.stringContaining('docker-credential-not-installed') },
    });
  });

  it('refuses a configuration whose content was changed', async () => {
    addImage();
    for (const [digest, bytes] of registry.blobs) if (bytes[0] === 0x7b) registry.blobs.set(digest, Buffer.from('{}'));
    expect(await open('HOST/app:1')).toMatchObject({ ok: false, issue: { code: 'image/digest-mismatch' } });
  });

  it('asks the token service that the registry names, with the credentials of the environment', async () => {
    addImage();
    registry.intercept = (request, response) => {
      const { authorization } = request.headers;
      if (request.url?.startsWith('/token?')) {
        const right = authorization === `Basic ${Buffer.from('bot:s3cret').toString('base64')}`;
        response.writeHead(right ? 200 : 401).end(JSON.stringify({ token: 'T' }));
        return true;
      }
      if (request.url === '/v2/' || authorization === 'Bearer T') return false;
      response
        .writeHead(401, { 'www-authenticate': `Bearer realm="http://${registry.host}/token",service="fake",scope="x"` })
        .end();
      return true;
    };
    expect(await open('HOST/team/app:1')).toMatchObject({ ok: false, issue: { code: 'registry/unauthorized' } });
    const env = { HOLDFAST_REGISTRY_USERNAME: 'bot', HOLDFAST_REGISTRY_PASSWORD: 's3cret' };
    expect((await readAll('HOST/team/app:1', { env })).walk.complete).toBe(true);
    const asked = registry.requests.find((request) => request.path.startsWith('/token') && request.authorization)!;
    expect(new URLSearchParams(asked.path.split('?')[1]).get('scope')).toBe('repository:team/app:pull');
    expect(new URLSearchParams(asked.path.split('?')[1]).get('service')).toBe('fake');
  });

  it('keeps credentials from hosts that it is redirected to', async () => {
    addImage();
    const other = await startFakeRegistry();
    try {
      for (const [digest, bytes] of registry.blobs) other.blobs.set(digest, bytes);
      registry.intercept = (request, response) => {
        if (request.headers.authorization === undefined && request.url !== '/v2/') {
          response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
          return true;
        }
        if (!request.url?.includes('/blobs/')) return false;
        response.writeHead(307, { location: `http://${other.host}${request.url}` }).end();
        return true;
      };
      const env = { HOLDFAST_REGISTRY_USERNAME: 'bot', HOLDFAST_REGISTRY_PASSWORD: 's3cret' };
      expect((await readAll('HOST/app:1', { env })).walk.complete).toBe(true);
      expect(other.requests.length).toBeGreaterThan(0);
      expect(other.requests.filter((request) => request.authorization !== undefined)).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('asks mirrors first, and goes on where one has nothing', async () => {
    addImage();
    const empty = await startFakeRegistry();
    try {
      const mirrors = new Map([['docker.io', [empty.host, registry.host]]]);
      const image = await open('library/app:1', undefined, { mirrors });
      expect(image).toMatchObject({
        ok: true,
        value: { reference: 'docker.io/library/app:1', issues: [{ code: 'registry/mirror-failed' }] },
      });
      expect(empty.requests.some((request) => request.path === '/v2/library/app/manifests/1')).toBe(true);
    } finally {
      await empty.close();
    }
  });

  it('says what is missing', async () => {
    expect(await open('HOST/none:1')).toMatchObject({ ok: false, issue: { code: 'registry/not-found' } });
  });
});
