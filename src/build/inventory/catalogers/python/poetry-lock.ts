import { asArray, asObject, asString } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLock } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { parseToml } from '../../readers/toml.ts';
import { hasSitePackages, normalName, pythonFact, tables, versionsByName } from './lock-package.ts';

/** Poetry's lock file, all versions: `category` up to 1.4, `groups` since 2.0, nothing about development between. */
export const pythonPoetryLock = {
  id: 'python/poetry-lock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'Python packages by poetry.lock',
  wants: (file) => isOwnFile(file, 'poetry.lock'),
  read,
  assemble: (found) => assembleLockFiles(found, hasSitePackages),
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLock(file, 'python/bad-poetry-lock', parseToml);
  if (!lock.value) return lock.facts;
  const packages = tables(lock.value.package);
  const versions = versionsByName(packages);
  return lockFacts(
    packages.map((one) => {
      const groups = asArray(one.groups);
      return pythonFact(asString(one.name) ?? '', asString(one.version) ?? '', {
        dev: one.category === 'dev' || (groups.length > 0 && !groups.includes('main')),
        dependsOn: Object.keys(asObject(one.dependencies) ?? {}).flatMap(
          (name) => versions.get(normalName(name)) ?? [],
        ),
      });
    }),
  );
}
