import { type Digest, parseDigest } from '#core/ids/digest.ts';
import type { HistoryStep, ImageConfig } from '#core/image.ts';
import { isObject } from '#core/json.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { parseJson } from '#core/parse-json.ts';
import { connectEngine, type DockerApi, dockerEndpoints, podmanEndpoints } from '#engines/docker-api.ts';
import { parseImageConfig } from '../config.ts';
import type { LayerVisitor } from '../layer/walk-layer.ts';
import type { LayerRef, OpenImage, WalkedLayer, WalkLayersOptions } from '../source.ts';
import { readArchiveStream, type StreamedArchive } from './archive-stream.ts';
import { unreadable } from './blob-image.ts';

export interface EngineOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Opens an image of a Docker Engine or podman: asks what it is, and exports it only if some layer is not cached. */
export async function openEngineImage(
  kind: 'docker' | 'podman',
  name: string,
  options: EngineOptions,
): Promise<Outcome<OpenImage>> {
  const api = await connectEngine(kind === 'docker' ? dockerEndpoints(options.env) : podmanEndpoints(options.env));
  if (!api.ok) return api;
  const inspected = await api.value.inspectImage(name);
  if (!inspected.ok) return inspected;
  if (!isObject(inspected.value))
    return failed(
      errorIssue('engine/bad-answer', 'the engine describes the image in a way we cannot read', { where: name }),
    );
  const history = await api.value.imageHistory(name);
  const image = inspected.value;
  const rootfs = isObject(image.RootFS) ? image.RootFS : {};
  const document = {
    architecture: image.Architecture,
    os: image.Os,
    variant: image.Variant,
    created: image.Created,
    config: image.Config,
    rootfs: { diff_ids: rootfs.Layers },
    history: [],
  };
  const parsed = parseImageConfig(document, name);
  if (!parsed.ok) return parsed;
  const config: ImageConfig = {
    ...parsed.value.config,
    history: historyOf(history.ok ? history.value : [], parsed.value.config.diffIds.length),
  };
  const id = parseDigest(String(image.Id ?? ''));
  const digest = repoDigest(image.RepoDigests);
  return ok({
    kind,
    reference: name,
    ...(digest ? { digest } : {}),
    ...(id.ok ? { configDigest: id.value } : {}),
    ...(config.os && config.architecture
      ? {
          platform: {
            os: config.os,
            architecture: config.architecture,
            ...(config.variant ? { variant: config.variant } : {}),
          },
        }
      : {}),
    tags: Array.isArray(image.RepoTags) ? image.RepoTags.filter((tag): tag is string => typeof tag === 'string') : [],
    config,
    rawConfig: parsed.value.raw,
    // The digest is compared when the layer is read, so it may name the layer in the cache.
    layers: config.diffIds.map((diffId): LayerRef => ({ diffId, cacheKey: diffId })),
    issues: [...(parsed.issues ?? []), ...(history.ok ? [] : [history.issue])],
    walkLayers: (wanted, visitor, walkOptions) =>
      walkExport(api.value, name, config.diffIds, wanted, visitor, walkOptions),
    close: async () => {},
  });
}

async function walkExport<V extends LayerVisitor>(
  api: DockerApi,
  name: string,
  diffIds: readonly Digest[],
  wanted: readonly number[],
  visitor: () => V,
  options: WalkLayersOptions,
): Promise<readonly WalkedLayer<V>[]> {
  const stream = await api.exportImage(name);
  if (!stream.ok) return wanted.map((index) => ({ index, visitor: visitor(), walk: unreadable(stream.issue) }));
  const known = new Set(
    diffIds.filter((_, index) => !wanted.includes(index)).map((digest) => `blobs/${digest.replace(':', '/')}`),
  );
  const archive = await readArchiveStream(stream.value, visitor, options, (path) => known.has(path));
  const paths = layerPaths(archive);
  // By content first: the diffID was computed on the way. By name where the content is damaged, so that its own issues are told.
  const byDiffId = new Map([...archive.layers.values()].map((layer) => [layer.walk.diffId, layer]));
  return wanted.map((index): WalkedLayer<V> => {
    const layer = byDiffId.get(diffIds[index]) ?? archive.layers.get(paths[index] ?? '');
    if (!layer) {
      const issue =
        archive.issues[0] ?? errorIssue('layer/missing', `the export has no layer ${diffIds[index]}`, { where: name });
      return { index, visitor: visitor(), walk: unreadable(issue) };
    }
    if (layer.walk.diffId === diffIds[index]) return { index, visitor: layer.visitor, walk: layer.walk };
    const issue = errorIssue('layer/digest-mismatch', `layer ${index} is not what the engine says it is`, {
      where: name,
    });
    return {
      index,
      visitor: layer.visitor,
      walk: { ...layer.walk, complete: false, issues: [...layer.walk.issues, issue] },
    };
  });
}

/** Layer members in order, from the export's manifest.json, links followed. */
function layerPaths(archive: StreamedArchive<LayerVisitor>): (string | undefined)[] {
  let document: unknown;
  try {
    document = parseJson(archive.documents.get('manifest.json')?.toString('utf8') ?? '');
  } catch {
    return [];
  }
  const first: unknown = Array.isArray(document) ? document[0] : undefined;
  if (!isObject(first) || !Array.isArray(first.Layers)) return [];
  return first.Layers.map((path) => {
    let member = String(path);
    for (let depth = 0; depth < 8 && archive.links.has(member); depth++) member = archive.links.get(member)!;
    return member;
  });
}

function repoDigest(list: unknown): Digest | undefined {
  if (!Array.isArray(list)) return undefined;
  for (const item of list) {
    const digest = parseDigest(String(item).split('@')[1] ?? '');
    if (digest.ok) return digest.value;
  }
  return undefined;
}

const metadataStep =
  /(^|#\(nop\)\s+)(CMD|ENTRYPOINT|ENV|EXPOSE|LABEL|USER|VOLUME|STOPSIGNAL|HEALTHCHECK|SHELL|ARG|ONBUILD|MAINTAINER)\b/;

/** The history endpoint does not say which steps made no layer: those of metadata instructions, then those of size 0. */
function historyOf(answer: unknown, layers: number): HistoryStep[] {
  const steps = (Array.isArray(answer) ? answer : []).filter(isObject).reverse();
  const created = steps.map((step) => ({
    createdBy: typeof step.CreatedBy === 'string' ? step.CreatedBy : '',
    ...(typeof step.Created === 'number' && step.Created > 0
      ? { created: new Date(step.Created * 1000).toISOString() }
      : {}),
    size: typeof step.Size === 'number' ? step.Size : 0,
  }));
  let empty = created.map((step) => step.size === 0 && metadataStep.test(step.createdBy));
  const bySize = created.map((step) => step.size === 0);
  if (empty.filter((isEmpty) => !isEmpty).length !== layers && bySize.filter((isEmpty) => !isEmpty).length === layers)
    empty = bySize;
  return created.map(({ size: _, ...step }, index) => ({ ...step, emptyLayer: empty[index] ?? false }));
}
