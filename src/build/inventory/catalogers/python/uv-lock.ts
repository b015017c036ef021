import { asObject, asString } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLock } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { markReachable } from '../../reachable.ts';
import { parseToml, type TomlTable } from '../../readers/toml.ts';
import { hasSitePackages, normalName, pythonFact, tables, versionsByName } from './lock-package.ts';

/** uv's lock file. The workspace's own members (source `virtual` or `editable`) are in it, too; `dev-dependencies` are theirs. */
export const pythonUvLock = {
  id: 'python/uv-lock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'Python packages by uv.lock',
  wants: (file) => isOwnFile(file, 'uv.lock'),
  read,
  assemble: (found) => assembleLockFiles(found, hasSitePackages),
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLock(file, 'python/bad-uv-lock', parseToml);
  if (!lock.value) return lock.facts;
  const packages = tables(lock.value.package);
  const versions = versionsByName(packages);
  const facts = packages.flatMap((one) => {
    const optional = Object.values(asObject(one['optional-dependencies']) ?? {}).flatMap((list) =>
      needs(list, versions),
    );
    const dependsOn = [...new Set([...needs(one.dependencies, versions), ...optional])];
    return pythonFact(asString(one.name) ?? '', asString(one.version) ?? '', { dependsOn }) ?? [];
  });
  const members = packages.filter(isMember);
  const needed = members.map((one) => `${normalName(asString(one.name) ?? '')}@${asString(one.version) ?? ''}`);
  const development = members.flatMap((one) => {
    return Object.values(asObject(one['dev-dependencies']) ?? {}).flatMap((list) => needs(list, versions));
  });
  return lockFacts(markReachable(facts, needed, development));
}

function isMember({ source }: TomlTable): boolean {
  const kind = asObject(source);
  return kind?.virtual !== undefined || kind?.editable !== undefined;
}

/** `{ name, version?, extra?, marker? }`; the version is there where the lock has several. */
function needs(list: unknown, versions: ReadonlyMap<string, string>): string[] {
  return tables(list).flatMap(({ name, version }) => {
    const normal = normalName(asString(name) ?? '');
    return typeof version === 'string' ? [`${normal}@${version}`] : (versions.get(normal) ?? []);
  });
}
