import { asArray, asString } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, isVendored, lockFacts, readLock } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { parseToml } from '../../readers/toml.ts';

/** Cargo's lock file, version 1 to 4. Which crates are needed for development only is not written there. */
export const cargoCargoLock = {
  id: 'cargo/cargo-lock',
  version: 1,
  scopes: ['source'],
  describes: 'Rust crates by Cargo.lock',
  wants: (file) => isOwnFile(file, 'Cargo.lock') && !isVendored(file.path),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLock(file, 'cargo/bad-cargo-lock', parseToml);
  if (!lock.value) return lock.facts;
  // `[root]` stood for the package itself before 2017.
  const crates = [lock.value.root, ...asArray(lock.value.package)].flatMap((one) => {
    const table = one as Readonly<Record<string, unknown>> | undefined;
    const name = asString(table?.name);
    return table && name ? [{ name, version: asString(table.version) ?? '', needs: asArray(table.dependencies) }] : [];
  });
  const versions = new Map(crates.map(({ name, version }) => [name, version]));
  return lockFacts(
    crates.map(({ name, version, needs }) => {
      return packageFact({ type: 'cargo', name, version, dependsOn: needs.flatMap((need) => resolve(need, versions)) });
    }),
  );
}

/** `name`, `name version`, `name version (source)`: the version is left out where the lock has only one. */
function resolve(need: unknown, versions: ReadonlyMap<string, string>): string[] {
  const [name = '', version] = String(need).split(' ', 2);
  const known = version ?? versions.get(name);
  return known === undefined ? [] : [`${name}@${known}`];
}
