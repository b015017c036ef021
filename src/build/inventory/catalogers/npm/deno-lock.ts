import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLockJson } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { npmFact, splitDescriptor } from './lock-package.ts';
import { npmName } from './names.ts';

/** Deno's lock file, version 2 to 5: npm packages, JSR packages and remote modules whose address tells a version. */
export const npmDenoLock = {
  id: 'npm/deno-lock',
  version: 1,
  scopes: ['source'],
  describes: 'npm and JSR packages by deno.lock, version 2–5',
  wants: (file) => isOwnFile(file, 'deno.lock'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLockJson(file, 'npm/bad-deno-lock');
  if (!lock.value) return lock.facts;
  const older = asObject(lock.value.packages) ?? {};
  const npm = asObject(lock.value.npm) ?? {};
  return lockFacts([
    // Version 2 has `npm.packages`, version 3 `packages.npm`, later ones `npm`.
    ...npmPackages(asObject(npm.packages) ?? npm),
    ...npmPackages(asObject(older.npm) ?? {}),
    ...jsrPackages({ ...asObject(older.jsr), ...asObject(lock.value.jsr) }),
    ...Object.keys(asObject(lock.value.remote) ?? {}).map(remoteModule),
  ]);
}

function npmPackages(packages: JsonObject): (PackageFact | undefined)[] {
  return Object.entries(packages).map(([key, value]) => {
    const { name, range } = splitDescriptor(withoutPeers(key));
    const needs = asObject(value)?.dependencies;
    const locators = Array.isArray(needs) ? asArray(needs) : Object.values(asObject(needs) ?? {});
    const dependsOn = locators.flatMap((one) => (asString(one)?.includes('@', 1) ? [withoutPeers(one as string)] : []));
    return npmFact(name, range, { dependsOn });
  });
}

/** `react-dom@18.2.0_react@18.2.0` */
function withoutPeers(key: string): string {
  const at = key.indexOf('_', key.indexOf('@', 1));
  return at < 0 ? key : key.slice(0, at);
}

/** JSR has no purl type of its own. */
function jsrPackages(packages: JsonObject): (PackageFact | undefined)[] {
  return Object.keys(packages).map((key) => {
    const { name, range } = splitDescriptor(key);
    const parts = npmName(name);
    return parts && packageFact({ type: 'generic', ...parts, version: range });
  });
}

/** `https://deno.land/std@0.140.0/path/mod.ts` → `deno.land/std` 0.140.0. */
function remoteModule(address: string): PackageFact | undefined {
  const scheme = address.indexOf('://');
  const at = address.indexOf('@', scheme);
  if (scheme < 0 || at < 0) return undefined;
  const name = address.slice(scheme + 3, at);
  const version = address.slice(at + 1).split('/', 1)[0] ?? '';
  const slash = name.lastIndexOf('/');
  if (slash < 0) return undefined;
  return packageFact({ type: 'generic', namespace: name.slice(0, slash), name: name.slice(slash + 1), version });
}
