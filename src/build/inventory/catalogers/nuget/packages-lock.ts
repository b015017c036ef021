import { asObject, asString } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, readLockJson } from '../../lock-file.ts';
import { nugetFact } from './lock-package.ts';

/** NuGet's lock file: target framework → package → what it was resolved to. */
export const nugetPackagesLock = {
  id: 'nuget/packages-lock',
  version: 1,
  scopes: ['source'],
  describes: '.NET packages by packages.lock.json or packages.<project>.lock.json',
  wants: ({ name, path }) => name.startsWith('packages.') && name.endsWith('.lock.json') && !isInsideDependency(path),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLockJson(file, 'nuget/bad-packages-lock');
  if (!lock.value) return lock.facts;
  return lockFacts(
    Object.values(asObject(lock.value.dependencies) ?? {}).flatMap((target) => {
      const packages = Object.entries(asObject(target) ?? {}).flatMap(([name, value]) => {
        const entry = asObject(value);
        const version = asString(entry?.resolved);
        return entry && version !== undefined && entry.type !== 'Project' ? [{ name, version, entry }] : [];
      });
      const versions = new Map(packages.map(({ name, version }) => [name.toLowerCase(), `${name}@${version}`]));
      return packages.map(({ name, version, entry }) => {
        const needs = Object.keys(asObject(entry.dependencies) ?? {});
        return nugetFact(name, version, { dependsOn: needs.flatMap((need) => versions.get(need.toLowerCase()) ?? []) });
      });
    }),
  );
}
