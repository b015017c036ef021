import { type Digest, parseDigest } from '#core/ids/digest.ts';
import type { HistoryStep, ImageConfig } from '#core/image.ts';
import { isObject, type JsonObject } from '#core/json.ts';
import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';

/** Entries of one list: variables, labels, ports, words of a command, steps of the history. Real images have dozens, at most hundreds. */
const maxEntries = 10_000;

/**
 * Reads an OCI or Docker image configuration document (image-spec, config.md). Fields of a wrong type count as absent; lists are cut, with
 * an issue, where they are longer than any real one.
 */
export function parseImageConfig(document: unknown, where: string): Outcome<{ config: ImageConfig; raw: JsonObject }> {
  if (!isObject(document))
    return failed(errorIssue('image/bad-config', 'the image configuration is not a JSON object', { where }));
  const run = isObject(document.config) ? document.config : {};
  const rootfs = isObject(document.rootfs) ? document.rootfs : {};
  const healthcheck = isObject(run.Healthcheck) ? { healthcheck: { test: strings(run.Healthcheck.Test) } } : {};
  const config: ImageConfig = {
    ...optional('architecture', document.architecture),
    ...optional('os', document.os),
    ...optional('variant', document.variant),
    ...optional('created', document.created),
    ...optional('user', run.User),
    env: strings(run.Env),
    entrypoint: strings(run.Entrypoint),
    cmd: strings(run.Cmd),
    ...optional('workingDir', run.WorkingDir),
    exposedPorts: keys(run.ExposedPorts).sort(),
    volumes: keys(run.Volumes).sort(),
    labels: stringMap(run.Labels),
    ...healthcheck,
    history: Array.isArray(document.history)
      ? document.history.slice(0, maxEntries).filter(isObject).map(historyStep)
      : [],
    diffIds: strings(rootfs.diff_ids).flatMap((text): Digest[] => {
      const digest = parseDigest(text);
      return digest.ok ? [digest.value] : [];
    }),
  };
  const long = [run.Env, run.Entrypoint, run.Cmd, run.ExposedPorts, run.Volumes, run.Labels, document.history].some(
    isLong,
  );
  const message = `the configuration has lists of more than ${maxEntries} entries; the rest is not looked at`;
  return ok({ config, raw: run }, long ? [errorIssue('image/config-too-long', message, { where })] : []);
}

function isLong(value: unknown): boolean {
  return (Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0) > maxEntries;
}

function keys(value: unknown): string[] {
  return isObject(value) ? Object.keys(value).slice(0, maxEntries) : [];
}

/** An engine refuses an image whose layers are not those of its configuration. */
export function layerCountIssues({ diffIds }: ImageConfig, layers: number, where: string): Issue[] {
  if (diffIds.length === 0 || diffIds.length === layers) return [];
  const message = `the image lists ${layers} layers, its configuration ${diffIds.length}`;
  return [errorIssue('image/layer-count', message, { where, hint: 'the image is damaged or was tampered with' })];
}

/** The history step that made each layer, by index; steps without a layer are passed over. */
export function stepsOfLayers(config: ImageConfig, layers: number): (HistoryStep | undefined)[] {
  const steps = config.history.filter((step) => !step.emptyLayer);
  // History may be shorter or longer than the layers (squashed images, broken builders): then the top ones fit best.
  const shift = steps.length - layers;
  return Array.from({ length: layers }, (_, index) => steps[shift > 0 ? index + shift : index]);
}

function historyStep(step: JsonObject): HistoryStep {
  return {
    createdBy: typeof step.created_by === 'string' ? step.created_by : '',
    ...optional('created', step.created),
    ...optional('comment', step.comment),
    emptyLayer: step.empty_layer === true,
  };
}

/** A list of strings; a single string counts as a list of one, since old images hold `"Cmd": "sh"`. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.slice(0, maxEntries).filter((item) => typeof item === 'string') : [];
}

function stringMap(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, maxEntries)
      .filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

function optional<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [key]: value } as { [P in K]?: string }) : {};
}
