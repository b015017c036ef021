import { stepsOfLayers } from '#build/image/config.ts';
import { formatPlatform } from '#build/image/platform.ts';
import type { OpenImage } from '#build/image/source.ts';
import { redactConfig } from '#build/inventory/secrets/redact-config.ts';
import type { ImageConfig, LayerInfo } from '#core/image.ts';
import type { ImageReport } from '#core/scan-report.ts';
import type { LayerFacts } from './layer-facts.ts';

/** What the report says of the image itself, secrets cut out. Digests that were computed while reading win over those that were claimed. */
export function imageReport(image: OpenImage, facts: readonly Pick<LayerFacts, 'diffId'>[]): ImageReport {
  const config = redactConfig(image.config);
  return {
    reference: image.reference,
    ...(image.digest ? { digest: image.digest } : {}),
    ...(image.indexDigest ? { indexDigest: image.indexDigest } : {}),
    ...(image.configDigest ? { configDigest: image.configDigest } : {}),
    ...(image.platform ? { platform: formatPlatform(image.platform) } : {}),
    config: configDocument(config),
    history: config.history,
    layers: layerInfos(image, config, facts),
    ...(image.tags.length > 0 ? { tags: image.tags } : {}),
  };
}

/** The `config` member in the form of the image specification, the members that hold something. */
function configDocument(config: ImageConfig): Record<string, unknown> {
  const members: Record<string, unknown> = {
    User: config.user,
    Env: config.env,
    Entrypoint: config.entrypoint,
    Cmd: config.cmd,
    WorkingDir: config.workingDir,
    ExposedPorts: Object.fromEntries(config.exposedPorts.map((port) => [port, {}])),
    Volumes: Object.fromEntries(config.volumes.map((path) => [path, {}])),
    Labels: config.labels,
    Healthcheck: config.healthcheck && { Test: config.healthcheck.test },
  };
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && Object.keys(value as object).length > 0),
  );
}

function layerInfos(image: OpenImage, config: ImageConfig, facts: readonly Pick<LayerFacts, 'diffId'>[]): LayerInfo[] {
  const steps = stepsOfLayers(config, image.layers.length);
  const base = baseLayers(config, image.layers.length);
  return image.layers.map((layer, index) => {
    const diffId = facts[index]?.diffId ?? layer.diffId;
    const createdBy = steps[index]?.createdBy;
    return {
      index,
      ...(layer.digest ? { digest: layer.digest } : {}),
      ...(diffId ? { diffId } : {}),
      ...(layer.mediaType ? { mediaType: layer.mediaType } : {}),
      ...(layer.size === undefined ? {} : { size: layer.size }),
      ...(createdBy ? { createdBy } : {}),
      ...(base === 0 ? {} : { fromBase: index < base }),
    };
  });
}

const endsAnImage = /(^|#\(nop\)\s+)(CMD|ENTRYPOINT)\b/;

/**
 * How many of the lowest layers seem to come from the base image. Base images nearly always end with CMD or ENTRYPOINT, and a build on top
 * adds its own at its end: so the last such step that still has layers above it ends the base. 0 where there is none.
 */
function baseLayers(config: Pick<ImageConfig, 'history'>, layers: number): number {
  let below = 0;
  let base = 0;
  for (const step of config.history) {
    if (!step.emptyLayer) below += 1;
    else if (endsAnImage.test(step.createdBy) && below > 0 && below < layers) base = below;
  }
  return base;
}
