import type { PackageFact } from '../../cataloger.ts';
import { packageFact } from '../../package-fact.ts';

export function nugetFact(
  name: string,
  version: string,
  detail: { readonly dev?: boolean | undefined; readonly dependsOn?: readonly string[] | undefined } = {},
): PackageFact | undefined {
  const id = name.trim();
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}$/.test(id)
    ? packageFact({ type: 'nuget', name: id, version, ...detail })
    : undefined;
}

/**
 * The version that restoring a range gives: NuGet takes the lowest that fits, so `1.2.3` and `[1.2.3,)` are 1.2.3. undefined for floating
 * versions (`1.*`), MSBuild properties, and ranges without a lower bound that counts.
 */
export function lowestVersion(range: string): string | undefined {
  const text = range.trim();
  const bracketed = /^\[\s*([^,\s\]]+)\s*(?:\]|,[^)\]]*[)\]])$/.exec(text)?.[1] ?? text;
  return /^\d+(?:\.\d+){0,3}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.test(bracketed) ? bracketed : undefined;
}
