import type { OpenImage } from '#build/image/source.ts';
import type { CatalogerScope } from '#build/inventory/cataloger.ts';
import { buildId } from './build-id.ts';
import type { ScanCache } from './cache.ts';
import type { Collected } from './collected.ts';
import { factsVersion } from './facts-version.ts';

export interface CollectOptions {
  readonly cache: ScanCache;
  readonly secrets: boolean;
  readonly listAllFiles: boolean;
  readonly now: Date;
  readonly onBytes?: (count: number) => void;
}

export interface CollectedImage {
  readonly collected: Collected;
  /** Names this answer in the cache; undefined where nothing stands for the content (a directory, say). */
  readonly key?: readonly string[];
}

/**
 * Inventory, secrets and configuration checks of an image, rootfs or source tree. What was answered before for the very same content is not
 * answered again, and then nothing that could read a layer is even loaded. The image stays open.
 */
export async function collectImage(image: OpenImage, options: CollectOptions): Promise<CollectedImage> {
  const { cache, secrets, listAllFiles, now, onBytes } = options;
  const scope: CatalogerScope = image.kind === 'dir' ? 'source' : 'image';
  const version = await factsVersion();
  const key = wholeImageKey(image, [version, scope, String(secrets)], now);
  if (key && !listAllFiles) {
    const cached = cache.get(key) as Collected | undefined;
    if (cached) return { collected: withOpening(cached, image), key };
  }
  const { readImage } = await import('./read-image.ts');
  const read = await readImage(image, {
    cache,
    secrets,
    listAllFiles,
    now,
    scope,
    factsVersion: version,
    ...(onBytes ? { onBytes } : {}),
  });
  if (!key || !read.complete) return { collected: withOpening(read, image) };
  const { files: _, ...collected } = read;
  cache.put(key, collected);
  return { collected: withOpening(read, image), key };
}

/** What was met while this image was opened this time (a mirror that failed, say) is no part of the answer that is kept. */
function withOpening(collected: Collected, { issues }: OpenImage): Collected {
  return {
    ...collected,
    issues: [...issues, ...collected.issues],
    complete: collected.complete && !issues.some((issue) => issue.level === 'error'),
  };
}

/**
 * The whole answer about an image depends on its layers, its configuration, the names by which it is called and the day (end-of-life
 * dates). Undefined where some layer has no name that stands for its content.
 */
function wholeImageKey(image: OpenImage, options: readonly string[], now: Date): string[] | undefined {
  const layers = image.layers.flatMap((layer) => layer.cacheKey ?? []);
  if (image.layers.length === 0 || layers.length < image.layers.length || image.configDigest === undefined)
    return undefined;
  const names = [
    image.kind,
    image.reference,
    image.digest,
    image.indexDigest,
    image.configDigest,
    image.platform,
    image.tags,
  ];
  return ['image', buildId, now.toISOString().slice(0, 10), JSON.stringify(names), ...options, ...layers];
}
