import {
  type Cataloger,
  type CatalogerScope,
  type FileFacts,
  type FileInput,
  FileTooLarge,
  type FoundFile,
} from '#build/inventory/cataloger.ts';
import { memorySource } from '#core/byte-source.ts';
import { limits } from '#core/limits.ts';
import type { Issue } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import { memoryTree } from './memory-tree.ts';

export interface CatalogerRun {
  readonly packages: readonly Omit<Package, 'cataloger'>[];
  readonly issues: readonly Issue[];
  readonly owned: ReadonlyMap<string, readonly string[]>;
}

/**
 * What the runner does for a target of one layer, in memory: header → wants → read → assemble. For tests of catalogers; facts go through
 * JSON as they do in the cache.
 */
export function runCatalogers(
  catalogers: readonly Cataloger[],
  files: ReadonlyMap<string, Buffer | string>,
  scope: CatalogerScope,
  os?: OsInfo,
): CatalogerRun {
  const contents = new Map([...files].map(([path, bytes]) => [path, Buffer.from(bytes as Buffer)]));
  const tree = memoryTree(contents);
  const packages: Omit<Package, 'cataloger'>[] = [];
  const issues: Issue[] = [];
  const owned = new Map<string, readonly string[]>();
  for (const cataloger of catalogers) {
    if (!cataloger.scopes.includes(scope)) continue;
    const found: FoundFile[] = [];
    for (const [path, bytes] of contents) {
      const facts = readOne(cataloger, path, bytes, scope);
      if (!facts) continue;
      issues.push(...(facts.issues ?? []));
      found.push({ path, layer: 0, facts, versions: [{ layer: 0, facts }] });
    }
    if (cataloger.assemble) {
      const result = cataloger.assemble({ files: found, tree, scope, ...(os ? { os } : {}) });
      packages.push(...result.packages);
      issues.push(...(result.issues ?? []));
      for (const [purl, paths] of result.owned ?? []) owned.set(purl, paths);
    } else {
      for (const { path, facts } of found) {
        packages.push(...(facts.packages ?? []).map((fact) => ({ ...fact, locations: fact.locations ?? [path] })));
      }
    }
  }
  return { packages, issues, owned };
}

/** One file through one cataloger; undefined where it is not wanted or not what its name promised. */
export function readOne(
  cataloger: Cataloger,
  path: string,
  content: Buffer | string,
  scope: CatalogerScope = cataloger.scopes[0] as CatalogerScope,
): FileFacts | undefined {
  const bytes = Buffer.from(content as Buffer);
  const header = { path, name: path.slice(path.lastIndexOf('/') + 1), size: bytes.length, mode: 0o644 };
  if (!cataloger.wants(header, scope)) return undefined;
  const input: FileInput = {
    ...header,
    source: memorySource(bytes),
    bytes: (limit = limits.fileInMemoryBytes) => {
      if (bytes.length > limit) throw new FileTooLarge(path, bytes.length, limit);
      return bytes;
    },
    text: (limit) => input.bytes(limit).toString('utf8'),
  };
  const facts = cataloger.read(input);
  return facts === undefined ? undefined : (JSON.parse(JSON.stringify(facts)) as FileFacts);
}
