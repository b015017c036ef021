import type { PackageFact } from '../../cataloger.ts';
import { packageFact } from '../../package-fact.ts';

/** `name/version@user/channel#revision:package%timestamp`: a Conan reference (docs.conan.io); undefined for a text without name or version. */
export function conanFact(
  reference: string,
  detail: { readonly dev?: boolean; readonly dependsOn?: readonly string[] } = {},
): PackageFact | undefined {
  const [, name, version, user, channel] =
    /^([\w.+-]{1,200})\/([^@#:%\s/[\]]{1,200})(?:@([^/#:%\s]{1,100})\/([^#:%\s]{1,100}))?/.exec(reference.trim()) ?? [];
  if (name === undefined || version === undefined) return undefined;
  return packageFact({
    type: 'conan',
    name,
    version,
    qualifiers: user !== undefined && channel !== undefined && user !== '_' ? { user, channel } : undefined,
    ...detail,
  });
}
