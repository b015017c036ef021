import type { FileTree } from '#core/file-tree.ts';
import { asArray, asString } from '#core/json.ts';
import type { FoundFile, PackageFact } from '../../cataloger.ts';
import { directoryOf } from '../../lock-in-image.ts';
import { packageFact } from '../../package-fact.ts';
import type { TomlTable } from '../../readers/toml.ts';

export interface PythonDetail {
  readonly dev?: boolean | undefined;
  readonly dependsOn?: readonly string[] | undefined;
}

/** PEP 503: runs of `-`, `_` and `.` are one `-`, letters are lower case. */
export function normalName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[-_.]+/g, '-');
}

/** A locked Python package; undefined for what cannot be a name (PEP 508 §names). */
export function pythonFact(name: string, version: string, detail: PythonDetail = {}): PackageFact | undefined {
  const normal = normalName(name);
  if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(normal)) return undefined;
  return packageFact({ type: 'pypi', name: normal, version: version.trim(), ...detail });
}

/** Names of groups that people keep for work on the project itself. */
const developmentGroups = new Set([
  'dev',
  'develop',
  'development',
  'test',
  'tests',
  'testing',
  'lint',
  'linting',
  'typing',
  'docs',
  'doc',
  'ci',
]);

/** Whether a group of dependencies is there for development only, by its name. */
export function isDevelopmentGroup(name: string): boolean {
  return developmentGroups.has(name.toLowerCase());
}

/** Tables of an array of tables; what is none is left out. */
export function tables(value: unknown): TomlTable[] {
  return asArray(value).filter(
    (one): one is TomlTable => typeof one === 'object' && one !== null && !Array.isArray(one),
  );
}

/** name → `name@version`, the first version where a lock has several (markers choose). */
export function versionsByName(packages: readonly TomlTable[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, version } of packages) {
    const normal = normalName(asString(name) ?? '');
    if (normal !== '' && !found.has(normal)) found.set(normal, `${normal}@${asString(version) ?? ''}`);
  }
  return found;
}

/** Proof that the image's own Python packages are catalogued: a dist-info or egg-info of one of the locked packages, or a venv beside the lock. */
export function hasSitePackages(file: FoundFile, tree: FileTree): boolean {
  const dir = directoryOf(file.path);
  const beside = tree.children(dir);
  if (['.venv', 'venv', '__pypackages__'].some((name) => beside.includes(name))) return true;
  const installed = installedIn(tree);
  return (file.facts.packages ?? []).some(({ name, version }) => installed.has(`${name}-${version}`));
}

const installedByTree = new WeakMap<FileTree, ReadonlySet<string>>();

/** `name-version` of every dist-info and egg-info; found once for each tree, as an image may have many lock files. */
function installedIn(tree: FileTree): ReadonlySet<string> {
  const known = installedByTree.get(tree);
  if (known) return known;
  const found = new Set<string>();
  for (const { path } of tree.entries()) {
    const end = path.endsWith('.dist-info')
      ? -'.dist-info'.length
      : path.endsWith('.egg-info')
        ? -'.egg-info'.length
        : 0;
    if (end === 0) continue;
    const [name = '', version] = path.slice(path.lastIndexOf('/') + 1, end).split('-');
    if (version !== undefined) found.add(`${normalName(name)}-${version}`);
  }
  installedByTree.set(tree, found);
  return found;
}
