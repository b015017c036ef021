import type { AssembleInput, AssembleResult, Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, lockText, unreadable } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { markReachable } from '../../reachable.ts';
import { type DevManifest, manifestsOf, readDevManifest } from './dev-manifest.ts';
import { aliasTarget, hasNodeModules, isNpmVersion, npmFact, ownPackage, splitDescriptor } from './lock-package.ts';
import { parseYarnBerry } from './yarn-berry.ts';
import { parseYarnClassic } from './yarn-classic.ts';

/** One package of a yarn.lock, of either kind. */
export interface YarnEntry {
  /** `lodash@^4.17.0`, `alias@npm:minimist@0.0.8`. */
  readonly descriptors: readonly string[];
  readonly version: string;
  /** classic: the tarball's address; berry: the locator, `lodash@npm:4.17.21`. */
  readonly resolved?: string | undefined;
  /** Descriptors of what it needs. */
  readonly needs: readonly string[];
  /** berry: a member of the workspace, or the project itself. */
  readonly workspace?: boolean;
}

/** Yarn's lock file, classic (v1) and berry (v2 and later). package.json beside it tells what is needed for development only. */
export const npmYarnLock = {
  id: 'npm/yarn-lock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'npm packages by yarn.lock of Yarn 1 and of Yarn 2 and later',
  wants: (file) => isOwnFile(file, 'yarn.lock', 'package.json'),
  read,
  assemble,
} satisfies Cataloger;

function read(file: FileInput): FileFacts | undefined {
  if (file.name === 'package.json') {
    const data = readDevManifest(file);
    return data && { data };
  }
  const text = lockText(file);
  const lock =
    text.includes('\n__metadata:') || text.startsWith('__metadata:') ? parseYarnBerry(text) : parseYarnClassic(text);
  if (!lock.ok) return unreadable(file, 'npm/bad-yarn-lock', lock.issue);
  const entries = lock.value;
  const keys = new Map<string, string>();
  for (const entry of entries) {
    const { name, version } = identity(entry);
    for (const descriptor of entry.descriptors) keys.set(descriptor, `${name}@${version}`);
  }
  const facts = lockFacts(
    entries.map((entry) => {
      const { name, version } = identity(entry);
      if (entry.workspace)
        return ownPackage(splitDescriptor(entry.descriptors[0] ?? '').name, realVersion(entry.version));
      return npmFact(name, version, { dependsOn: entry.needs.flatMap((need) => lookUp(keys, need) ?? []) });
    }),
    lock.issues,
  );
  // `assemble` finds what package.json's ranges were resolved to.
  return { ...facts, data: { keys: Object.fromEntries(keys) } };
}

/** Yarn's own placeholder for the version of a workspace is none. */
function realVersion(version: string): string {
  return version === '0.0.0-use.local' ? '' : version;
}

/** Descriptors in `dependencies` may lack the protocol that the keys have. */
function lookUp(keys: ReadonlyMap<string, string>, descriptor: string): string | undefined {
  const found = keys.get(descriptor);
  if (found !== undefined) return found;
  const { name, range } = splitDescriptor(descriptor);
  return keys.get(`${name}@npm:${range}`);
}

function identity({ descriptors, version, resolved }: YarnEntry): { name: string; version: string } {
  const { name, range } = splitDescriptor(descriptors[0] ?? '');
  const known = isNpmVersion(version) ? version : '';
  const locator = resolved?.includes('://') ? undefined : resolved;
  if (locator) return { name: splitDescriptor(locator).name, version: known };
  // The tarball is what gets installed, whatever the lock file calls it.
  return { name: nameInTarball(resolved) ?? aliasTarget(range)?.name ?? name, version: known };
}

/** `…/@scope/name/-/name-1.0.0.tgz`: the name that a registry's tarball address tells. */
function nameInTarball(address = ''): string | undefined {
  const mark = address.indexOf('/-/');
  if (mark < 0) return undefined;
  const parts = address.slice(0, mark).split('/');
  const last = parts.at(-1);
  const scope = parts.at(-2);
  return last && (scope?.startsWith('@') ? `${scope}/${last}` : last);
}

/** Marks what only the devDependencies of the project and its workspace members lead to, and adds these as packages of their own. */
function assemble(found: AssembleInput): AssembleResult {
  const manifests = new Map(
    found.files.flatMap(({ path, facts }) =>
      path.endsWith('package.json') && facts.data ? [[path, facts.data as DevManifest]] : [],
    ),
  );
  const files = found.files.flatMap((file) => {
    if (!file.facts.packages) return [];
    const { keys } = file.facts.data as { keys: Readonly<Record<string, string>> };
    const known = new Map(Object.entries(keys));
    const resolve = (descriptor: string) => lookUp(known, descriptor) ?? [];
    const own = manifestsOf(file.path, manifests);
    const packages = markReachable(
      file.facts.packages,
      own.flatMap((manifest) => manifest.needed.flatMap(resolve)),
      own.flatMap((manifest) => manifest.development.flatMap(resolve)),
    );
    const projects = own.map(({ name, version, needed }) => ownPackage(name, version, needed.flatMap(resolve)));
    return [{ ...file, facts: lockFacts([...projects, ...packages]) }];
  });
  return assembleLockFiles({ ...found, files }, hasNodeModules);
}
