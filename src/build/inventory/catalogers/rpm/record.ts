import { spdxOfRpm } from '../../licences/os-licences.ts';
import type { RpmFiles, RpmHeader } from './header.ts';

/** One installed rpm. Plain JSON: it is cached. */
export interface RpmRecord {
  /** hnum in an sqlite database. */
  readonly row?: number;
  readonly name: string;
  readonly epoch?: number;
  readonly version: string;
  readonly release: string;
  readonly arch?: string;
  readonly sourceRpm?: string;
  readonly license?: string;
  readonly vendor?: string;
  readonly module?: string;
  /** Keys `name@version` of the packages that have what it requires. */
  readonly dependsOn?: readonly string[];
  readonly files?: RpmFiles;
}

/** `[epoch:]version-release`, the epoch where the tag is there. */
export function rpmVersion({ epoch, version, release }: Pick<RpmRecord, 'epoch' | 'version' | 'release'>): string {
  const full = release === '' ? version : `${version}-${release}`;
  return epoch === undefined ? full : `${epoch}:${full}`;
}

/**
 * The database's packages with their requirements resolved: a database is one file, so everything that can answer a requirement is here.
 * Imported keys (`gpg-pubkey`) lie in the same table and are no packages.
 */
export function rpmRecords(headers: readonly (RpmHeader & Pick<RpmRecord, 'row'>)[]): RpmRecord[] {
  const packages = headers.filter(({ name }) => name !== 'gpg-pubkey');
  const providers = providersOf(packages);
  return packages.map(({ requires, provides: _, files, license, ...rest }) => {
    const self = keyOf(rest);
    const keys = new Set(requires.flatMap((one) => providers.get(one) ?? []));
    keys.delete(self);
    return {
      ...rest,
      ...(license ? { license: spdxOfRpm(license) } : {}),
      ...(keys.size > 0 ? { dependsOn: [...keys].sort() } : {}),
      ...(files.names.length > 0 ? { files } : {}),
    };
  });
}

/** `util-linux-2.32.1-42.el8_8.src.rpm` → name and `version-release`; undefined where it is none. */
export function sourceOf(sourceRpm: string | undefined): { name: string; version: string } | undefined {
  const match = /^(.{1,200})-([^-]{1,200})-([^-]{1,200})\.(?:no)?src\.rpm$/.exec(sourceRpm ?? '');
  if (!match?.[1]) return undefined;
  return { name: match[1], version: `${match[2]}-${match[3]}` };
}

function keyOf(header: Pick<RpmRecord, 'name' | 'epoch' | 'version' | 'release'>): string {
  return `${header.name}@${rpmVersion(header)}`;
}

function providersOf(packages: readonly RpmHeader[]): ReadonlyMap<string, string> {
  const providers = new Map<string, string>();
  const neededPaths = new Map<string, Set<string>>();
  for (const { requires } of packages) {
    for (const one of requires) {
      if (!one.startsWith('/')) continue;
      const slash = one.lastIndexOf('/') + 1;
      const directory = one.slice(0, slash);
      const names = neededPaths.get(directory) ?? new Set();
      neededPaths.set(directory, names.add(one.slice(slash)));
    }
  }
  for (const header of packages) {
    const key = keyOf(header);
    for (const one of header.provides) if (!providers.has(one)) providers.set(one, key);
    addFiles(providers, key, header.files, neededPaths);
  }
  return providers;
}

/** Requirements like `/bin/sh` are met by a file. */
function addFiles(
  providers: Map<string, string>,
  key: string,
  { dirs, names, dirIndexes }: RpmFiles,
  needed: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const neededHere = dirs.map((directory) => needed.get(directory));
  if (neededHere.every((names) => names === undefined)) return;
  for (const [index, name] of names.entries()) {
    const directory = dirIndexes[index] ?? 0;
    if (!neededHere[directory]?.has(name)) continue;
    const path = `${dirs[directory]}${name}`;
    if (!providers.has(path)) providers.set(path, key);
  }
}
