import { asObject, asString, type JsonObject } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLockJson } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { aliasTarget, hasNodeModules, isNpmVersion, npmFact, ownPackage } from './lock-package.ts';
import { npmLicenses } from './names.ts';

/** v1 nests a package's own copies inside it. */
const maxDepth = 200;

/** A longer path is none of npm's: what it needs is not looked up. */
const maxPathLength = 4096;

/** npm's lock file, lockfileVersion 1 to 3 (docs.npmjs.com, package-lock.json). */
export const npmPackageLock = {
  id: 'npm/package-lock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'npm packages by package-lock.json or npm-shrinkwrap.json, lockfileVersion 1–3',
  wants: (file) => isOwnFile(file, 'package-lock.json', 'npm-shrinkwrap.json'),
  read,
  assemble: (found) => assembleLockFiles(found, hasNodeModules),
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLockJson(file, 'npm/bad-package-lock');
  if (!lock.value) return lock.facts;
  const packages = asObject(lock.value.packages);
  if (packages && Object.keys(packages).length > 0) {
    const root = asObject(packages['']) ?? {};
    const own = ownPackage(
      root.name ?? lock.value.name,
      root.version ?? lock.value.version,
      needsOf('', root, packages),
    );
    return lockFacts([own, ...byPath(packages)]);
  }
  const nested = new NestedLock();
  nested.visit(asObject(lock.value.dependencies) ?? {}, undefined, 0);
  return lockFacts([ownPackage(lock.value.name, lock.value.version), ...nested.facts()]);
}

/** v2 and v3: keys are folders; `''` is the project itself, links point to folders that have their own entry. */
function* byPath(packages: JsonObject): Generator<PackageFact | undefined> {
  for (const [path, value] of Object.entries(packages)) {
    const entry = asObject(value);
    if (!entry || path === '' || entry.link === true) continue;
    const name = nameAt(path, entry);
    if (name === undefined) continue;
    yield npmFact(name, asString(entry.version) ?? '', {
      // `devOptional`: a development dependency that an optional one needs, too.
      dev: entry.dev === true,
      dependsOn: needsOf(path, entry, packages),
      licenses: npmLicenses(entry),
    });
  }
}

/** The name field is there where it differs from the folder: an alias. */
function nameAt(path: string, entry: JsonObject): string | undefined {
  const written = asString(entry.name);
  if (written) return written;
  const mark = path.lastIndexOf('node_modules/');
  const folder = mark < 0 ? path.slice(path.lastIndexOf('/') + 1) : path.slice(mark + 'node_modules/'.length);
  return folder || undefined;
}

function needsOf(path: string, entry: JsonObject, packages: JsonObject): string[] {
  const needs: string[] = [];
  if (path.length > maxPathLength) return needs;
  for (const kind of [entry.dependencies, entry.optionalDependencies, entry.peerDependencies]) {
    for (const name of Object.keys(asObject(kind) ?? {})) {
      const found = resolve(path, name, packages);
      if (found !== undefined) needs.push(found);
    }
  }
  return [...new Set(needs)];
}

/** Node's look-up: the package's own node_modules, then those of each folder above. */
function resolve(from: string, name: string, packages: JsonObject): string | undefined {
  for (let folder = from; ; ) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    let entry = Object.hasOwn(packages, path) ? asObject(packages[path]) : undefined;
    if (entry?.link === true) entry = asObject(packages[asString(entry.resolved) ?? '']);
    if (entry) return `${asString(entry.name) ?? name}@${asString(entry.version) ?? ''}`;
    if (folder === '') return undefined;
    const mark = folder.lastIndexOf('/node_modules/');
    folder = mark >= 0 ? folder.slice(0, mark) : folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
  }
}

interface Scope {
  readonly names: ReadonlyMap<string, string>;
  readonly outer: Scope | undefined;
}

/** v1: `dependencies` inside a package are copies that only it and its own packages see. */
class NestedLock {
  private readonly found: { name: string; version: string; entry: JsonObject; scope: Scope }[] = [];

  visit(dependencies: JsonObject, outer: Scope | undefined, depth: number): void {
    if (depth > maxDepth) return;
    const entries = Object.entries(dependencies).flatMap(([key, value]) => {
      const entry = asObject(value);
      return entry ? [{ key, entry, ...identity(key, entry) }] : [];
    });
    const scope = { names: new Map(entries.map(({ key, name, version }) => [key, `${name}@${version}`])), outer };
    for (const { entry, name, version } of entries) {
      const inner = asObject(entry.dependencies);
      this.found.push({ name, version, entry, scope });
      if (inner) this.visit(inner, scope, depth + 1);
    }
  }

  *facts(): Generator<PackageFact | undefined> {
    for (const { name, version, entry, scope } of this.found) {
      const own = asObject(entry.dependencies) ?? {};
      const needs = Object.keys(asObject(entry.requires) ?? {}).flatMap((key) => {
        const inner = Object.hasOwn(own, key) ? asObject(own[key]) : undefined;
        if (inner) {
          const target = identity(key, inner);
          return [`${target.name}@${target.version}`];
        }
        return lookUp(scope, key) ?? [];
      });
      yield npmFact(name, version, { dev: entry.dev === true, dependsOn: needs });
    }
  }
}

function lookUp(scope: Scope, key: string): string | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const found = at.names.get(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function identity(key: string, entry: JsonObject): { name: string; version: string } {
  const version = asString(entry.version) ?? '';
  const alias = aliasTarget(version);
  if (alias) return alias;
  return { name: key, version: isNpmVersion(version) ? version : '' };
}
