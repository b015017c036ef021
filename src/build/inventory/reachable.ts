import type { PackageFact } from './cataloger.ts';

/** `dev` on the packages that only `development` leads to, not `needed`. Keys are `name@version`. */
export function markReachable(
  packages: readonly PackageFact[],
  needed: readonly string[],
  development: readonly string[],
): readonly PackageFact[] {
  if (development.length === 0) return packages;
  const needs = new Map<string, readonly string[]>();
  for (const { name, version, dependsOn } of packages) {
    const key = `${name}@${version}`;
    if (dependsOn) needs.set(key, [...(needs.get(key) ?? []), ...dependsOn]);
  }
  const atRunTime = reach(needs, needed);
  const forDevelopment = reach(needs, development);
  return packages.map((fact) => {
    const key = `${fact.name}@${fact.version}`;
    return forDevelopment.has(key) && !atRunTime.has(key) ? { ...fact, dev: true } : fact;
  });
}

function reach(needs: ReadonlyMap<string, readonly string[]>, starts: readonly string[]): Set<string> {
  const seen = new Set(starts);
  // A set may grow while it is walked: what is added is visited, too.
  for (const key of seen) for (const next of needs.get(key) ?? []) seen.add(next);
  return seen;
}
