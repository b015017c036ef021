import { createHash } from 'node:crypto';
import { type Digest, digestParts } from '#core/ids/digest.ts';
import type { ImageConfig, Platform } from '#core/image.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { parseImageConfig } from './config.ts';
import { choosePlatform, type Descriptor, type Manifest, notAnImage, parseManifest } from './manifest.ts';
import { hostPlatform } from './platform.ts';

/** Fetches a small document (manifest, index, configuration) by descriptor. */
export type FetchDocument = (item: Pick<Descriptor, 'digest' | 'size' | 'mediaType'>) => Promise<Outcome<Buffer>>;

export interface ResolvedImage {
  readonly digest: Digest;
  readonly indexDigest?: Digest;
  readonly manifest: Manifest;
  readonly config: ImageConfig;
  readonly rawConfig: Readonly<Record<string, unknown>>;
  readonly platform?: Platform;
}

/** Indexes may hold indexes; more than this is a loop or a joke. */
const maxIndexDepth = 4;

/** From a first descriptor through any indexes to one image, every document checked against its digest. */
export async function resolveImage(
  first: Descriptor,
  fetch: FetchDocument,
  wanted: Platform | undefined,
  where: string,
): Promise<Outcome<ResolvedImage>> {
  let current = first;
  let indexDigest: Digest | undefined;
  for (let depth = 0; depth <= maxIndexDepth; depth++) {
    const bytes = await fetchChecked(current, fetch, where);
    if (!bytes.ok) return bytes;
    const parsed = parseManifest(bytes.value, where);
    if (!parsed.ok) return parsed;
    if (parsed.value.kind === 'manifest') return withConfig(current, parsed.value, indexDigest, fetch, where);
    indexDigest ??= current.digest;
    const chosen = choosePlatform(parsed.value, wanted, hostPlatform(), where);
    if (!chosen.ok) return chosen;
    current = chosen.value;
  }
  return failed(errorIssue('image/index-too-deep', `more than ${maxIndexDepth} indexes inside each other`, { where }));
}

async function withConfig(
  item: Descriptor,
  manifest: Manifest,
  indexDigest: Digest | undefined,
  fetch: FetchDocument,
  where: string,
): Promise<Outcome<ResolvedImage>> {
  const foreign = notAnImage(manifest.config, where);
  if (foreign) return failed(foreign);
  const bytes = await fetchChecked(manifest.config, fetch, where);
  if (!bytes.ok) return bytes;
  let document: unknown;
  try {
    document = JSON.parse(bytes.value.toString('utf8'));
  } catch (cause) {
    return failed(errorIssue('image/bad-config', 'the image configuration is not JSON', { where, cause }));
  }
  const parsed = parseImageConfig(document, where);
  if (!parsed.ok) return parsed;
  const { config, raw } = parsed.value;
  const platform =
    item.platform ??
    (config.os && config.architecture
      ? { os: config.os, architecture: config.architecture, ...(config.variant ? { variant: config.variant } : {}) }
      : undefined);
  return ok({
    digest: item.digest,
    ...(indexDigest ? { indexDigest } : {}),
    manifest,
    config,
    rawConfig: raw,
    ...(platform ? { platform } : {}),
  });
}

async function fetchChecked(item: Descriptor, fetch: FetchDocument, where: string): Promise<Outcome<Buffer>> {
  const bytes = await fetch(item);
  if (!bytes.ok) return bytes;
  const { algorithm, hex } = digestParts(item.digest);
  if (createHash(algorithm).update(bytes.value).digest('hex') === hex) return bytes;
  return failed(
    errorIssue('image/digest-mismatch', `the content of ${item.digest} does not have that digest`, {
      where,
      hint: 'the image is damaged or was tampered with',
    }),
  );
}
