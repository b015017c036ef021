import type { PackageFact } from '../../cataloger.ts';
import { existsAbove, type InstalledTest } from '../../lock-in-image.ts';
import { packageFact } from '../../package-fact.ts';
import { npmName } from './names.ts';

export interface NpmDetail {
  readonly dev?: boolean | undefined;
  /** `name@version` of what it needs. */
  readonly dependsOn?: readonly string[] | undefined;
  readonly licenses?: readonly string[] | undefined;
}

/** A locked npm package; undefined for a name that npm would not accept. `version` '' for a commit, a folder or a URL that tells none. */
export function npmFact(fullName: string, version: string, detail: NpmDetail = {}): PackageFact | undefined {
  const parts = npmName(fullName);
  return parts && packageFact({ type: 'npm', ...parts, version, ...detail });
}

/**
 * The project that a lock file belongs to. It is reported as a generic package, since it need not be the one that the registry has under
 * this name; undefined without name or version, which private projects often lack.
 */
export function ownPackage(
  name: unknown,
  version: unknown,
  dependsOn: readonly string[] = [],
): PackageFact | undefined {
  const parts = typeof name === 'string' ? npmName(name) : undefined;
  if (!parts || typeof version !== 'string' || !isNpmVersion(version)) return undefined;
  return packageFact({ type: 'generic', ...parts, version, dependsOn });
}

/** `npm:minimist@0.0.8`, `npm:@scope/name@1.0.0`: what an alias stands for; undefined for a plain range (`npm:^1.0.0`). */
export function aliasTarget(spec: string): { readonly name: string; readonly version: string } | undefined {
  if (!spec.startsWith('npm:')) return undefined;
  const target = spec.slice('npm:'.length);
  const at = target.indexOf('@', 1);
  return at > 0 ? { name: target.slice(0, at), version: target.slice(at + 1) } : undefined;
}

/** `@scope/name@range` at the first `@` behind the name. */
export function splitDescriptor(descriptor: string): { readonly name: string; readonly range: string } {
  const at = descriptor.indexOf('@', 1);
  return at < 0 ? { name: descriptor, range: '' } : { name: descriptor.slice(0, at), range: descriptor.slice(at + 1) };
}

/** Whether a lock file's text in a version field is a version (and not a URL, a folder or a commit). */
export function isNpmVersion(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 0x30 && code <= 0x39 && !text.includes('/') && !text.includes(':');
}

export const hasNodeModules: InstalledTest = (file, tree) => existsAbove(file, tree, 'node_modules');
