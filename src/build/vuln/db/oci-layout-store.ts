import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Digest, digestParts, parseDigest, sha256Digest } from '#core/ids/digest.ts';
import { limits } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import type { BlobStore } from './artifact.ts';

const refName = 'org.opencontainers.image.ref.name';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An OCI image layout directory (image-spec, image-layout.md): the way through an air gap. Made where it does not exist. */
export function ociLayoutStore(folder: string): BlobStore {
  const blobPath = (digest: Digest) => {
    const { algorithm, hex } = digestParts(digest);
    return join(folder, 'blobs', algorithm, hex);
  };
  return {
    hasBlob: async (digest) => existsSync(blobPath(digest)),
    putBlob: async (digest, content) => put(blobPath(digest), content),
    getBlob: async (digest, limitBytes) => read(blobPath(digest), limitBytes),
    putManifest: async (reference, mediaType, content) => {
      const digest = sha256Digest(createHash('sha256').update(content).digest('hex'));
      put(blobPath(digest), content);
      const descriptor = { mediaType, digest, size: content.length, annotations: { [refName]: reference } };
      const others = manifests(folder).filter((known) => known.annotations?.[refName] !== reference);
      put(join(folder, 'oci-layout'), Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
      put(
        join(folder, 'index.json'),
        Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [...others, descriptor] })),
      );
    },
    getManifest: async (reference) => {
      const pinned = parseDigest(reference);
      if (pinned.ok) return read(blobPath(pinned.value), limits.manifestBytes);
      const all = manifests(folder);
      const found =
        all.find((known) => known.annotations?.[refName] === reference) ??
        (reference === '' && all.length === 1 ? all[0] : undefined);
      const digest = found === undefined ? undefined : parseDigest(found.digest);
      if (digest?.ok) return read(blobPath(digest.value), limits.manifestBytes);
      return failed(
        errorIssue('oci-layout/no-manifest', `the layout has no manifest ${quote(reference)}`, { where: folder }),
      );
    },
  };
}

function manifests(folder: string): readonly Descriptor[] {
  const bytes = read(join(folder, 'index.json'), limits.manifestBytes);
  if (!bytes.ok) return [];
  try {
    const index = JSON.parse(bytes.value.toString('utf8')) as { manifests?: unknown };
    return Array.isArray(index.manifests)
      ? (index.manifests as Descriptor[]).filter((item) => typeof item?.digest === 'string')
      : [];
  } catch {
    return [];
  }
}

function read(path: string, limitBytes: number): Outcome<Buffer> {
  try {
    if (statSync(path).size > limitBytes)
      return failed(errorIssue('oci-layout/too-large', 'a file is too large', { where: path }));
    return ok(readFileSync(path));
  } catch (cause) {
    return failed(errorIssue('oci-layout/unreadable', 'a file of the layout cannot be read', { where: path, cause }));
  }
}

function put(path: string, content: Buffer): void {
  mkdirSync(join(path, '..'), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}
