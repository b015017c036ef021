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
  const { registry, repository, ...parts } = splitImageRef(text);
  const digest = parts.digest === undefined ? undefined : parseDigest(parts.digest);
  if (digest?.ok === false) return bad('its digest is malformed');
  if (parts.tag !== undefined && !tagPattern.test(parts.tag)) return bad('its tag is malformed');
  if (!registryPattern.test(registry)) return bad('its registry is malformed');
  if (!repositoryPattern.test(repository))
    return bad(repository === repository.toLowerCase() ? 'its repository is malformed' : 'repositories are lower case');
  if (registry.length + repository.length >= maxNameLength) return bad('it is too long');
  const tag = parts.tag ?? (digest === undefined ? 'latest' : undefined);
  return ok({ registry, repository, ...(tag ? { tag } : {}), ...(digest ? { digest: digest.value } : {}) });
}

/** The parts of a reference by their places, Docker Hub's short forms spelled out. Nothing is checked: parts may be empty or malformed. */
export function splitImageRef(text: string): { registry: string; repository: string; tag?: string; digest?: string } {
  const at = text.indexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const path = hasTag ? name.slice(0, colon) : name;
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const hasRegistry =
    first !== '' &&
    (first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase());
  const registry = hasRegistry && first !== 'index.docker.io' ? first : 'docker.io';
  const rest = hasRegistry ? path.slice(slash + 1) : path;
  return {
    registry,
    repository: registry === 'docker.io' && rest !== '' && !rest.includes('/') ? `library/${rest}` : rest,
    ...(hasTag ? { tag: name.slice(colon + 1) } : {}),
    ...(at < 0 ? {} : { digest: text.slice(at + 1) }),
  };
}

/** The full form, `docker.io/library/alpine:3.20`. */
export function formatImageRef(ref: ImageRef): string {
  return `${ref.registry}/${ref.repository}${ref.tag ? `:${ref.tag}` : ''}${ref.digest ? `@${ref.digest}` : ''}`;
}
