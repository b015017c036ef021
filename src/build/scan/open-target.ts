import { existsSync } from 'node:fs';
import { formatPlatform, platformMatches } from '#build/image/platform.ts';
import type { RegistryOptions } from '#build/image/registry/client.ts';
import type { OpenImage } from '#build/image/source.ts';
import { openOciLayout, splitLayoutTarget } from '#build/image/sources/oci-layout.ts';
import { parseImageRef } from '#core/ids/image-ref.ts';
import type { Platform } from '#core/image.ts';
import { errorIssue, failed, type Outcome } from '#core/outcome.ts';
import type { ScanTarget } from './target.ts';

export interface OpenOptions {
  readonly platform?: Platform;
  readonly registry: RegistryOptions;
  readonly spoolDir: string;
}

type FileTarget = ScanTarget & { kind: Exclude<ScanTarget['kind'], 'sbom'> };

/** Opens everything that is made of files; `sbom:` has no files and is read elsewhere. */
export async function openTarget(target: FileTarget, options: OpenOptions): Promise<Outcome<OpenImage>> {
  return ofPlatform(await openAny(target, options), options.platform);
}

async function openAny(target: FileTarget, options: OpenOptions): Promise<Outcome<OpenImage>> {
  const choice = { spoolDir: options.spoolDir, ...(options.platform ? { platform: options.platform } : {}) };
  switch (target.kind) {
    case 'docker-archive': {
      const { path, tag } = splitLayoutTarget(target.rest, existsSync);
      const { openDockerArchive } = await import('#build/image/sources/docker-archive.ts');
      return openDockerArchive(path, { ...choice, ...(tag ? { tag } : {}) });
    }
    case 'oci': {
      const { path, tag, digest } = splitLayoutTarget(target.rest, existsSync);
      return openOciLayout(path, { ...choice, ...(tag ? { tag } : {}), ...(digest ? { digest } : {}) });
    }
    case 'rootfs':
    case 'dir': {
      const { openDirectory } = await import('#build/image/sources/host-directory.ts');
      return openDirectory(target.kind, target.rest);
    }
    case 'docker':
    case 'podman':
      return fromEngine(target.kind, target.rest, options);
    case 'registry':
      return fromRegistry(target.rest, options);
    case undefined:
      return fromAnywhere(target.rest, options);
  }
}

/** Engines and registry clients are loaded only when they are asked for: a scan of a local file needs neither. */
async function fromEngine(kind: 'docker' | 'podman', name: string, options: OpenOptions): Promise<Outcome<OpenImage>> {
  const { openEngineImage } = await import('#build/image/sources/engine.ts');
  return openEngineImage(kind, name, { env: options.registry.env });
}

async function fromRegistry(text: string, options: OpenOptions): Promise<Outcome<OpenImage>> {
  const ref = parseImageRef(text);
  if (!ref.ok) return ref;
  const { openRegistryImage } = await import('#build/image/sources/registry.ts');
  return openRegistryImage(ref.value, options.platform, options.registry);
}

/** A bare reference: an engine of this machine that has the image, else the registry. */
async function fromAnywhere(text: string, options: OpenOptions): Promise<Outcome<OpenImage>> {
  const engines: string[] = [];
  for (const kind of ['docker', 'podman'] as const) {
    const image = await ofPlatform(await fromEngine(kind, text, options), options.platform);
    if (image.ok) return image;
    if (image.issue.code !== 'engine/unreachable') engines.push(`${kind}: ${image.issue.message}`);
  }
  const image = await fromRegistry(text, options);
  if (image.ok || engines.length === 0) return image;
  return failed({ ...image.issue, cause: [image.issue.cause, ...engines].filter(Boolean).join('; ') });
}

/** An index is asked for a platform; a single image has one or not. One that is of another platform must not pass for it. */
async function ofPlatform(image: Outcome<OpenImage>, wanted: Platform | undefined): Promise<Outcome<OpenImage>> {
  if (!image.ok || !wanted || !image.value.platform || platformMatches(image.value.platform, wanted)) return image;
  await image.value.close();
  return failed(
    errorIssue('image/no-such-platform', `no image for platform ${formatPlatform(wanted)}`, {
      where: image.value.reference,
      hint: `it has: ${formatPlatform(image.value.platform)}`,
    }),
  );
}
