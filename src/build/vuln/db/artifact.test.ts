import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { osv, scratchFolder, writeDb } from '#testing/advisories.ts';
import { installArtifact } from '../feeds/install.ts';
import { buildArtifact, pullArtifact, pushArtifact } from './artifact.ts';
import { ociLayoutStore } from './oci-layout-store.ts';
import { openDb } from './reader.ts';

const scratch = scratchFolder();
afterAll(() => scratch.dispose());
const at = (...parts: string[]) => join(scratch.path, ...parts);
writeDb(at('one.db'), { npm: [osv('GHSA-1', [['npm', 'a', 'introduced 0', 'fixed 1.0.0']])] });

async function pushed(folder: string) {
  const artifact = buildArtifact(at('one.db'));
  if (!artifact.ok) throw new Error(artifact.issue.message);
  const store = ociLayoutStore(at(folder));
  await pushArtifact(artifact.value, store, 'v1');
  return { store, artifact: artifact.value };
}

describe('the database as an OCI artifact', () => {
  it('comes out of a layout as it went in, by tag or digest', async () => {
    const { store, artifact } = await pushed('layout');
    for (const reference of ['v1', artifact.digest]) {
      expect((await pullArtifact(store, reference, at('two.db'))).ok).toBe(true);
      expect(readFileSync(at('two.db')).equals(readFileSync(at('one.db')))).toBe(true);
    }
    const manifest = JSON.parse(artifact.manifest.toString()) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      artifactType: 'application/vnd.holdfast.db.v1',
      config: { mediaType: 'application/vnd.oci.empty.v1+json' },
    });
  });

  it('has the same digest each time, and several tags live beside each other', async () => {
    const { store, artifact } = await pushed('layout');
    const again = await pushed('layout');
    expect(again.artifact.digest).toBe(artifact.digest);
    await pushArtifact(artifact, store, 'v2');
    expect((await store.getManifest('v1')).ok && (await store.getManifest('v2')).ok).toBe(true);
  });

  it('is refused where a blob was changed, or is something else', async () => {
    const { store, artifact } = await pushed('tampered');
    const layer = artifact.blobs[1]!.digest.slice('sha256:'.length);
    const blob = at('tampered', 'blobs', 'sha256', layer);
    const bytes = readFileSync(blob);
    bytes[30] = (bytes[30] as number) ^ 1;
    writeFileSync(blob, bytes);
    const result = await pullArtifact(store, 'v1', at('bad.db'));
    expect(result.ok ? undefined : result.issue.code).toBe('db-pull/bad-artifact');
    await store.putManifest('other', 'application/json', Buffer.from('{"layers":[]}'));
    expect((await pullArtifact(store, 'other', at('bad.db'))).ok).toBe(false);
    expect((await pullArtifact(store, 'none', at('bad.db'))).ok).toBe(false);
    expect(readdirSync(scratch.path)).not.toContain('bad.db');
  });

  it('takes the place of the present database only when it is sound', async () => {
    const { store } = await pushed('install');
    expect((await installArtifact(store, 'v1', at('data', 'db'))).ok).toBe(true);
    expect((await installArtifact(store, 'none', at('data', 'db'))).ok).toBe(false);
    const opened = openDb(at('data', 'db'));
    expect(opened.ok && opened.value.lookup('npm', 'a')).toHaveLength(1);
    expect(readdirSync(at('data'))).toEqual(['db']);
  });
});
