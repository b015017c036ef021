import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Platform } from '#core/image.ts';
import { writeOciLayout } from '#testing/image-writer.ts';
import { writeTar } from '#testing/tar-writer.ts';
import { hostPlatform } from '../platform.ts';
import { openOciLayout } from './oci-layout.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'holdfast-layout-'));
});
afterEach(() => rmSync(root, { recursive: true }));

interface Entry {
  readonly architecture: string;
  readonly tag?: string;
  readonly marked?: boolean;
  readonly text?: string;
}

/** A layout with several images; `marked` entries say their platform in the index. */
function write(entries: readonly Entry[], compress?: (tar: Buffer) => Buffer): void {
  const manifests = entries.map(({ architecture, tag, marked = false, text = 'x' }) => {
    const tar = writeTar([{ path: 'etc/os-release', content: `ID=debian\n#${architecture}${text}` }]);
    const layers = [{ tar, createdBy: 'COPY . /', ...(compress ? { compress } : {}) }];
    writeOciLayout(root, { layers, architecture });
    const [{ annotations: _, ...entry }] = JSON.parse(readFileSync(join(root, 'index.json'), 'utf8')).manifests;
    return {
      ...entry,
      ...(marked ? { platform: { os: 'linux', architecture } } : {}),
      ...(tag ? { annotations: { 'org.opencontainers.image.ref.name': tag } } : {}),
    };
  });
  writeFileSync(join(root, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

async function open(choice: { tag?: string; platform?: Platform } = {}) {
  const image = await openOciLayout(root, { ...choice, spoolDir: tmpdir() });
  if (!image.ok) return image.issue.code;
  await image.value.close();
  return image.value;
}

const other = hostPlatform().architecture === 'amd64' ? 'arm64' : 'amd64';
const own = hostPlatform().architecture;

describe('openOciLayout', () => {
  it.each([
    ['in the index', true],
    ['only in their configurations', false],
  ])('chooses among the platforms of one image that stand %s', async (_, marked) => {
    for (const tag of [undefined, 'v1']) {
      const named = tag ? { tag } : {};
      write([
        { architecture: other, marked, ...named },
        { architecture: own, marked, ...named },
      ]);
      expect(await open(named)).toMatchObject({ platform: { architecture: own } });
      expect(await open({ ...named, platform: { os: 'linux', architecture: other } })).toMatchObject({
        platform: { architecture: other },
      });
      expect(await open({ ...named, platform: { os: 'linux', architecture: 's390x' } })).toBe('image/no-such-platform');
    }
  });

  it('does not choose between several images', async () => {
    write([
      { architecture: own, text: 'one' },
      { architecture: own, text: 'two' },
    ]);
    expect(await open()).toBe('oci/several-images');
    write([
      { architecture: own, tag: 'a' },
      { architecture: own, tag: 'b', text: 'two' },
    ]);
    expect(await open()).toBe('oci/several-images');
    expect(await open({ tag: 'b' })).toMatchObject({ tags: ['b'] });
    expect(await open({ tag: 'c' })).toBe('oci/no-such-tag');
  });

  it('names only what is hashed by its digest: other images share the cache', async () => {
    write([{ architecture: own }]);
    expect(await open()).toMatchObject({ layers: [{ cacheKey: expect.stringMatching(/^sha256:/) }] });
    write([{ architecture: own }], (tar) => tar);
    expect(await open()).toMatchObject({ layers: [{ cacheKey: expect.stringMatching(/^file:/) }] });
  });

  it.each([
    ['uncompressed', (tar: Buffer) => tar, 1024],
    ['compressed', (tar: Buffer) => gzipSync(tar), 20],
  ])('an %s layer that was cut off is not whole', async (_, compress, keep) => {
    write([{ architecture: own }], compress);
    const image = await openOciLayout(root, { spoolDir: tmpdir() });
    if (!image.ok) throw new Error(image.issue.message);
    const { digest } = image.value.layers[0] as { digest: string };
    // Between two entries, where the archive by itself looks fine.
    truncateSync(join(root, 'blobs', digest.replace(':', '/')), keep);
    await image.value.close();
    const again = await openOciLayout(root, { spoolDir: tmpdir() });
    if (!again.ok) throw new Error(again.issue.message);
    const visitor = () => ({ entry: () => false, content: () => {} });
    const [layer] = await again.value.walkLayers([0], visitor, { spoolDir: tmpdir() });
    await again.value.close();
    expect(layer?.walk.complete).toBe(false);
  });

  it('says where layers and configuration do not agree', async () => {
    write([{ architecture: own }]);
    const index = JSON.parse(readFileSync(join(root, 'index.json'), 'utf8'));
    const blob = (digest: string) => join(root, 'blobs', digest.replace(':', '/'));
    const manifest = JSON.parse(readFileSync(blob(index.manifests[0].digest), 'utf8'));
    const bytes = Buffer.from(JSON.stringify({ ...manifest, layers: [] }));
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(root, 'blobs/sha256', hex), bytes);
    const entry = { mediaType: manifest.mediaType, digest: `sha256:${hex}`, size: bytes.length };
    writeFileSync(join(root, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
    expect(await open()).toMatchObject({ issues: [{ code: 'image/layer-count', level: 'error' }] });
  });
});
