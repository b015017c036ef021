import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLockJson } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';

/** Swift Package Manager's lock file, version 1 to 3. A package's name is the address of its repository, as advisories have it. */
export const swiftPackageResolved = {
  id: 'swift/package-resolved',
  version: 1,
  scopes: ['source'],
  describes: 'Swift packages by Package.resolved, version 1–3',
  wants: (file) => isOwnFile(file, 'Package.resolved', '.package.resolved'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLockJson(file, 'swift/bad-package-resolved');
  if (!lock.value) return lock.facts;
  const pins = asArray(lock.value.pins ?? asObject(lock.value.object)?.pins);
  return lockFacts(pins.map((pin) => pinned(asObject(pin) ?? {})));
}

function pinned(pin: JsonObject): PackageFact | undefined {
  const address = asString(pin.location) ?? asString(pin.repositoryURL) ?? '';
  // A pin to a branch or a commit has no version.
  const version = asString(asObject(pin.state)?.version) ?? '';
  const path = address
    .replace(/^[a-z+]{1,20}:\/\//i, '')
    .replace(/^[^@/]{1,100}@/, '')
    .replace(/^([^/:]{1,253}):(?!\d)/, '$1/')
    .replace(/\.git\/?$/, '');
  const slash = path.lastIndexOf('/');
  const name = slash > 0 ? path.slice(slash + 1) : (asString(pin.identity) ?? asString(pin.package) ?? '');
  return packageFact({ type: 'swift', ...(slash > 0 ? { namespace: path.slice(0, slash) } : {}), name, version });
}
