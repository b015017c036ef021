import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, isVendored, lockFacts, readLockJson } from '../../lock-file.ts';
import { assembleLockFiles, directoryOf } from '../../lock-in-image.ts';
import { licenseNames, packageFact } from '../../package-fact.ts';

/** Composer's lock file. */
export const composerComposerLock = {
  id: 'composer/composer-lock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'PHP packages by composer.lock',
  wants: (file) => isOwnFile(file, 'composer.lock') && !isVendored(file.path),
  read,
  assemble: (found) =>
    assembleLockFiles(found, ({ path }, tree) => {
      const dir = directoryOf(path);
      return tree.resolve(`${dir === '' ? '' : `${dir}/`}vendor/composer/installed.json`) !== undefined;
    }),
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLockJson(file, 'composer/bad-composer-lock');
  if (!lock.value) return lock.facts;
  const needed = asArray(lock.value.packages).map((one) => asObject(one) ?? {});
  const development = asArray(lock.value['packages-dev']).map((one) => asObject(one) ?? {});
  const versions = new Map([...development, ...needed].map((one) => [asString(one.name) ?? '', versionOf(one)]));
  return lockFacts([
    ...needed.map((one) => fact(one, versions, false)),
    ...development.map((one) => fact(one, versions, true)),
  ]);
}

/** Tags are written with and without the letter; Packagist treats them as one. */
function versionOf(one: JsonObject): string {
  return (asString(one.version) ?? '').replace(/^v(?=\d)/i, '');
}

function fact(one: JsonObject, versions: ReadonlyMap<string, string>, dev: boolean): PackageFact | undefined {
  const fullName = asString(one.name) ?? '';
  const slash = fullName.indexOf('/');
  return packageFact({
    type: 'composer',
    ...(slash > 0 ? { namespace: fullName.slice(0, slash) } : {}),
    name: fullName.slice(slash + 1),
    version: versionOf(one),
    licenses: licenseNames([one.license, ...asArray(one.license)]),
    dependsOn: Object.keys(asObject(one.require) ?? {}).flatMap((name) =>
      versions.has(name) ? [`${name}@${versions.get(name)}`] : [],
    ),
    dev,
  });
}
