/** The parts of an image reference as far as a policy asks for them; '' where there is none. `nginx` is `docker.io/library/nginx`. */
export function parseImageName(reference: string): {
  registry: string;
  repository: string;
  tag: string;
  digest: string;
} {
  const at = reference.indexOf('@');
  const digest = at < 0 ? '' : reference.slice(at + 1);
  const name = at < 0 ? reference : reference.slice(0, at);
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const path = hasTag ? name.slice(0, colon) : name;
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const isRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = isRegistry ? first : 'docker.io';
  const rest = isRegistry ? path.slice(slash + 1) : path;
  return {
    registry: reference === '' ? '' : registry,
    repository: registry === 'docker.io' && !rest.includes('/') && rest !== '' ? `library/${rest}` : rest,
    tag: hasTag ? name.slice(colon + 1) : '',
    digest,
  };
}

/** The forms of a reference that a pattern may mean: as given, and in full. */
export function imageNames(reference: string): string[] {
  const { registry, repository, tag, digest } = parseImageName(reference);
  const full = `${registry}/${repository}`;
  const names = new Set([reference, full]);
  if (tag) names.add(`${full}:${tag}`);
  if (digest) names.add(`${full}@${digest}`);
  return [...names];
}
