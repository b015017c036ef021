import type { PackageFact } from '../../cataloger.ts';
import { packageFact } from '../../package-fact.ts';

/** A Maven artifact that a build asks for; undefined without group or artifact. */
export function mavenFact(
  group: string,
  artifact: string,
  version: string,
  detail: { readonly dev?: boolean | undefined; readonly dependsOn?: readonly string[] | undefined } = {},
): PackageFact | undefined {
  if (!isPart(group) || !isPart(artifact)) return undefined;
  return packageFact({
    type: 'maven',
    namespace: group,
    name: artifact,
    fullName: `${group}:${artifact}`,
    version,
    ...detail,
  });
}

/** Letters, digits, `.`, `-`, `_` (maven.apache.org, POM reference). */
function isPart(text: string): boolean {
  return /^[A-Za-z0-9_.-]{1,300}$/.test(text);
}

/** Whether a text is one version, and not a range, a list or an expression. */
export function isMavenVersion(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/.test(text) && !text.endsWith('.+') && !/^(?:latest|release)$/i.test(text);
}
