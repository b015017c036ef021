import { type Digest, parseDigest } from '#core/ids/digest.ts';
import type { Platform } from '#core/image.ts';
import { isObject } from '#core/json.ts';
import { limits } from '#core/limits.ts';
import { errorIssue, failed, type Issue, type Outcome, ok, quote } from '#core/outcome.ts';
import { parseJson } from '#core/parse-json.ts';
import { formatPlatform, platformMatches } from './platform.ts';

/** A descriptor of image-spec descriptor.md, the parts we use. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations: Readonly<Record<string, string>>;
  readonly artifactType?: string;
}

export interface Manifest {
  readonly kind: 'manifest';
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

export interface Index {
  readonly kind: 'index';
  readonly manifests: readonly Descriptor[];
}

/** OCI image manifest and index, Docker schema 2 manifest and manifest list; told apart by content, since media types are often wrong. */
export function parseManifest(bytes: Buffer, where: string): Outcome<Manifest | Index> {
  if (bytes.length > limits.manifestBytes) {
    return failed(
      errorIssue(
        'image/manifest-too-large',
        `manifest of ${bytes.length} bytes; the limit is ${limits.manifestBytes}`,
        { where },
      ),
    );
  }
  let document: unknown;
  try {
    document = parseJson(bytes.toString('utf8'));
  } catch (cause) {
    return failed(errorIssue('image/bad-manifest', 'the manifest is not JSON', { where, cause }));
  }
  if (!isObject(document))
    return failed(errorIssue('image/bad-manifest', 'the manifest is not a JSON object', { where }));
  if (Array.isArray(document.manifests)) {
    return ok({ kind: 'index', manifests: document.manifests.flatMap((item) => descriptor(item) ?? []) });
  }
  const config = descriptor(document.config);
  if (config && Array.isArray(document.layers)) {
    if (document.layers.length > limits.imageLayers) {
      return failed(
        errorIssue('image/too-many-layers', `${document.layers.length} layers; the limit is ${limits.imageLayers}`, {
          where,
        }),
      );
    }
    const layers = document.layers.map(descriptor);
    if (layers.every((layer) => layer !== undefined)) return ok({ kind: 'manifest', config, layers });
  }
  const hint =
    document.schemaVersion === 1
      ? 'Docker schema 1 manifests are obsolete: push the image again with a current Docker'
      : undefined;
  return failed(errorIssue('image/bad-manifest', 'neither an image manifest nor an index', { where, hint }));
}

/** Attestations (BuildKit provenance and SBOM) sit in an index beside the images but are none. */
export function isAttestation(item: Descriptor): boolean {
  return (
    item.annotations['vnd.docker.reference.type'] === 'attestation-manifest' ||
    (item.platform?.os === 'unknown' && item.platform.architecture === 'unknown')
  );
}

/** Picks the image for a platform out of an index; where none was asked for, the wanted default or else the only or first one. */
export function choosePlatform(
  index: Index,
  wanted: Platform | undefined,
  fallback: Platform,
  where: string,
): Outcome<Descriptor> {
  const images = index.manifests.filter((item) => !isAttestation(item));
  const offered = images.map((item) => (item.platform ? formatPlatform(item.platform) : 'no platform'));
  if (wanted) {
    const match =
      images.find((item) => item.platform && platformMatches(item.platform, wanted)) ?? onlyUnmarked(images);
    if (match) return ok(match);
    const hint = `it has: ${offered.join(', ') || 'no image'}`;
    return failed(
      errorIssue('image/no-such-platform', `no image for platform ${formatPlatform(wanted)}`, { where, hint }),
    );
  }
  const match = images.find((item) => item.platform && platformMatches(item.platform, fallback)) ?? images[0];
  if (match) return ok(match);
  return failed(errorIssue('image/empty-index', 'the index holds no image', { where }));
}

/** A single entry without a platform serves any: nested indexes and single-image layouts have none. */
function onlyUnmarked(images: readonly Descriptor[]): Descriptor | undefined {
  return images.length === 1 && images[0]?.platform === undefined ? images[0] : undefined;
}

function descriptor(value: unknown): Descriptor | undefined {
  if (!isObject(value) || typeof value.digest !== 'string') return undefined;
  const digest = parseDigest(value.digest);
  if (!digest.ok) return undefined;
  const platform = isObject(value.platform) ? value.platform : undefined;
  return {
    mediaType: typeof value.mediaType === 'string' ? value.mediaType : '',
    digest: digest.value,
    size: typeof value.size === 'number' && Number.isSafeInteger(value.size) && value.size >= 0 ? value.size : 0,
    ...(typeof platform?.os === 'string' && typeof platform.architecture === 'string'
      ? {
          platform: {
            os: platform.os,
            architecture: platform.architecture,
            ...(typeof platform.variant === 'string' && platform.variant ? { variant: platform.variant } : {}),
          },
        }
      : {}),
    annotations: isObject(value.annotations)
      ? Object.fromEntries(
          Object.entries(value.annotations).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
        )
      : {},
    ...(typeof value.artifactType === 'string' ? { artifactType: value.artifactType } : {}),
  };
}

export function notAnImage(config: Descriptor, where: string): Issue | undefined {
  const known = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json', ''];
  if (known.includes(config.mediaType)) return undefined;
  return errorIssue(
    'image/not-an-image',
    `this artifact is no container image: its configuration is ${quote(config.mediaType)}`,
    { where },
  );
}
