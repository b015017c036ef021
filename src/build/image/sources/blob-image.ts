import { availableParallelism } from 'node:os';
import { errorIssue, type Issue, type Outcome } from '#core/outcome.ts';
import type { TargetKind } from '#core/scan-report.ts';
import { layerCountIssues } from '../config.ts';
import type { LayerBlob } from '../layer/blob.ts';
import type { LayerWalk } from '../layer/walk-layer.ts';
import type { Descriptor } from '../manifest.ts';
import { mapPool } from '../pool.ts';
import type { ResolvedImage } from '../resolve-image.ts';
import type { LayerRef, OpenImage } from '../source.ts';

export interface BlobImageInput {
  readonly kind: TargetKind;
  readonly reference: string;
  readonly tags?: readonly string[];
  readonly image: ResolvedImage;
  /** Finds one layer's bytes. */
  readonly blob: (layer: Descriptor) => Promise<Outcome<LayerBlob>>;
  /** Names the content of a layer that is read without hashing it; undefined for those that are hashed. */
  readonly unhashedKey?: (layer: Descriptor) => string | undefined;
  readonly issues?: readonly Issue[];
  readonly close: () => Promise<void>;
}

/** Decompressors that run at once: more than the cores only costs memory. */
const parallelLayers = Math.max(2, Math.min(4, availableParallelism()));

/** An image whose layers are blobs that can be asked for one by one: OCI layouts and registries. */
export function blobImage(input: BlobImageInput): OpenImage {
  const { image } = input;
  const layers = image.manifest.layers.map((layer, index): LayerRef => {
    const diffId = image.config.diffIds[index];
    return {
      digest: layer.digest,
      ...(diffId ? { diffId } : {}),
      mediaType: layer.mediaType,
      size: layer.size,
      ...cacheKeyOf(layer, input),
    };
  });
  return {
    kind: input.kind,
    reference: input.reference,
    digest: image.digest,
    ...(image.indexDigest ? { indexDigest: image.indexDigest } : {}),
    configDigest: image.manifest.config.digest,
    ...(image.platform ? { platform: image.platform } : {}),
    tags: input.tags ?? [],
    config: image.config,
    rawConfig: image.rawConfig,
    layers,
    issues: [...(input.issues ?? []), ...layerCountIssues(image.config, layers.length, input.reference)],
    walkLayers: async (wanted, visitor, options) => {
      // Decompression and hashing are loaded only when some layer is not cached.
      const { walkLayer } = await import('../layer/walk-layer.ts');
      return mapPool(wanted, parallelLayers, async (index) => {
        const own = visitor();
        const layer = image.manifest.layers[index]!;
        const blob = await input.blob(layer);
        if (!blob.ok) return { index, visitor: own, walk: unreadable(blob.issue) };
        const diffId = layers[index]?.diffId;
        const walk = await walkLayer(blob.value, own, {
          expected: {
            digest: layer.digest,
            ...(diffId ? { diffId } : {}),
            ...(layer.size > 0 ? { size: layer.size } : {}),
          },
          spoolDir: options.spoolDir,
          ...(options.onBytes ? { onBytes: options.onBytes } : {}),
        });
        return { index, visitor: own, walk };
      });
    },
    close: input.close,
  };
}

/** A digest may name content for other images only where it is compared when the layer is read. */
function cacheKeyOf(layer: Descriptor, { unhashedKey }: BlobImageInput): Pick<LayerRef, 'cacheKey'> {
  const unhashed = unhashedKey?.(layer);
  if (unhashed !== undefined) return { cacheKey: unhashed };
  return layer.digest.startsWith('sha256:') ? { cacheKey: layer.digest } : {};
}

/** The walk of a layer that could not even be opened. */
export function unreadable(issue: Issue): LayerWalk {
  return { compression: 'none', bytes: 0, entries: 0, issues: [issue], complete: false };
}

export function missingBlob(layer: Pick<Descriptor, 'digest' | 'mediaType'>, where: string): Issue {
  if (/foreign|nondistributable/.test(layer.mediaType)) {
    return errorIssue('layer/foreign', `layer ${layer.digest} is not distributed with the image (foreign layer)`, {
      where,
    });
  }
  return errorIssue('layer/missing', `layer ${layer.digest} is missing`, { where });
}
