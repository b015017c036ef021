import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readAll } from '#core/byte-source.ts';
import { type Digest, digestParts, parseDigest } from '#core/ids/digest.ts';
import type { Platform } from '#core/image.ts';
import { limits } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import { parseJson } from '#core/parse-json.ts';
import { parseImageConfig } from '../config.ts';
import { detectCompression, type LayerBlob } from '../layer/blob.ts';
import { fileIdentity, fileSource } from '../layer/file-source.ts';
import { choosePlatform, type Descriptor, isAttestation, parseManifest } from '../manifest.ts';
import { formatPlatform, hostPlatform } from '../platform.ts';
import { type FetchDocument, resolveImage } from '../resolve-image.ts';
import type { OpenImage } from '../source.ts';
import { blobImage, missingBlob } from './blob-image.ts';

/** Where the blobs of an OCI image layout lie: a directory, or a tar archive of one. */
export interface BlobDirectory {
  /** A small document, whole. */
  document(path: string): Outcome<Buffer>;
  blob(digest: Digest): Outcome<LayerBlob & { kind: 'local' }>;
  /** Identity of the bytes behind a digest, for those that nobody hashes. */
  identity(digest: Digest): string | undefined;
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

async function openLayoutBlobs(blobs: BlobDirectory, path: string, choice: LayoutChoice): Promise<Outcome<OpenImage>> {
  const index = blobs.document('index.json');
  if (!index.ok) return index;
  const parsed = parseManifest(index.value, `${path}/index.json`);
  if (!parsed.ok) return parsed;
  if (parsed.value.kind !== 'index')
    return failed(errorIssue('oci/no-index', 'index.json is no image index', { where: path }));
  const fetch: FetchDocument = async (item) => {
    const { algorithm, hex } = digestParts(item.digest);
    return blobs.document(`blobs/${algorithm}/${hex}`);
  };
  const first = await chooseEntry(parsed.value.manifests, choice, path, fetch);
  if (!first.ok) return first;
  const image = await resolveImage(first.value, fetch, {
    ...(choice.platform ? { wanted: choice.platform } : {}),
    where: path,
    mismatch: 'report',
  });
  if (!image.ok) return image;
  const tag = tagOf(first.value);
  return ok(
    blobImage({
      kind: 'oci',
      reference: path,
      tags: tag ? [tag] : [],
      image: image.value,
      issues: image.value.issues,
      blob: async (layer) => {
        const blob = blobs.blob(layer.digest);
        return blob.ok ? blob : failed(missingBlob(layer, path));
      },
      // An uncompressed layer is read by offset and never hashed: its digest must not name it in a cache that other images share.
      unhashedKey: ({ digest }) => {
        const blob = blobs.blob(digest);
        return blob.ok && detectCompression(blob.value.source.read(0, 512)) === 'none'
          ? blobs.identity(digest)
          : undefined;
      },
      close: async () => blobs.close(),
    }),
  );
}

/** Entries whose platform is looked up in their own configuration: an image has at most a dozen. */
const mostUnmarked = 64;

async function chooseEntry(
  manifests: readonly Descriptor[],
  choice: LayoutChoice,
  path: string,
  fetch: FetchDocument,
): Promise<Outcome<Descriptor>> {
  const { tag, digest, platform } = choice;
  const images = manifests.filter((item) => !isAttestation(item));
  if (digest) {
    // A digest may name something deeper than the index's own entries; resolveImage checks that the blob is what it says.
    return ok(manifests.find((item) => item.digest === digest) ?? { mediaType: '', digest, size: 0, annotations: {} });
  }
  const tags = new Set(images.map(tagOf));
  const known = [...tags].filter((name) => name !== undefined).join(', ');
  const named = tag ? images.filter((item) => tagOf(item) === tag || tagOf(item)?.endsWith(`:${tag}`)) : images;
  if (tag && named.length === 0) {
    const hint = known ? `it has: ${known}` : 'its images have no tags';
    return failed(errorIssue('oci/no-such-tag', `no image with tag ${quote(tag)}`, { where: path, hint }));
  }
  const several = (hint: string) =>
    failed(errorIssue('oci/several-images', 'the layout holds several images', { where: path, hint }));
  if (!tag && tags.size > 1) return several(`name one, for example oci:${path}:TAG (it has: ${known})`);
  if (named.length === 1) return ok(named[0]!);
  // Several entries of one name, or of none: the platforms of one image.
  const marked =
    named.length > mostUnmarked ? named : await Promise.all(named.map((item) => withPlatform(item, fetch)));
  const platforms = new Set(marked.map((item) => item.platform && formatPlatform(item.platform)));
  if (platforms.size < marked.length && known === '')
    return several(`name one by its digest, for example oci:${path}@${marked[0]!.digest}`);
  return choosePlatform({ kind: 'index', manifests: marked }, platform, hostPlatform(), path);
}

/** An entry that does not say its platform, with what its configuration says; as it is where that cannot be read or there is none. */
async function withPlatform(item: Descriptor, fetch: FetchDocument): Promise<Descriptor> {
  if (item.platform) return item;
  const bytes = await fetch(item);
  const parsed = bytes.ok && parseManifest(bytes.value, item.digest);
  if (parsed === false || !parsed.ok || parsed.value.kind !== 'manifest') return item;
  const config = await fetch(parsed.value.config);
  try {
    const document: unknown = config.ok ? parseJson(config.value.toString('utf8')) : undefined;
    const image = parseImageConfig(document, item.digest);
    const { os, architecture, variant } = image.ok ? image.value.config : {};
    return os && architecture ? { ...item, platform: { os, architecture, ...(variant ? { variant } : {}) } } : item;
  } catch {
    return item; // told when the image is opened
  }
}

function tagOf(item: Descriptor): string | undefined {
  return item.annotations['io.containerd.image.name'] ?? item.annotations['org.opencontainers.image.ref.name'];
}

function directoryBlobs(root: string): BlobDirectory {
  const open = new Map<Digest, { fd: number; size: number; identity: string }>();
  const fileOf = (digest: Digest) => {
    const known = open.get(digest);
    if (known) return known;
    const { algorithm, hex } = digestParts(digest);
    const fd = openSync(join(root, 'blobs', algorithm, hex), 'r');
    const stat = fstatSync(fd, { bigint: true });
    const file = { fd, size: Number(stat.size), identity: fileIdentity(stat) };
    open.set(digest, file);
    return file;
  };
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
      try {
        const { fd, size } = fileOf(digest);
        return ok({ kind: 'local', source: fileSource(fd, 0, size) });
      } catch (cause) {
        return failed(errorIssue('layer/missing', `blob ${digest} is missing`, { where: root, cause }));
      }
    },
    identity: (digest) => open.get(digest)?.identity,
    close: () => {
      for (const { fd } of open.values()) closeSync(fd);
      open.clear();
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
    identity(digest) {
      const { algorithm, hex } = digestParts(digest);
      const member = archive.value.open(`blobs/${algorithm}/${hex}`);
      return member && `${archive.value.identity}:${member.offset}`;
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
