import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, lockText } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { splitLines } from '../../readers/text.ts';

/** Mix's lock file: an Elixir map, one line for each dependency: `"name": {:hex, :package, "1.0.0", …}` or `{:git, url, commit, …}`. */
export const hexMixLock = {
  id: 'hex/mix-lock',
  version: 1,
  scopes: ['source'],
  describes: 'Elixir packages by mix.lock',
  wants: (file) => isOwnFile(file, 'mix.lock'),
  read,
} satisfies Cataloger;

const entry = /^\s{0,20}"([\w.-]{1,200})": \{:(\w{1,20}), (?::"?([\w.-]{1,200})"?|"[^"]{1,500}"), "([^"]{1,200})"/;

function read(file: FileInput): FileFacts {
  return lockFacts(locked(lockText(file)));
}

function* locked(text: string): Generator<PackageFact | undefined> {
  for (const line of splitLines(text)) {
    const [, key, source, name, version] = entry.exec(line) ?? [];
    if (key === undefined || version === undefined) continue;
    // A dependency from git has a commit in the place of the version.
    yield packageFact({ type: 'hex', name: name ?? key, version: source === 'hex' ? version : '' });
  }
}
