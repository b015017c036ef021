import { type PurlParts, parsePurl } from '#core/ids/purl.ts';

/** What is scanned, as VEX documents may call it. */
export interface VexSubject {
  /** `registry.example/app:1.2`, a digest, purls of the image (`pkg:oci/…`): any id that a document may use for the whole. */
  readonly ids: readonly string[];
}

/**
 * Does a purl in a statement mean this package? Type, namespace and name must be equal; a version, qualifiers and subpath only where the
 * statement gives them. `distro`, `arch` and the like are compared only if both sides have them.
 */
export function purlCovers(statement: PurlParts, pkg: PurlParts): boolean {
  if (statement.type !== pkg.type || statement.name !== pkg.name) return false;
  if ((statement.namespace ?? '') !== (pkg.namespace ?? '')) return false;
  if (statement.version !== undefined && statement.version !== pkg.version) return false;
  if (statement.subpath !== undefined && statement.subpath !== pkg.subpath) return false;
  return Object.entries(statement.qualifiers ?? {}).every(([key, value]) => (pkg.qualifiers?.[key] ?? value) === value);
}

export function purlOf(id: string): PurlParts | undefined {
  if (!id.startsWith('pkg:')) return undefined;
  const parsed = parsePurl(id);
  return parsed.ok ? parsed.value : undefined;
}

/** Does an id in a statement mean the whole target? */
export function isSubject(id: string, subject: VexSubject): boolean {
  if (subject.ids.includes(id)) return true;
  const wanted = purlOf(id);
  if (wanted?.type !== 'oci' && wanted?.type !== 'docker') return false;
  return subject.ids.some((own) => {
    const purl = purlOf(own);
    return purl !== undefined ? purlCovers(wanted, purl) : meansReference(wanted, own);
  });
}

/** `pkg:oci/app@sha256:…?repository_url=registry.example/app&tag=1.2` against a reference or a digest. */
function meansReference(purl: PurlParts, reference: string): boolean {
  if (purl.version?.startsWith('sha256:')) return reference === purl.version || reference.endsWith(`@${purl.version}`);
  const repository = purl.qualifiers?.repository_url;
  const [path = ''] = reference.split('@');
  const colon = path.lastIndexOf(':');
  const tag = colon > path.lastIndexOf('/') ? path.slice(colon + 1) : undefined;
  const name = tag === undefined ? path : path.slice(0, colon);
  const wantedTag = purl.qualifiers?.tag ?? purl.version;
  if (wantedTag !== undefined && wantedTag !== tag) return false;
  return repository === undefined
    ? name.split('/').pop() === purl.name
    : name === repository || name === `${repository}/${purl.name}`;
}
