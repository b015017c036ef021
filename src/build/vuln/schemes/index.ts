import type { VersionScheme } from '../scheme.ts';

/** Every version scheme, sorted by id. The convention test walks this folder. */
export const schemes: readonly VersionScheme[] = [];

export function schemeById(id: string): VersionScheme | undefined {
  return schemes.find((scheme) => scheme.id === id);
}
