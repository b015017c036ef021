import { asString } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, readLock } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { parseToml } from '../../readers/toml.ts';
import { hasSitePackages, normalName, pythonFact, tables, versionsByName } from './lock-package.ts';

/** The interoperable lock file of PEP 751: `pylock.toml`, `pylock.<name>.toml`. */
export const pythonPylock = {
  id: 'python/pylock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'Python packages by pylock.toml or pylock.<name>.toml (PEP 751)',
  wants: ({ name, path }) => name.startsWith('pylock.') && name.endsWith('.toml') && !isInsideDependency(path),
  read,
  assemble: (found) => assembleLockFiles(found, hasSitePackages),
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLock(file, 'python/bad-pylock', parseToml);
  if (!lock.value) return lock.facts;
  const packages = tables(lock.value.packages);
  const versions = versionsByName(packages);
  return lockFacts(
    packages.map((one) =>
      pythonFact(asString(one.name) ?? '', asString(one.version) ?? '', {
        dependsOn: tables(one.dependencies).flatMap(({ name }) => versions.get(normalName(asString(name) ?? '')) ?? []),
      }),
    ),
  );
}
