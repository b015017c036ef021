import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type Digest, parseDigest, sha256Digest } from '#core/ids/digest.ts';
import { GiB, limits } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { openDb } from './reader.ts';

/**
 * The database as an OCI artifact (image-spec 1.1, "Guidelines for artifact usage"): an image manifest with `artifactType`, the empty
 * configuration, and one layer with the file, zstd-compressed.
 */
export const artifactType = 'application/vnd.holdfast.db.v1';
const layerType = 'application/vnd.holdfast.db.v1.file+zstd';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const emptyType = 'application/vnd.oci.empty.v1+json';
const emptyConfig = Buffer.from('{}');

export const artifactLimits = { layerBytes: 2 * GiB, fileBytes: 4 * GiB } as const;

/** Where blobs and manifests go to and come from: an OCI layout directory, or a repository of a registry. `reference` is a tag or a digest. */
export interface BlobStore {
  hasBlob(digest: Digest): Promise<boolean>;
  putBlob(digest: Digest, content: Buffer): Promise<void>;
  getBlob(digest: Digest, limitBytes: number): Promise<Outcome<Buffer>>;
  putManifest(reference: string, mediaType: string, content: Buffer): Promise<void>;
  getManifest(reference: string): Promise<Outcome<Buffer>>;
}

export interface Artifact {
  readonly manifest: Buffer;
  readonly mediaType: string;
  readonly digest: Digest;
  readonly blobs: readonly { readonly digest: Digest; readonly content: Buffer }[];
}

/** Reproducible: the same database gives the same manifest digest. */
export function buildArtifact(dbPath: string): Outcome<Artifact> {
  const opened = openDb(dbPath);
  if (!opened.ok) return opened;
  const { meta, digest } = opened.value;
  const sound = opened.value.verify();
  opened.value.close();
  if (!sound)
    return failed(errorIssue('advisory-db/corrupt', 'the database is damaged and was not pushed', { where: dbPath }));
  const file = readFileSync(dbPath);
  const layer = zstdCompressSync(file, {
    params: { [constants.ZSTD_c_compressionLevel]: 10, [constants.ZSTD_c_checksumFlag]: 1 },
    pledgedSrcSize: file.length,
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      artifactType,
      config: { mediaType: emptyType, digest: digestOf(emptyConfig), size: emptyConfig.length },
      layers: [
        {
          mediaType: layerType,
          digest: digestOf(layer),
          size: layer.length,
          annotations: { 'org.opencontainers.image.title': 'advisories.db' },
        },
      ],
      annotations: {
        'dev.holdfast.db.digest': digest,
        'dev.holdfast.db.bytes': String(file.length),
        'dev.holdfast.db.advisories': String(meta.advisories),
        'dev.holdfast.db.newest': meta.newest,
      },
    }),
  );
  return ok({
    manifest,
    mediaType: manifestType,
    digest: digestOf(manifest),
    blobs: [
      { digest: digestOf(emptyConfig), content: emptyConfig },
      { digest: digestOf(layer), content: layer },
    ],
  });
}

/** Uploads what the store does not have, the manifest last. */
export async function pushArtifact(artifact: Artifact, store: BlobStore, reference: string): Promise<void> {
  for (const { digest, content } of artifact.blobs) {
    if (!(await store.hasBlob(digest))) await store.putBlob(digest, content);
  }
  await store.putManifest(reference, artifact.mediaType, artifact.manifest);
}

/** Fetches, checks digests and the database itself, and writes it to `outFile`, which must be beside where it will lie. */
export async function pullArtifact(
  store: BlobStore,
  reference: string,
  outFile: string,
): Promise<Outcome<{ readonly digest: string }>> {
  const manifest = await store.getManifest(reference);
  if (!manifest.ok) return manifest;
  if (manifest.value.length > limits.manifestBytes) return refuse('the manifest is too large');
  const pinned = parseDigest(reference);
  if (pinned.ok && digestOf(manifest.value) !== pinned.value)
    return refuse('the manifest does not have the digest that was asked for');
  const layer = layerOf(manifest.value);
  if (!layer.ok) return layer;
  const blob = await store.getBlob(layer.value.digest, artifactLimits.layerBytes);
  if (!blob.ok) return blob;
  if (digestOf(blob.value) !== layer.value.digest) return refuse('the layer does not have its digest');
  try {
    writeSynced(outFile, zstdDecompressSync(blob.value, { maxOutputLength: artifactLimits.fileBytes }));
  } catch (cause) {
    rmSync(outFile, { force: true });
    return refuse('the layer cannot be unpacked', cause);
  }
  return checkFile(outFile);
}

function checkFile(path: string): Outcome<{ readonly digest: string }> {
  const opened = openDb(path);
  const sound = opened.ok && opened.value.verify();
  if (opened.ok) opened.value.close();
  if (opened.ok && sound) return ok({ digest: opened.value.digest });
  rmSync(path, { force: true });
  return opened.ok ? refuse('the database in the artifact is damaged') : opened;
}

function layerOf(bytes: Buffer): Outcome<{ readonly digest: Digest }> {
  try {
    const manifest = JSON.parse(bytes.toString('utf8')) as { layers?: { mediaType?: unknown; digest?: unknown }[] };
    const layer = manifest.layers?.find(({ mediaType }) => mediaType === layerType);
    if (typeof layer?.digest === 'string') {
      const digest = parseDigest(layer.digest);
      return digest.ok ? ok({ digest: digest.value }) : digest;
    }
  } catch (cause) {
    return refuse('the manifest is not JSON', cause);
  }
  return refuse('this is no advisory database of Holdfast: no layer of its type');
}

function refuse<T>(message: string, cause?: unknown): Outcome<T> {
  return failed(errorIssue('db-pull/bad-artifact', message, cause === undefined ? {} : { cause }));
}

function digestOf(bytes: Buffer): Digest {
  return sha256Digest(createHash('sha256').update(bytes).digest('hex'));
}

function writeSynced(path: string, bytes: Buffer): void {
  const fd = openSync(path, 'w', 0o644);
  try {
    let done = 0;
    while (done < bytes.length) done += writeSync(fd, bytes, done);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
