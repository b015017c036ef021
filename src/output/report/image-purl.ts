import { formatPurl } from '#core/ids/purl.ts';
import type { ScanReport } from '#core/scan-report.ts';

/**
 * The scanned thing as a package URL: `pkg:oci/…` for an image (purl-spec, oci: the digest is the version), `pkg:generic/…` else.
 * What a purl cannot hold is left out, so that this never throws.
 */
export function targetPurl({ image, target }: ScanReport): string {
  const reference = (image?.reference || target.reference).toWellFormed();
  const [withoutDigest = ''] = reference.split('@');
  const colon = withoutDigest.lastIndexOf(':');
  const hasTag = colon > withoutDigest.lastIndexOf('/');
  const repository = hasTag ? withoutDigest.slice(0, colon) : withoutDigest;
  const name = repository.split('/').filter(Boolean).at(-1) ?? '';
  const tag = hasTag ? withoutDigest.slice(colon + 1) : undefined;
  if (!image) return formatPurl({ type: 'generic', name: name.replace(/[^\w.-]+/g, '-').slice(0, 100) || target.kind });
  const architecture = image.platform?.split('/')[1];
  return formatPurl({
    type: 'oci',
    name: name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-') || 'image',
    ...(image.digest === undefined ? {} : { version: image.digest }),
    qualifiers: {
      ...(architecture === undefined ? {} : { arch: architecture }),
      ...(repository.includes('/') && /^[\w./:-]+$/.test(repository) ? { repository_url: repository } : {}),
      ...(tag !== undefined && /^[\w.-]+$/.test(tag) ? { tag } : {}),
    },
  });
}
