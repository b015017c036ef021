import { boundedIssues } from '#core/bounded-issues.ts';
import type { FileTree } from '#core/file-tree.ts';
import { compareText } from '#core/order.ts';
import { errorIssue, type Issue } from '#core/outcome.ts';
import type { Package } from '#core/package.ts';
import type { AssembleInput, AssembleResult, Cataloger, CatalogerScope, FoundFile } from './cataloger.ts';
import type { Inventory } from './inventory.ts';
import { OwnedFiles } from './owned-files.ts';
import { applyOwnership } from './ownership.ts';
import { packagesOfFile } from './provenance.ts';
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
    for (const { facts } of files) for (const issue of facts.issues ?? []) issues.push(issue);
    const result = join(cataloger, { files, tree, scope, ...(os ? { os } : {}) });
    for (const issue of result.issues ?? []) issues.push(issue);
    for (const found of result.packages) packages.push({ ...found, cataloger: cataloger.id });
    if (result.owned) owned.addAll(result.owned);
    for (const purl of result.thirdParty ?? []) thirdParty.add(purl);
  }

  return {
    ...(os ? { os } : {}),
    packages: mergeSame(applyOwnership(packages, owned, tree, thirdParty)).sort(inReportOrder),
    owned,
    issues: boundedIssues(issues),
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

/** One entry for each purl and owner, with all its locations. */
function mergeSame(packages: readonly Package[]): Package[] {
  const groups = Map.groupBy(packages, ({ purl, type, name, version, ownedBy }) => {
    const identity = purl || `${type}\0${name}\0${version}`;
    return `${identity}\0${ownedBy ?? ''}`;
  });
  return [...groups.values()].map(mergeGroup);
}

/** Of a field that only one can give, the first that has it. */
function mergeGroup(group: readonly Package[]): Package {
  const [first] = group as [Package];
  const locations = union(group.map((found) => found.locations));
  if (group.length === 1) return { ...first, locations };
  const all: Package = { ...first };
  for (const found of group.toReversed()) Object.assign(all, found);
  const { dev: _, ...merged } = all;
  const layers = group.flatMap(({ layer }) => layer ?? []);
  const licenses = union(group.map((found) => found.licenses ?? []));
  const dependsOn = union(group.map((found) => found.dependsOn ?? []));
  return {
    ...merged,
    locations,
    ...(layers.length > 0 ? { layer: layers.reduce((low, layer) => Math.min(low, layer)) } : {}),
    ...(licenses.length > 0 ? { licenses } : {}),
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
    // Needed at run time in one place is needed at run time.
    ...(group.every(({ dev }) => dev) ? { dev: true } : {}),
  };
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort(compareText);
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
