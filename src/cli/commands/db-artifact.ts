import type { BlobStore } from '#build/vuln/db/artifact.ts';
import { parseImageRef } from '#core/ids/image-ref.ts';
import { type CliContext, CliError } from '../command.ts';
import { issueText } from '../issue-text.ts';
import type { RegistryFlags } from '../registry-options.ts';

/** Where `db push` and `db pull` go: `oci:DIR[:TAG|@DIGEST]` or a repository of a registry. The tag is `latest` unless given. */
export async function dbArtifactStore(
  reference: string,
  flags: RegistryFlags,
  context: CliContext,
): Promise<{ readonly store: BlobStore; readonly tag: string }> {
  if (reference.startsWith('oci:')) {
    const { ociLayoutStore } = await import('#build/vuln/db/oci-layout-store.ts');
    const { folder, tag } = splitLayout(reference.slice('oci:'.length));
    if (folder === '') throw new CliError(2, 'oci: needs a directory', 'for example oci:./advisories:latest');
    return { store: ociLayoutStore(folder), tag };
  }
  const ref = parseImageRef(reference.replace(/^registry:/, ''));
  if (!ref.ok) throw new CliError(2, issueText(ref.issue), 'give registry/repository[:tag], or oci:DIR[:TAG]');
  const { registryStore } = await import('../registry-store.ts');
  return { store: registryStore(ref.value, flags, context), tag: ref.value.digest ?? ref.value.tag ?? 'latest' };
}

function splitLayout(text: string): { folder: string; tag: string } {
  const at = text.lastIndexOf('@sha256:');
  if (at >= 0) return { folder: text.slice(0, at), tag: text.slice(at + 1) };
  const colon = text.lastIndexOf(':');
  const hasTag = colon > text.lastIndexOf('/') && colon < text.length - 1;
  return hasTag
    ? { folder: text.slice(0, colon), tag: text.slice(colon + 1) }
    : { folder: text.replace(/:$/, ''), tag: 'latest' };
}
