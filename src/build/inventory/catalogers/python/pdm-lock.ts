import { asArray, asString } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLock } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { parseToml } from '../../readers/toml.ts';
import { hasSitePackages, isDevelopmentGroup, pythonFact, tables, versionsByName } from './lock-package.ts';
import { requirementName } from './requirement.ts';

/** PDM's lock file: one entry for each package and set of extras. */
export const pythonPdmLock = {
  id: 'python/pdm-lock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'Python packages by pdm.lock',
  wants: (file) => isOwnFile(file, 'pdm.lock'),
  read,
  assemble: (found) => assembleLockFiles(found, hasSitePackages),
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLock(file, 'python/bad-pdm-lock', parseToml);
  if (!lock.value) return lock.facts;
  const packages = tables(lock.value.package);
  const versions = versionsByName(packages);
  return lockFacts(
    packages.map((one) => {
      const groups = asArray(one.groups).map(String);
      const needs = asArray(one.dependencies).map((need) => requirementName(asString(need) ?? '') ?? '');
      return pythonFact(asString(one.name) ?? '', asString(one.version) ?? '', {
        dev: groups.length > 0 && groups.every(isDevelopmentGroup),
        dependsOn: needs.flatMap((name) => versions.get(name) ?? []),
      });
    }),
  );
}
