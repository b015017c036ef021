import { createHash } from 'node:crypto';
import { type ByteSource, readAll } from '#core/byte-source.ts';
import { type Digest, sha256Digest } from '#core/ids/digest.ts';
import type { Platform } from '#core/image.ts';
import { isObject } from '#core/json.ts';
import { limits } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import { parseJson } from '#core/parse-json.ts';
import { layerCountIssues, parseImageConfig } from '../config.ts';
import { detectCompression } from '../layer/blob.ts';
import { mapPool } from '../pool.ts';
import type { LayerRef, OpenImage } from '../source.ts';
import { type ArchiveIndex, indexArchive } from './archive-index.ts';
import { unreadable } from './blob-image.ts';
import { openOciLayout } from './oci-layout.ts';

/** One image in a docker-archive's manifest.json. */
interface ArchiveImage {
  readonly config: string;
  readonly repoTags: readonly string[];
  readonly layers: readonly string[];
}

export interface ArchiveChoice {
  /** `name:tag`, where the archive holds several images. */
  readonly tag?: string;
  readonly platform?: Platform;
  /** Where an archive that is compressed as a whole is unpacked. */
  readonly spoolDir: string;
}

/**
 * Opens what `docker save`, skopeo, kaniko, Bazel … write: manifest.json beside layers, in the old form (layer.tar in folders) and the new
 * one (an OCI layout with a manifest.json). Without a manifest.json the archive is read as an OCI layout.
 */
export async function openDockerArchive(file: string, choice: ArchiveChoice): Promise<Outcome<OpenImage>> {
  const archive = await indexArchive(file, choice.spoolDir);
  if (!archive.ok) return archive;
  const index = archive.value;
  if (!index.has('manifest.json')) {
    index.close();
    if (index.has('index.json')) return openOciLayout(file, choice);
    const hint = index.has('oci-layout') ? 'an OCI layout without index.json' : 'is this the output of `docker save`?';
    return failed(errorIssue('docker-archive/no-manifest', 'no manifest.json in the archive', { where: file, hint }));
  }
  const image = openFromIndex(index, file, choice);
  if (!image.ok) index.close();
  return image;
}

function openFromIndex(index: ArchiveIndex, file: string, choice: ArchiveChoice): Outcome<OpenImage> {
  const images = readManifest(index, file);
  if (!images.ok) return images;
  const chosen = chooseImage(images.value, choice, file);
  if (!chosen.ok) return chosen;
  const configBytes = readDocument(index, chosen.value.config, file);
  if (!configBytes.ok) return configBytes;
  let document: unknown;
  try {
    document = parseJson(configBytes.value.toString('utf8'));
  } catch (cause) {
    return failed(
      errorIssue('image/bad-config', 'the image configuration is not JSON', {
        where: `${file}: ${chosen.value.config}`,
        cause,
      }),
    );
  }
  const parsed = parseImageConfig(document, file);
  if (!parsed.ok) return parsed;
  const { config, raw } = parsed.value;
  const layers = chosen.value.layers.map((path, position) => layerRef(index, path, config.diffIds[position]));
  return ok({
    kind: 'docker-archive',
    reference: chosen.value.repoTags[0] ?? file,
    configDigest: sha256Digest(createHash('sha256').update(configBytes.value).digest('hex')),
    ...(config.os && config.architecture
      ? {
          platform: {
            os: config.os,
            architecture: config.architecture,
            ...(config.variant ? { variant: config.variant } : {}),
          },
        }
      : {}),
    tags: chosen.value.repoTags,
    config,
    rawConfig: raw,
    layers,
    issues: [...(parsed.issues ?? []), ...layerCountIssues(config, layers.length, file)],
    walkLayers: async (wanted, visitor, options) => {
      const { walkLayer } = await import('../layer/walk-layer.ts');
      return mapPool(wanted, 2, async (position) => {
        const own = visitor();
        const path = chosen.value.layers[position]!;
        const member = index.open(path);
        if (!member) {
          return {
            index: position,
            visitor: own,
            walk: unreadable(errorIssue('layer/missing', `layer ${quote(path)} is missing`, { where: file })),
          };
        }
        const diffId = layers[position]?.diffId;
        const walk = await walkLayer({ kind: 'local', source: member.source }, own, {
          expected: { ...(diffId ? { diffId } : {}), size: member.size },
          spoolDir: options.spoolDir,
          ...(options.onBytes ? { onBytes: options.onBytes } : {}),
        });
        return { index: position, visitor: own, walk };
      });
    },
    close: async () => index.close(),
  });
}

/**
 * An uncompressed layer is read by offset and never hashed, so what the archive says of its diffID must not name it in a cache that other
 * images share: the file's own identity does.
 */
function layerRef(index: ArchiveIndex, path: string, diffId: Digest | undefined): LayerRef {
  const member = index.open(path);
  if (!member) return diffId ? { diffId } : {};
  const hashed = isCompressed(member.source);
  const cacheKey = hashed && diffId ? diffId : `${index.identity}:${member.offset}`;
  return { ...(diffId ? { diffId } : {}), size: member.source.size, cacheKey };
}

function isCompressed(source: ByteSource): boolean {
  return detectCompression(source.read(0, 512)) !== 'none';
}

function readManifest(index: ArchiveIndex, file: string): Outcome<ArchiveImage[]> {
  const bytes = readDocument(index, 'manifest.json', file);
  if (!bytes.ok) return bytes;
  let document: unknown;
  try {
    document = parseJson(bytes.value.toString('utf8'));
  } catch (cause) {
    return failed(errorIssue('docker-archive/bad-manifest', 'manifest.json is not JSON', { where: file, cause }));
  }
  const images = (Array.isArray(document) ? document : []).flatMap((item): ArchiveImage[] => {
    if (!isObject(item) || typeof item.Config !== 'string' || !Array.isArray(item.Layers)) return [];
    return [
      {
        config: item.Config,
        repoTags: Array.isArray(item.RepoTags) ? item.RepoTags.filter((tag) => typeof tag === 'string') : [],
        layers: item.Layers.filter((layer) => typeof layer === 'string').slice(0, limits.imageLayers),
      },
    ];
  });
  if (images.length === 0)
    return failed(errorIssue('docker-archive/bad-manifest', 'manifest.json names no image', { where: file }));
  return ok(images);
}

function chooseImage(images: readonly ArchiveImage[], choice: ArchiveChoice, file: string): Outcome<ArchiveImage> {
  const { tag } = choice;
  const tags = images.flatMap((image) => image.repoTags);
  if (tag) {
    const match = images.find((image) =>
      image.repoTags.some((name) => name === tag || name.endsWith(`:${tag}`) || name.endsWith(`/${tag}`)),
    );
    if (match) return ok(match);
    return failed(
      errorIssue('docker-archive/no-such-tag', `no image ${quote(tag)} in the archive`, {
        where: file,
        hint: `it has: ${someOf(tags)}`,
      }),
    );
  }
  if (images.length === 1) return ok(images[0]!);
  return failed(
    errorIssue('docker-archive/several-images', `the archive holds ${images.length} images`, {
      where: file,
      hint: `name one, for example docker-archive:${file}:TAG (it has: ${someOf(tags)})`,
    }),
  );
}

/** The first few of a list that may have thousands. */
function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => name.slice(0, 200));
  return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '');
}

function readDocument(index: ArchiveIndex, path: string, file: string): Outcome<Buffer> {
  const member = index.open(path);
  if (!member)
    return failed(errorIssue('docker-archive/missing', `${quote(path)} is missing in the archive`, { where: file }));
  if (member.source.size > limits.manifestBytes)
    return failed(errorIssue('docker-archive/document-too-large', `${quote(path)} is too large`, { where: file }));
  return ok(readAll(member.source));
}
