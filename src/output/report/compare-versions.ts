import { findScheme } from '#build/vuln/schemes/index.ts';

/** In the order of the package type's own scheme; a type without one is compared by its numbers. Never throws. */
export function compareVersions(type: string, a: string, b: string): number {
  const scheme = findScheme(type);
  return scheme ? scheme.compare(a, b) : a.localeCompare(b, 'en', { numeric: true });
}
