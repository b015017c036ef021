import type { FileTree } from '#core/file-tree.ts';
import type { Cataloger, FileFacts, FileInput, FoundFile, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, lockText } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { packageFact } from '../../package-fact.ts';
import { splitLines } from '../../readers/text.ts';

/** Bundler's lock file: sections by source, each with `specs:`; gems at four blanks, what they need at six. */
export const gemGemfileLock = {
  id: 'gem/gemfile-lock',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'Ruby gems by Gemfile.lock or gems.locked',
  wants: (file) => isOwnFile(file, 'Gemfile.lock', 'gems.locked'),
  read,
  assemble: (found) => assembleLockFiles(found, hasGems),
} satisfies Cataloger;

interface LockedGem {
  readonly name: string;
  readonly version: string;
  readonly platform: string;
  readonly needs: string[];
}

function read(file: FileInput): FileFacts {
  const gems: LockedGem[] = [];
  let inSpecs = false;
  for (const line of splitLines(lockText(file))) {
    const text = line.trim();
    const indent = line.length - line.trimStart().length;
    if (indent === 0) inSpecs = false;
    else if (text === 'specs:') inSpecs = true;
    else if (inSpecs && indent === 4) {
      const gem = lockedGem(text);
      if (gem) gems.push(gem);
    } else if (inSpecs && indent === 6) {
      gems.at(-1)?.needs.push(text.split(' ', 1)[0] as string);
    }
  }
  const versions = new Map(gems.map(({ name, version }) => [name, version]));
  return lockFacts(gems.map((gem) => fact(gem, versions)));
}

/** `name (1.2.3)`, `name (1.2.3-x86_64-linux)`. */
function lockedGem(text: string): LockedGem | undefined {
  const open = text.indexOf(' (');
  const close = text.indexOf(')', open);
  if (open < 1 || close < 0) return undefined;
  const full = text.slice(open + 2, close);
  const dash = full.indexOf('-');
  const version = dash < 0 ? full : full.slice(0, dash);
  return { name: text.slice(0, open), version, platform: dash < 0 ? '' : full.slice(dash + 1), needs: [] };
}

function fact(
  { name, version, platform, needs }: LockedGem,
  versions: ReadonlyMap<string, string>,
): PackageFact | undefined {
  return packageFact({
    type: 'gem',
    name,
    version,
    qualifiers: platform === '' || platform === 'ruby' ? undefined : { platform },
    dependsOn: needs.flatMap((need) => (versions.has(need) ? [`${need}@${versions.get(need)}`] : [])),
  });
}

/** A gemspec of one of the locked gems: the image's gems are catalogued. */
function hasGems(file: FoundFile, tree: FileTree): boolean {
  const installed = installedIn(tree);
  return (file.facts.packages ?? []).some(({ name, version }) => installed.has(`${name}-${version}`));
}

const installedByTree = new WeakMap<FileTree, ReadonlySet<string>>();

/** Names of gemspecs, with and without the platform behind the version; found once for each tree, as an image may have many lock files. */
function installedIn(tree: FileTree): ReadonlySet<string> {
  const known = installedByTree.get(tree);
  if (known) return known;
  const found = new Set<string>();
  for (const { path } of tree.entries()) {
    if (!path.endsWith('.gemspec') || !path.includes('specifications/')) continue;
    const stem = path.slice(path.lastIndexOf('/') + 1, -'.gemspec'.length);
    for (let end = stem.length; end > 0; end = stem.lastIndexOf('-', end - 1)) found.add(stem.slice(0, end));
  }
  installedByTree.set(tree, found);
  return found;
}
