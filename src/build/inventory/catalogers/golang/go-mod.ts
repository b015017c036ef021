import type { AssembleInput, AssembleResult, Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isInsideDependency, isVendored, lockFacts, lockText } from '../../lock-file.ts';
import { assembleLockFiles, directoryOf } from '../../lock-in-image.ts';
import { splitLines } from '../../readers/text.ts';
import { type GoMod, type GoRequirement, parseGoMod } from './go-mod-file.ts';
import { golangFact, isFolder, standardLibrary } from './lock-package.ts';

/**
 * Required Go modules after `replace` and `exclude`. Since Go 1.17 go.mod names every module of the build; before that, indirect ones are
 * only in go.sum, whose entries are then added. The standard library is that of `toolchain`, else of the `go` line where this is a minimum
 * (Go 1.21 and later).
 */
export const golangGoMod = {
  id: 'golang/go-mod',
  version: 1,
  scopes: ['source'],
  describes: 'Go modules by go.mod, with go.sum for Go before 1.17; standard library by toolchain',
  wants: ({ name, path }) => (name === 'go.mod' || name === 'go.sum') && !isInsideDependency(path) && !isVendored(path),
  read,
  assemble,
} satisfies Cataloger;

/** `data` of go.sum: modules with a content hash, as `path version`; of go.mod: whether go.sum is needed, and for what it must not be used. */
type Data = { readonly sums: readonly string[] } | { readonly needsSums: boolean; readonly settled: readonly string[] };

function read(file: FileInput): FileFacts {
  const text = lockText(file);
  if (file.name === 'go.sum') return { data: { sums: readSums(text) } satisfies Data };
  const mod = parseGoMod(text);
  const packages = required(mod);
  const settled = new Set(mod.requires.map(({ path }) => path));
  for (const { from, to } of mod.replaces) settled.add(from.path).add(to.path);
  return { ...lockFacts(packages), data: { needsSums: isBefore(mod.go, 17), settled: [...settled] } satisfies Data };
}

function* required(mod: GoMod): Generator<PackageFact | undefined> {
  const excluded = new Set(mod.excludes.map(moduleKey));
  // The first line counts where there are several.
  const replaced = new Map(mod.replaces.toReversed().map(({ from, to }) => [moduleKey(from), to]));
  for (const { path, version } of mod.requires) {
    if (version === '' || excluded.has(moduleKey({ path, version }))) continue;
    const to = replaced.get(moduleKey({ path, version })) ?? replaced.get(moduleKey({ path, version: '' }));
    const actual = to ?? { path, version };
    if (!isFolder(actual.path)) yield golangFact(actual.path, actual.version);
  }
  const standard = mod.toolchain ?? (mod.go !== undefined && !isBefore(mod.go, 21) ? mod.go : undefined);
  if (standard) yield standardLibrary(standard);
}

function moduleKey({ path, version }: GoRequirement): string {
  return `${path} ${version}`;
}

/** Without a `go` line the language is 1.16 (go.dev/ref/mod#go-mod-file-go). */
function isBefore(go: string | undefined, minor: number): boolean {
  const match = /^1\.(\d{1,3})/.exec(go ?? '1.16');
  return match !== null && Number(match[1]) < minor;
}

/** Lines `path version hash`; those of `version/go.mod` say only that the module was looked at. */
function readSums(text: string): string[] {
  const found: string[] = [];
  for (const line of splitLines(text)) {
    const [path, version, hash] = line.trim().split(/\s+/, 3);
    if (path && version && hash && !version.endsWith('/go.mod')) found.push(`${path} ${version}`);
  }
  return found;
}

function assemble(found: AssembleInput): AssembleResult {
  const sums = new Map(
    found.files.flatMap(({ path, facts }) => {
      const data = facts.data as Data;
      return 'sums' in data ? [[directoryOf(path), data.sums] as const] : [];
    }),
  );
  const mods = found.files.flatMap((file) => {
    const data = file.facts.data as Data;
    if ('sums' in data) return [];
    const extra = data.needsSums ? (sums.get(directoryOf(file.path)) ?? []) : [];
    const settled = new Set(data.settled);
    const added = highest(
      extra.map((line) => line.split(' ') as [string, string]).filter(([path]) => !settled.has(path)),
    );
    const facts = lockFacts([
      ...(file.facts.packages ?? []),
      ...added.map(([path, version]) => golangFact(path, version)),
    ]);
    return [{ ...file, facts }];
  });
  return assembleLockFiles({ ...found, files: mods }, () => false);
}

/** go.sum keeps every version that was looked at; the build uses the highest (minimal version selection). */
function highest(lines: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  const found = new Map<string, string>();
  for (const [path, version] of lines) {
    const other = found.get(path);
    if (other === undefined || compareLoosely(version, other) > 0) found.set(path, version);
  }
  return [...found];
}

/** Numbers before text; good enough to choose among versions of one module. */
function compareLoosely(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
