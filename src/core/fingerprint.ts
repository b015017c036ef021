import { createHash } from 'node:crypto';

/** DESIGN §4: asset-independent and free of free text, so that a rebuilt image keeps its fingerprints. 32 hex characters. */
export function fingerprint(parts: {
  kind: string;
  id: string;
  purl?: string | undefined;
  location?: string | undefined;
}): string {
  const text = [parts.kind, parts.id, stripVersion(parts.purl ?? ''), parts.location ?? ''].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** `pkg:deb/debian/curl@7.1?arch=amd64&distro=debian-12` → `pkg:deb/debian/curl`. */
function stripVersion(purl: string): string {
  const end = purl.search(/[?#]/);
  const base = end < 0 ? purl : purl.slice(0, end);
  const at = base.lastIndexOf('@');
  return at > base.lastIndexOf('/') ? base.slice(0, at) : base;
}
