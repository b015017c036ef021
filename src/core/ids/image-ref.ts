import { errorIssue, failed, type Outcome, ok, quote } from '../outcome.ts';
import { type Digest, parseDigest } from './digest.ts';

/** A reference to an image in a registry (distribution/reference grammar), Docker Hub's short forms spelled out. */
export interface ImageRef {
  /** `docker.io`, `ghcr.io`, `localhost:5000`. */
  readonly registry: string;
  /** `library/alpine`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const registryPattern =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const repositoryPattern = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;

/** Characters of a repository with its registry; the grammar's own limit. */
const maxNameLength = 255;

/** `alpine`, `alpine:3.20`, `ghcr.io/org/app@sha256:…`; without tag and digest the tag is `latest`. */
export function parseImageRef(text: string): Outcome<ImageRef> {
  const bad = (why: string) =>
    failed(
      errorIssue('image-ref/invalid', `${quote(text)} is not an image reference: ${why}`, {
        hint: 'expected [registry/]repository[:tag][@digest]',
      }),
    );
  let rest = text;
  let digest: Digest | undefined;
  const at = rest.indexOf('@');
  if (at >= 0) {
    const parsed = parseDigest(rest.slice(at + 1));
    if (!parsed.ok) return bad('its digest is malformed');
    digest = parsed.value;
    rest = rest.slice(0, at);
  }
  let tag: string | undefined;
  const colon = rest.lastIndexOf(':');
  if (colon > rest.lastIndexOf('/')) {
    tag = rest.slice(colon + 1);
    rest = rest.slice(0, colon);
    if (!tagPattern.test(tag)) return bad('its tag is malformed');
  }
  const slash = rest.indexOf('/');
  const first = slash < 0 ? '' : rest.slice(0, slash);
  const hasRegistry =
    first !== '' &&
    (first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase());
  let registry = hasRegistry ? first : 'docker.io';
  let repository = hasRegistry ? rest.slice(slash + 1) : rest;
  if (registry === 'index.docker.io') registry = 'docker.io';
  if (registry === 'docker.io' && !repository.includes('/')) repository = `library/${repository}`;
  if (!registryPattern.test(registry)) return bad('its registry is malformed');
  if (!repositoryPattern.test(repository))
    return bad(repository === repository.toLowerCase() ? 'its repository is malformed' : 'repositories are lower case');
  if (registry.length + repository.length >= maxNameLength) return bad('it is too long');
  if (tag === undefined && digest === undefined) tag = 'latest';
  return ok({ registry, repository, ...(tag ? { tag } : {}), ...(digest ? { digest } : {}) });
}

/** The full form, `docker.io/library/alpine:3.20`. */
export function formatImageRef(ref: ImageRef): string {
  return `${ref.registry}/${ref.repository}${ref.tag ? `:${ref.tag}` : ''}${ref.digest ? `@${ref.digest}` : ''}`;
}
