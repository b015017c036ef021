import type { FileTree } from '#core/file-tree.ts';
import type { Package, PackageType } from '#core/package.ts';
import { OwnedFiles } from './owned-files.ts';
import { pathCanonicaliser } from './path-canonicaliser.ts';

/**
 * Package managers whose distributions publish advisories for what they package. Arch, Gentoo and OpenWrt packages also own files, but a
 * language package that they brought would then be matched by nobody.
 */
const owners: ReadonlySet<PackageType> = new Set<PackageType>(['deb', 'rpm', 'apk']);

/** Database of an OS package manager: never itself owned. */
const osTypes: ReadonlySet<PackageType> = new Set<PackageType>(['deb', 'rpm', 'apk', 'alpm']);

/**
 * Sets `ownedBy` on the packages whose files an OS package brought, so that they are matched once, as the OS package. A package that lies
 * in two places, one owned and one not, becomes two. A file that a later layer replaced with another version (`npm install -g npm` over the
 * distribution's npm) is no longer its owner's. Packages of third parties own files, but that settles nothing: see AssembleResult.
 */
export function applyOwnership(
  packages: readonly Package[],
  owned: ReadonlyMap<string, readonly string[]>,
  tree: FileTree,
  thirdParty: ReadonlySet<string> = new Set(),
): readonly Package[] {
  const ownerLayers = new Map<string, number>();
  for (const found of packages) {
    if (!owners.has(found.type) || thirdParty.has(found.purl)) continue;
    if (owned.has(found.purl)) ownerLayers.set(found.purl, found.layer ?? 0);
  }
  if (ownerLayers.size === 0) return packages;

  const canonical = pathCanonicaliser(tree);
  const outer = (location: string): string => canonical(outerFile(location));
  const ownerOf = new Map<string, string | undefined>();
  for (const found of packages) {
    if (osTypes.has(found.type)) continue;
    for (const location of found.locations) ownerOf.set(outer(location), undefined);
  }
  if (ownerOf.size === 0) return packages;
  const names = new Set([...ownerOf.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)));
  for (const purl of ownerLayers.keys()) {
    const paths = owned instanceof OwnedFiles ? owned.named(purl, names) : (owned.get(purl) ?? []);
    for (const path of paths) if (ownerOf.has(path)) ownerOf.set(path, purl);
  }

  return packages.flatMap((found) => {
    if (osTypes.has(found.type)) return [found];
    const groups = new Map<string | undefined, string[]>();
    for (const location of found.locations) {
      const owner = ownerOf.get(outer(location));
      const replaced = owner !== undefined && (found.layer ?? 0) > (ownerLayers.get(owner) ?? 0);
      const key = replaced ? undefined : owner;
      const group = groups.get(key);
      if (group) group.push(location);
      else groups.set(key, [location]);
    }
    if (groups.size === 0) return [found];
    return [...groups].map(([ownedBy, locations]) => ({ ...found, locations, ...(ownedBy ? { ownedBy } : {}) }));
  });
}

/** `outer.jar!/BOOT-INF/lib/inner.jar` lies in the file `outer.jar`. */
function outerFile(location: string): string {
  const end = location.indexOf('!/');
  return end < 0 ? location : location.slice(0, end);
}
