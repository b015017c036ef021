import type { Package } from '#core/package.ts';
import type { FileFacts, FoundFile } from './cataloger.ts';

/**
 * In which layer did a package that survived at this path first appear? Goes down from the surviving version of the file for as long as the
 * key is in each older version: a package that was removed and installed again belongs to the later layer.
 * `keysOf` is called at most once for each version of the file; its result answers any number of packages.
 */
export function packageLayers(
  file: FoundFile,
  keysOf: (facts: FileFacts) => ReadonlySet<string>,
): (key: string) => number {
  const older = file.versions.slice(0, -1).reverse();
  const known: ReadonlySet<string>[] = [];
  return (key) => {
    let layer = file.layer;
    for (const [index, version] of older.entries()) {
      known[index] ??= keysOf(version.facts);
      if (!known[index].has(key)) break;
      layer = version.layer;
    }
    return layer;
  };
}

/** What one file says of packages, as it is: each at the file's path, since the layer that first had it there. */
export function packagesOfFile(file: FoundFile): Omit<Package, 'cataloger'>[] {
  const packages = file.facts.packages;
  if (packages === undefined || packages.length === 0) return [];
  const layerOf = packageLayers(file, packageKeys);
  return packages.map((fact) => ({
    ...fact,
    locations: fact.locations ?? [file.path],
    layer: layerOf(`${fact.name}@${fact.version}`),
  }));
}

function packageKeys(facts: FileFacts): ReadonlySet<string> {
  return new Set(facts.packages?.map(({ name, version }) => `${name}@${version}`));
}
