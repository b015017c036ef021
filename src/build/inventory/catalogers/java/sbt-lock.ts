import { asArray, asObject, asString } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLockJson } from '../../lock-file.ts';
import { mavenFact } from './lock-package.ts';

/** Configurations of sbt that reach the application. */
const runtime = new Set(['compile', 'runtime', 'provided']);

/** The lock file of sbt-dependency-lock. */
export const javaSbtLock = {
  id: 'java/sbt-lock',
  version: 1,
  scopes: ['source'],
  describes: 'Maven artifacts by build.sbt.lock of sbt-dependency-lock',
  wants: (file) => isOwnFile(file, 'build.sbt.lock'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLockJson(file, 'java/bad-sbt-lock');
  if (!lock.value) return lock.facts;
  return lockFacts(
    asArray(lock.value.dependencies).map((one) => {
      const entry = asObject(one);
      const version = asString(entry?.version);
      const configurations = asArray(entry?.configurations).map(String);
      if (!entry || !version) return undefined;
      return mavenFact(asString(entry.org) ?? '', asString(entry.name) ?? '', version, {
        dev: configurations.length > 0 && !configurations.some((name) => runtime.has(name)),
      });
    }),
  );
}
