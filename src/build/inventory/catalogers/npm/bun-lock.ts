import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLockJson, skippedIssue } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { markReachable } from '../../reachable.ts';
import { hasNodeModules, isNpmVersion, npmFact, splitDescriptor } from './lock-package.ts';

/** Bun's text lock file (bun.sh/docs/install/lockfile); the older binary bun.lockb is not read. */
export const npmBunLock = {
  id: 'npm/bun-lock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'npm packages by bun.lock (text)',
  wants: (file) => isOwnFile(file, 'bun.lock'),
  read,
  assemble: (found) => assembleLockFiles(found, hasNodeModules),
} satisfies Cataloger;

/** A package's tuple: `[locator, registry?, {dependencies, …}?, integrity?]`. */
interface BunPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly info: JsonObject;
}

function read(file: FileInput): FileFacts {
  const lock = readLockJson(file, 'npm/bad-bun-lock', { comments: true });
  if (!lock.value) return lock.facts;
  const workspaces = asObject(lock.value.workspaces) ?? {};
  const skipped: string[] = [];
  const found: BunPackage[] = [];
  for (const [path, value] of Object.entries(asObject(lock.value.packages) ?? {})) {
    const [locator, ...rest] = asArray(value);
    if (typeof locator !== 'string') {
      skipped.push(path);
      continue;
    }
    const { name, range } = splitDescriptor(locator);
    found.push({ path, name, version: versionOf(range, workspaces), info: rest.map(asObject).find(Boolean) ?? {} });
  }
  const keys = new Map(found.map(({ path, name, version }) => [path, `${name}@${version}`]));
  const packages = found.flatMap(
    ({ path, name, version, info }) => npmFact(name, version, { dependsOn: needsOf(info, path, keys) }) ?? [],
  );
  const roots = Object.values(workspaces).map((workspace) => asObject(workspace) ?? {});
  const needed = roots.flatMap((root) => needsOf(root, '', keys));
  const development = roots.flatMap((root) => needsOf({ dependencies: root.devDependencies }, '', keys));
  return lockFacts(
    markReachable(packages, needed, development),
    skippedIssue(file, 'npm/bun-bad-entry', skipped, 'entries without a locator'),
  );
}

function versionOf(range: string, workspaces: JsonObject): string {
  if (range.startsWith('workspace:')) {
    return asString(asObject(workspaces[range.slice('workspace:'.length)])?.version) ?? '';
  }
  return isNpmVersion(range) ? range : '';
}

/** A longer path is none of Bun's: what it needs is not looked up. */
const maxPathLength = 4096;

function needsOf(info: JsonObject, path: string, keys: ReadonlyMap<string, string>): string[] {
  const needs: string[] = [];
  if (path.length > maxPathLength) return needs;
  for (const kind of [info.dependencies, info.optionalDependencies, info.peerDependencies]) {
    for (const name of Object.keys(asObject(kind) ?? {})) {
      const target = resolve(path, name, keys);
      if (target !== undefined) needs.push(target);
    }
  }
  return [...new Set(needs)];
}

/** Keys are paths of names, `eslint/ajv`: the nearest copy counts. */
function resolve(path: string, name: string, keys: ReadonlyMap<string, string>): string | undefined {
  for (let folder = path; ; ) {
    const found = keys.get(folder === '' ? name : `${folder}/${name}`);
    if (found !== undefined || folder === '') return found;
    const slash = folder.lastIndexOf('/');
    const scoped = folder.lastIndexOf('/', slash - 1);
    const end = folder.charAt(scoped + 1) === '@' ? scoped : slash;
    folder = folder.slice(0, Math.max(0, end));
  }
}
