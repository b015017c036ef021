import type { FileTree } from '#core/file-tree.ts';
import { compareText } from '#core/order.ts';
import { errorIssue, type Issue } from '#core/outcome.ts';
import type { Package } from '#core/package.ts';
import type { AssembleInput, AssembleResult, Cataloger, CatalogerScope, FileFacts, FoundFile } from './cataloger.ts';
import type { Inventory } from './inventory.ts';
import { OwnedFiles } from './owned-files.ts';
import { applyOwnership } from './ownership.ts';
import { packageLayers } from './provenance.ts';
import { selectOs } from './select-os.ts';

export interface AssembleInventoryInput {
  /** Cataloger id → what it found at paths that exist in the final tree. */
  readonly found: ReadonlyMap<string, readonly FoundFile[]>;
  readonly tree: FileTree;
  readonly catalogers: readonly Cataloger[];
  /** Default `image`. */
  readonly scope?: CatalogerScope;
}

/**
 * From what single files said to one inventory: chooses the operating system, lets each cataloger join its files, merges what was found
 * twice, marks what an OS package owns. Pure, and the same for any order of the input. A cataloger that throws costs its own packages and
 * an issue, not the scan.
 */
export function assembleInventory({ found, tree, catalogers, scope = 'image' }: AssembleInventoryInput): Inventory {
  const issues: Issue[] = [];
  const packages: Package[] = [];
  const owned = new OwnedFiles((path) => path);
  const thirdParty = new Set<string>();
  const os = selectOs(
    [...found.values()].flat().flatMap(({ path, facts }) => (facts.os ? [{ path, os: facts.os }] : [])),
  );

  for (const cataloger of [...catalogers].sort((a, b) => compareText(a.id, b.id))) {
    const files = [...(found.get(cataloger.id) ?? [])].sort((a, b) => compareText(a.path, b.path));
    if (files.length === 0) continue;
    for (const { facts } of files) if (facts.issues) issues.push(...facts.issues);
    const result = join(cataloger, { files, tree, scope, ...(os ? { os } : {}) });
    if (result.issues) issues.push(...result.issues);
    for (const found of result.packages) packages.push({ ...found, cataloger: cataloger.id });
    if (result.owned) owned.addAll(result.owned);
    for (const purl of result.thirdParty ?? []) thirdParty.add(purl);
  }

  return {
    ...(os ? { os } : {}),
    packages: mergeSame(applyOwnership(packages, owned, tree, thirdParty)).sort(inReportOrder),
    owned,
    issues,
  };
}

function join(cataloger: Cataloger, input: AssembleInput): AssembleResult {
  if (!cataloger.assemble) return { packages: input.files.flatMap(packagesOfFile) };
  try {
    return cataloger.assemble(input);
  } catch (cause) {
    const message = `the cataloger ${cataloger.id} could not join what it had read; its packages are missing`;
    return { packages: [], issues: [errorIssue('inventory/cataloger-failed', message, { cause })] };
  }
}

/** What a cataloger without `assemble` gets: each surviving file's packages, at its path, since the layer that first had them there. */
function packagesOfFile(file: FoundFile): Omit<Package, 'cataloger'>[] {
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

/** One entry for each purl and owner, with all its locations. */
function mergeSame(packages: readonly Package[]): Package[] {
  const merged = new Map<string, Package>();
  for (const found of packages) {
    const identity = found.purl || `${found.type}\0${found.name}\0${found.version}`;
    const key = `${identity}\0${found.ownedBy ?? ''}`;
    const first = merged.get(key);
    merged.set(key, first ? mergeTwo(first, found) : { ...found, locations: union(found.locations, []) });
  }
  return [...merged.values()];
}

function mergeTwo(a: Package, b: Package): Package {
  const layer = a.layer === undefined || b.layer === undefined ? (a.layer ?? b.layer) : Math.min(a.layer, b.layer);
  const licenses = union(a.licenses ?? [], b.licenses ?? []);
  const dependsOn = union(a.dependsOn ?? [], b.dependsOn ?? []);
  const { dev: devA, ...restA } = a;
  const { dev: devB, ...restB } = b;
  return {
    ...restB,
    ...restA,
    locations: union(a.locations, b.locations),
    ...(layer === undefined ? {} : { layer }),
    ...(licenses.length > 0 ? { licenses } : {}),
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
    // Needed at run time in one place is needed at run time.
    ...(devA && devB ? { dev: true } : {}),
  };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort(compareText);
}

function inReportOrder(a: Package, b: Package): number {
  return (
    compareText(a.type, b.type) ||
    compareText(a.name, b.name) ||
    compareText(a.version, b.version) ||
    compareText(a.locations[0] ?? '', b.locations[0] ?? '') ||
    compareText(a.purl, b.purl) ||
    compareText(a.ownedBy ?? '', b.ownedBy ?? '')
  );
}
