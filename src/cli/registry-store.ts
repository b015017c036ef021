import { createHash } from 'node:crypto';
import { RepositoryClient } from '#build/image/registry/client.ts';
import type { BlobStore } from '#build/vuln/db/artifact.ts';
import { type Digest, digestParts } from '#core/ids/digest.ts';
import { formatImageRef, type ImageRef } from '#core/ids/image-ref.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { type CliContext, CliError } from './command.ts';
import { issueText } from './issue-text.ts';
import { type RegistryFlags, registryOptions } from './registry-options.ts';

/** A repository of a registry as a place for artifacts. What cannot be written is a CliError; what cannot be read is an outcome. */
export function registryStore(ref: ImageRef, flags: RegistryFlags, context: CliContext): BlobStore {
  const where = formatImageRef(ref);
  const client = new RepositoryClient(ref.registry, ref.registry, ref.repository, {
    ...registryOptions(flags, context),
    actions: 'pull,push',
  });
  return {
    hasBlob: async (digest) => unwrap(await client.hasBlob(digest)),
    putBlob: async (digest, content) => unwrap(await client.putBlob(digest, content)),
    getBlob: (digest, limit) => readBlob(client, digest, limit, where),
    putManifest: async (reference, mediaType, content) => {
      unwrap(await client.putManifest(reference, content, mediaType));
    },
    getManifest: async (reference) => {
      const manifest = await client.manifest(reference);
      return manifest.ok ? ok(manifest.value.bytes) : manifest;
    },
  };
}

async function readBlob(
  client: RepositoryClient,
  digest: Digest,
  limit: number,
  where: string,
): Promise<Outcome<Buffer>> {
  const { algorithm, hex } = digestParts(digest);
  const hash = createHash(algorithm);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of client.blob(digest)) {
      size += chunk.length;
      if (size > limit)
        return failed(errorIssue('registry/too-large', `${digest} has more than ${limit} bytes`, { where }));
      hash.update(chunk);
      chunks.push(chunk);
    }
  } catch (cause) {
    return failed(errorIssue('registry/unreachable', `${digest} could not be fetched`, { where, cause }));
  }
  if (hash.digest('hex') !== hex)
    return failed(errorIssue('registry/digest-mismatch', `the registry sent something else for ${digest}`, { where }));
  return ok(Buffer.concat(chunks));
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new CliError(3, issueText(outcome.issue), outcome.issue.hint);
  return outcome.value;
}
