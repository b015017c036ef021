import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLock, skippedIssue } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { markReachable } from '../../reachable.ts';
import { parseYaml, type YamlMap, yamlAt, yamlMap, yamlText } from '../../readers/yaml.ts';
import { hasNodeModules, isNpmVersion, npmFact } from './lock-package.ts';

/**
 * pnpm's lock file, lockfileVersion 5 to 9 (pnpm/spec, lockfile). What changed between them is the key of a package:
 * 5 `/name/1.0.0_peers`, 6 `/name@1.0.0(peers)`, 9 `name@1.0.0` with `snapshots` that repeat it for each set of peers.
 */
export const npmPnpmLock = {
  id: 'npm/pnpm-lock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'npm packages by pnpm-lock.yaml, lockfileVersion 5–9',
  wants: (file) => isOwnFile(file, 'pnpm-lock.yaml', 'pnpm-lock.yml', 'shrinkwrap.yaml'),
  read,
  assemble: (found) => assembleLockFiles(found, hasNodeModules),
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const documents = readLock(file, 'npm/bad-pnpm-lock', parseYaml);
  if (!documents.value) return documents.facts;
  const skipped: string[] = [];
  const packages: PackageFact[] = [];
  // pnpm 10 and later may put a document about its own installation before the project's.
  for (const document of documents.value) {
    const lock = yamlMap(document);
    if (lock) packages.push(...readDocument(lock, skipped));
  }
  return lockFacts(packages, skippedIssue(file, 'npm/pnpm-bad-key', skipped, 'entries that name no package'));
}

function readDocument(lock: YamlMap, skipped: string[]): readonly PackageFact[] {
  const format = Number.parseFloat(yamlText(lock.get('lockfileVersion')) ?? '') || 5;
  const entries = yamlMap(lock.get('packages')) ?? new Map();
  const snapshots = yamlMap(lock.get('snapshots'));
  const keys = new Map<string, string>();
  const known: { key: string; name: string; version: string; entry: YamlMap | undefined }[] = [];
  for (const [key, node] of entries) {
    const entry = yamlMap(node);
    const found = identity(key, entry, format);
    if (!found) {
      skipped.push(key);
      continue;
    }
    keys.set(key, `${found.name}@${found.version}`);
    known.push({ key, ...found, entry });
  }
  const needs = new Map<string, string[]>();
  for (const [key, node] of snapshots ?? entries) {
    const own = keys.get(key) ?? keys.get(withoutPeers(key));
    if (own === undefined) continue;
    const targets = needs.get(own) ?? [];
    for (const kind of ['dependencies', 'optionalDependencies'])
      targets.push(...resolveAll(yamlAt(node, kind), keys, format));
    needs.set(own, targets);
  }
  const packages = [...known, ...unlisted(lock, keys, format)].flatMap(({ key, name, version, entry }) => {
    const dependsOn = [...new Set(needs.get(keys.get(key) ?? ''))];
    return npmFact(name, version, { dev: yamlText(entry?.get('dev')) === 'true', dependsOn }) ?? [];
  });
  return snapshots ? markImporters(lock, packages, keys, format) : packages;
}

/** Direct dependencies that `packages` does not repeat: older locks leave out those without any detail. */
function unlisted(lock: YamlMap, keys: ReadonlyMap<string, string>, format: number) {
  const found: { key: string; name: string; version: string; entry: undefined }[] = [];
  for (const kind of ['dependencies', 'optionalDependencies', 'devDependencies']) {
    const node = lock.get(kind);
    for (const [name, value] of yamlMap(node) ?? []) {
      const version = withoutPeers(yamlText(value) ?? yamlText(yamlAt(value, 'version')) ?? '').split(
        '_',
        1,
      )[0] as string;
      const isListed = resolveAll(new Map([[name, value]]), keys, format).length > 0;
      if (!isListed && isNpmVersion(version)) found.push({ key: '', name, version, entry: undefined });
    }
  }
  return found;
}

/** Version 9 marks nothing: development is what only the importers' devDependencies lead to. */
function markImporters(lock: YamlMap, packages: PackageFact[], keys: ReadonlyMap<string, string>, format: number) {
  const needed: string[] = [];
  const development: string[] = [];
  for (const importer of yamlMap(lock.get('importers'))?.values() ?? []) {
    needed.push(...resolveAll(yamlAt(importer, 'dependencies'), keys, format));
    needed.push(...resolveAll(yamlAt(importer, 'optionalDependencies'), keys, format));
    development.push(...resolveAll(yamlAt(importer, 'devDependencies'), keys, format));
  }
  return markReachable(packages, needed, development);
}

function resolveAll(node: unknown, keys: ReadonlyMap<string, string>, format: number): string[] {
  const found: string[] = [];
  for (const [name, value] of yamlMap(node as YamlMap) ?? []) {
    const version = yamlText(value) ?? yamlText(yamlAt(value, 'version')) ?? '';
    const candidates =
      format < 6 ? [`/${name}/${version}`, version] : [`/${name}@${version}`, `${name}@${version}`, version];
    for (const candidate of candidates) {
      const target = keys.get(candidate) ?? keys.get(withoutPeers(candidate));
      if (target === undefined) continue;
      found.push(target);
      break;
    }
  }
  return found;
}

function withoutPeers(key: string): string {
  const at = key.indexOf('(');
  return at < 0 ? key : key.slice(0, at);
}

/** `name` and `version` fields are there where the key does not tell (tarballs, commits, folders). */
function identity(
  key: string,
  entry: YamlMap | undefined,
  format: number,
): { name: string; version: string } | undefined {
  const fromKey = format < 6 ? slashKey(key) : atKey(key);
  const name = yamlText(entry?.get('name')) || fromKey?.name;
  if (!name) return undefined;
  const version = yamlText(entry?.get('version')) || fromKey?.version || '';
  return { name, version: isNpmVersion(version) ? version : '' };
}

/** `/@scope/name/1.0.0_peer@1.0.0`, `registry.example.org/name/1.0.0`. */
function slashKey(key: string): { name: string; version: string } | undefined {
  const parts = key.split('/');
  const at = parts.findIndex((part, index) => index > 0 && isNpmVersion(part));
  const last = parts[at - 1];
  if (at < 1 || !last) return undefined;
  const scope = parts[at - 2];
  const version = (parts[at] as string).split('_', 1)[0] as string;
  return { name: scope?.startsWith('@') ? `${scope}/${last}` : last, version };
}

/** `/@scope/name@1.0.0(peer@1.0.0)`, `name@https://…`. */
function atKey(key: string): { name: string; version: string } | undefined {
  const bare = withoutPeers(key.startsWith('/') ? key.slice(1) : key);
  const at = bare.indexOf('@', 1);
  if (at < 1 || (bare.includes('://') && bare.indexOf('://') < at)) return undefined;
  const path = bare.slice(0, at).split('/');
  const name = path.at(-1) as string;
  const scope = path.at(-2);
  return { name: scope?.startsWith('@') ? `${scope}/${name}` : name, version: bare.slice(at + 1) };
}
