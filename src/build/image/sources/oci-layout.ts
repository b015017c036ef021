import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readAll } from '#core/byte-source.ts';
import { type Digest, digestParts, parseDigest } from '#core/ids/digest.ts';
import type { Platform } from '#core/image.ts';
import { limits } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import type { LayerBlob } from '../layer/blob.ts';
import { fileSource } from '../layer/file-source.ts';
import { type Descriptor, isAttestation, parseManifest } from '../manifest.ts';
import { resolveImage } from '../resolve-image.ts';
import type { OpenImage } from '../source.ts';
import { blobImage, missingBlob } from './blob-image.ts';

/** Where the blobs of an OCI image layout lie: a directory, or a tar archive of one. */
export interface BlobDirectory {
  /** A small document, whole. */
  document(path: string): Outcome<Buffer>;
  blob(digest: Digest): Outcome<LayerBlob>;
  close(): void;
}

export interface LayoutChoice {
  /** Tag (annotation org.opencontainers.image.ref.name, or containerd's image name). */
  readonly tag?: string;
  readonly digest?: Digest;
  readonly platform?: Platform;
  /** Where an archive that is compressed as a whole is unpacked. */
  readonly spoolDir: string;
}

/** Opens an OCI image layout (image-spec, image-layout.md): a directory, or a tar of one. */
export async function openOciLayout(path: string, choice: LayoutChoice): Promise<Outcome<OpenImage>> {
  const directory = isDirectory(path) ? ok(directoryBlobs(path)) : await archiveBlobs(path, choice.spoolDir);
  if (!directory.ok) return directory;
  const image = await openLayoutBlobs(directory.value, path, choice);
  if (!image.ok) directory.value.close();
  return image;
}

export async function openLayoutBlobs(
  blobs: BlobDirectory,
  path: string,
  choice: LayoutChoice,
): Promise<Outcome<OpenImage>> {
  const index = blobs.document('index.json');
  if (!index.ok) return index;
  const parsed = parseManifest(index.value, `${path}/index.json`);
  if (!parsed.ok) return parsed;
  if (parsed.value.kind !== 'index')
    return failed(errorIssue('oci/no-index', 'index.json is no image index', { where: path }));
  const first = chooseEntry(parsed.value.manifests, choice, path);
  if (!first.ok) return first;
  const fetch = async (item: Pick<Descriptor, 'digest'>) => {
    const { algorithm, hex } = digestParts(item.digest);
    return blobs.document(`blobs/${algorithm}/${hex}`);
  };
  const image = await resolveImage(first.value, fetch, choice.platform, path);
  if (!image.ok) return image;
  const tag = tagOf(first.value);
  return ok(
    blobImage({
      kind: 'oci',
      reference: path,
      tags: tag ? [tag] : [],
      image: image.value,
      blob: async (layer) => {
        const blob = blobs.blob(layer.digest);
        return blob.ok ? blob : failed(missingBlob(layer, path));
      },
      close: async () => blobs.close(),
    }),
  );
}

function chooseEntry(manifests: readonly Descriptor[], choice: LayoutChoice, path: string): Outcome<Descriptor> {
  const { tag, digest } = choice;
  const images = manifests.filter((item) => !isAttestation(item));
  if (digest) {
    // A digest may name something deeper than the index's own entries; resolveImage checks that the blob is what it says.
    return ok(manifests.find((item) => item.digest === digest) ?? { mediaType: '', digest, size: 0, annotations: {} });
  }
  if (tag) {
    const match = images.find((item) => tagOf(item) === tag || tagOf(item)?.endsWith(`:${tag}`));
    if (match) return ok(match);
    const tags = images.flatMap((item) => tagOf(item) ?? []).join(', ');
    return failed(
      errorIssue('oci/no-such-tag', `no image with tag ${quote(tag)}`, {
        where: path,
        hint: tags ? `it has: ${tags}` : 'its images have no tags',
      }),
    );
  }
  // Several entries: either platforms of one image, which an index of our own sorts out, or several images.
  const distinct = new Set(images.map(tagOf));
  if (images.length > 1 && distinct.size > 1) {
    const tags = [...distinct].filter((name) => name !== undefined).join(', ');
    return failed(
      errorIssue('oci/several-images', 'the layout holds several images', {
        where: path,
        hint: `name one, for example oci:${path}:TAG (it has: ${tags})`,
      }),
    );
  }
  const { platform } = choice;
  const match = platform
    ? images.find((item) => item.platform?.architecture === platform.architecture && item.platform.os === platform.os)
    : images.find((item) => item.platform?.architecture === 'amd64');
  const chosen = match ?? images[0];
  return chosen ? ok(chosen) : failed(errorIssue('image/empty-index', 'the layout holds no image', { where: path }));
}

function tagOf(item: Descriptor): string | undefined {
  return item.annotations['io.containerd.image.name'] ?? item.annotations['org.opencontainers.image.ref.name'];
}

function directoryBlobs(root: string): BlobDirectory {
  const open: number[] = [];
  return {
    document(path) {
      const file = join(root, path);
      try {
        if (statSync(file).size > limits.manifestBytes)
          return failed(errorIssue('oci/document-too-large', 'document too large', { where: file }));
        return ok(readFileSync(file));
      } catch (cause) {
        return failed(
          errorIssue('oci/missing', `${path} is missing`, { where: root, hint: 'is this an OCI image layout?', cause }),
        );
      }
    },
    blob(digest) {
      const { algorithm, hex } = digestParts(digest);
      try {
        const fd = openSync(join(root, 'blobs', algorithm, hex), 'r');
        open.push(fd);
        return ok({ kind: 'local', source: fileSource(fd, 0, statSync(join(root, 'blobs', algorithm, hex)).size) });
      } catch (cause) {
        return failed(errorIssue('layer/missing', `blob ${digest} is missing`, { where: root, cause }));
      }
    },
    close: () => {
      for (const fd of open.splice(0)) closeSync(fd);
    },
  };
}

async function archiveBlobs(file: string, spoolDir: string): Promise<Outcome<BlobDirectory>> {
  const { indexArchive } = await import('./archive-index.ts');
  const archive = await indexArchive(file, spoolDir);
  if (!archive.ok) return archive;
  return ok({
    document(path) {
      const member = archive.value.open(path);
      if (!member)
        return failed(
          errorIssue('oci/missing', `${path} is missing`, { where: file, hint: 'is this an OCI image layout?' }),
        );
      if (member.source.size > limits.manifestBytes)
        return failed(errorIssue('oci/document-too-large', 'document too large', { where: file }));
      return ok(readAll(member.source));
    },
    blob(digest) {
      const { algorithm, hex } = digestParts(digest);
      const member = archive.value.open(`blobs/${algorithm}/${hex}`);
      return member
        ? ok({ kind: 'local', source: member.source })
        : failed(errorIssue('layer/missing', `blob ${digest} is missing`, { where: file }));
    },
    close: () => archive.value.close(),
  });
}

export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** `PATH[:TAG|@DIGEST]`, where PATH itself may hold colons if such a file exists. */
export function splitLayoutTarget(
  text: string,
  exists: (path: string) => boolean,
): { path: string; tag?: string; digest?: Digest } {
  if (exists(text)) return { path: text };
  const at = text.lastIndexOf('@');
  const digest = at > 0 ? parseDigest(text.slice(at + 1)) : undefined;
  if (digest?.ok) return { path: text.slice(0, at), digest: digest.value };
  const colon = text.lastIndexOf(':');
  return colon > 0 && !text.slice(colon).includes('/')
    ? { path: text.slice(0, colon), tag: text.slice(colon + 1) }
    : { path: text };
}
