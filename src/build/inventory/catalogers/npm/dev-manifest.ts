import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import type { FileInput } from '../../cataloger.ts';
import { readJsonObject } from '../../json.ts';
import { directoryOf } from '../../lock-in-image.ts';
import { isWorkspaceMember } from './workspaces.ts';

const maxBytes = 4 * 1024 * 1024;

/** Patterns of a package.json that are looked at, and their length. */
const maxPatterns = 200;
const maxPatternLength = 200;

/** What a project's own package.json says. */
export interface DevManifest {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  /** `name@range`. */
  readonly needed: readonly string[];
  readonly development: readonly string[];
  readonly workspaces: readonly string[];
}

/** undefined where it is no JSON or says nothing of use: somebody's test data is not this lock file's problem. */
export function readDevManifest(file: FileInput): DevManifest | undefined {
  const manifest = readJsonObject(file, 'npm/bad-manifest', maxBytes);
  if (!manifest.ok) return undefined;
  const { name, version, dependencies, optionalDependencies, peerDependencies, devDependencies, workspaces } =
    manifest.value;
  const needed = [dependencies, optionalDependencies, peerDependencies].flatMap(descriptors);
  const development = descriptors(devDependencies);
  if (needed.length + development.length === 0 && !asString(name)) return undefined;
  const patterns = asArray(asObject(workspaces)?.packages ?? workspaces).slice(0, maxPatterns);
  return {
    name: asString(name),
    version: asString(version),
    needed,
    development,
    workspaces: patterns.filter((one): one is string => typeof one === 'string' && one.length <= maxPatternLength),
  };
}

function descriptors(value: unknown): string[] {
  const object: JsonObject = asObject(value) ?? {};
  return Object.entries(object).flatMap(([name, range]) => (typeof range === 'string' ? [`${name}@${range}`] : []));
}

/** The package.json beside a lock file and those of its workspace members. */
export function manifestsOf(lockPath: string, all: ReadonlyMap<string, DevManifest>): DevManifest[] {
  const dir = directoryOf(lockPath);
  const prefix = dir === '' ? '' : `${dir}/`;
  const root = all.get(`${prefix}package.json`);
  if (!root) return [];
  const members: DevManifest[] = [];
  for (const [path, manifest] of root.workspaces.length > 0 ? all : []) {
    const folder = directoryOf(path);
    if (
      folder.startsWith(prefix) &&
      folder !== dir &&
      isWorkspaceMember(folder.slice(prefix.length), root.workspaces)
    ) {
      members.push(manifest);
    }
  }
  return [root, ...members];
}
