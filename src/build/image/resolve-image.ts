import { createHash } from 'node:crypto';
import { type Digest, digestParts } from '#core/ids/digest.ts';
import type { ImageConfig, Platform } from '#core/image.ts';
import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { parseJson } from '#core/parse-json.ts';
import { parseImageConfig } from './config.ts';
import { choosePlatform, type Descriptor, type Manifest, notAnImage, parseManifest } from './manifest.ts';
import { hostPlatform } from './platform.ts';

/** Fetches a small document (manifest, index, configuration) by descriptor. */
export type FetchDocument = (item: Pick<Descriptor, 'digest' | 'size' | 'mediaType'>) => Promise<Outcome<Buffer>>;

export interface ResolveOptions {
  readonly wanted?: Platform;
  readonly where: string;
  /**
   * What to do with a document that does not have the digest it was asked for by. `refuse` for what came over a network. `report` for a local
   * archive: people cut those down by hand, and whoever can write the file can write anything; the report then is not complete.
   */
  readonly mismatch: 'refuse' | 'report';
}

export interface ResolvedImage {
  readonly issues: readonly Issue[];
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
  options: ResolveOptions,
): Promise<Outcome<ResolvedImage>> {
  const { wanted, where } = options;
  const issues: Issue[] = [];
  const checked = (item: Descriptor) => fetchChecked(item, fetch, options, issues);
  let current = first;
  let indexDigest: Digest | undefined;
  for (let depth = 0; depth <= maxIndexDepth; depth++) {
    const bytes = await checked(current);
    if (!bytes.ok) return bytes;
    const parsed = parseManifest(bytes.value, where);
    if (!parsed.ok) return parsed;
    if (parsed.value.kind === 'manifest') return withConfig(current, parsed.value, indexDigest, checked, where, issues);
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
  checked: (item: Descriptor) => Promise<Outcome<Buffer>>,
  where: string,
  issues: readonly Issue[],
): Promise<Outcome<ResolvedImage>> {
  const foreign = notAnImage(manifest.config, where);
  if (foreign) return failed(foreign);
  const bytes = await checked(manifest.config);
  if (!bytes.ok) return bytes;
  let document: unknown;
  try {
    document = parseJson(bytes.value.toString('utf8'));
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
    issues: [...issues, ...(parsed.issues ?? [])],
    digest: item.digest,
    ...(indexDigest ? { indexDigest } : {}),
    manifest,
    config,
    rawConfig: raw,
    ...(platform ? { platform } : {}),
  });
}

async function fetchChecked(
  item: Descriptor,
  fetch: FetchDocument,
  { where, mismatch }: ResolveOptions,
  issues: Issue[],
): Promise<Outcome<Buffer>> {
  const bytes = await fetch(item);
  if (!bytes.ok) return bytes;
  const { algorithm, hex } = digestParts(item.digest);
  if (createHash(algorithm).update(bytes.value).digest('hex') === hex) return bytes;
  const issue = errorIssue('image/digest-mismatch', `the content of ${item.digest} does not have that digest`, {
    where,
    hint: 'the image is damaged or was tampered with',
  });
  if (mismatch === 'refuse') return failed(issue);
  issues.push(issue);
  return bytes;
}
