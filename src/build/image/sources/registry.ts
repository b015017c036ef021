import { formatImageRef, type ImageRef } from '#core/ids/image-ref.ts';
import type { Platform } from '#core/image.ts';
import { type Issue, type Outcome, ok, warningIssue } from '#core/outcome.ts';
import type { Descriptor } from '../manifest.ts';
import { type RegistryOptions, RepositoryClient } from '../registry/client.ts';
import { resolveImage } from '../resolve-image.ts';
import type { OpenImage } from '../source.ts';
import { blobImage } from './blob-image.ts';

/** Opens an image in a registry: manifest and configuration now, layers as they are asked for. Mirrors are asked first. */
export async function openRegistryImage(
  ref: ImageRef,
  platform: Platform | undefined,
  options: RegistryOptions,
): Promise<Outcome<OpenImage>> {
  const hosts = [...(options.mirrors?.get(ref.registry) ?? []), ref.registry];
  const passedOver: Issue[] = [];
  let outcome: Outcome<OpenImage> | undefined;
  for (const host of hosts) {
    const client = new RepositoryClient(ref.registry, host, ref.repository, options);
    outcome = await openFrom(client, ref, platform, passedOver);
    if (outcome.ok) return outcome;
    outcome = withReasons(outcome.issue, client.issues);
    client.close();
    const { message, cause } = outcome.issue;
    passedOver.push(warningIssue('registry/mirror-failed', `mirror ${host}: ${message}`, { cause }));
  }
  return outcome!;
}

/** What went wrong on the way to credentials is most likely why there is no access. */
function withReasons(issue: Issue, others: readonly Issue[]) {
  if (others.length === 0) return { ok: false, issue } as const;
  const cause = [issue.cause, ...others.map(({ message }) => message)].filter(Boolean).join('; ');
  const hint = others.find((other) => other.hint !== undefined)?.hint ?? issue.hint;
  return { ok: false, issue: { ...issue, cause, ...(hint === undefined ? {} : { hint }) } } as const;
}

async function openFrom(
  client: RepositoryClient,
  ref: ImageRef,
  platform: Platform | undefined,
  passedOver: readonly Issue[],
): Promise<Outcome<OpenImage>> {
  const where = formatImageRef(ref);
  const top = await client.manifest(ref.digest ?? ref.tag ?? 'latest');
  if (!top.ok) return top;
  const first: Descriptor = {
    mediaType: top.value.mediaType,
    digest: top.value.digest,
    size: top.value.bytes.length,
    annotations: {},
  };
  const image = await resolveImage(
    first,
    async (item) => {
      if (item.digest === first.digest) return ok(top.value.bytes);
      if (!item.mediaType.includes('config')) {
        const manifest = await client.manifest(item.digest);
        if (manifest.ok) return ok(manifest.value.bytes);
      }
      return client.smallBlob(item.digest);
    },
    { ...(platform ? { wanted: platform } : {}), where, mismatch: 'refuse' },
  );
  if (!image.ok) return image;
  return ok(
    blobImage({
      kind: 'registry',
      reference: where,
      tags: ref.tag ? [ref.tag] : [],
      image: image.value,
      blob: async (layer) => ok({ kind: 'stream', open: async () => client.blob(layer.digest) }),
      issues: [...passedOver, ...client.issues],
      close: async () => client.close(),
    }),
  );
}
