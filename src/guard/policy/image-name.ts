import { splitImageRef } from '#core/ids/image-ref.ts';

/** The forms of a reference that a pattern may mean: as given, and in full. */
export function imageNames(reference: string): string[] {
  if (reference === '') return [''];
  const { registry, repository, tag, digest } = splitImageRef(reference);
  const full = `${registry}/${repository}`;
  const names = new Set([reference, full]);
  if (tag) names.add(`${full}:${tag}`);
  if (digest) names.add(`${full}@${digest}`);
  return [...names];
}
