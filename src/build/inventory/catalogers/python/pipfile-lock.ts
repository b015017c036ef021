import { asObject, asString } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLockJson } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { hasSitePackages, isDevelopmentGroup, pythonFact } from './lock-package.ts';

/** Pipenv's lock file: `default`, `develop` and, since 2022, a section for each further category. */
export const pythonPipfileLock = {
  id: 'python/pipfile-lock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'Python packages by Pipfile.lock',
  wants: (file) => isOwnFile(file, 'Pipfile.lock'),
  read,
  assemble: (found) => assembleLockFiles(found, hasSitePackages),
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLockJson(file, 'python/bad-pipfile-lock');
  if (!lock.value) return lock.facts;
  return lockFacts(
    Object.entries(lock.value).flatMap(([section, content]) => {
      if (section === '_meta') return [];
      return Object.entries(asObject(content) ?? {}).map(([name, value]) => {
        const entry = asObject(value);
        // A commit, a folder or an archive has no version.
        const version = (asString(entry?.version) ?? '').replace(/^={2,3}/, '');
        return entry && pythonFact(name, version === '*' ? '' : version, { dev: isDevelopmentGroup(section) });
      });
    }),
  );
}
