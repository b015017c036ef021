import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { lockFacts, lockText } from '../../lock-file.ts';
import { splitLines } from '../../readers/text.ts';
import { golangFact, isFolder } from './lock-package.ts';

/** What `go mod vendor` copied: modules without any vendored package are not in the build. */
export const golangVendorModules = {
  id: 'golang/vendor-modules',
  version: 1,
  scopes: ['source'],
  describes: 'Go modules by vendor/modules.txt of `go mod vendor`',
  wants: ({ path }) => path === 'vendor/modules.txt' || path.endsWith('/vendor/modules.txt'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const packages: (PackageFact | undefined)[] = [];
  let header: PackageFact | undefined;
  for (const line of splitLines(lockText(file))) {
    if (line.startsWith('# ')) header = moduleOf(line.slice(2).trim().split(/\s+/));
    else if (line !== '' && !line.startsWith('#') && header) {
      packages.push(header);
      header = undefined;
    }
  }
  return lockFacts(packages);
}

/** `path version`, `path version => other version`, `path => other version`, `path version => ./folder`. */
function moduleOf(words: readonly string[]): PackageFact | undefined {
  const arrow = words.indexOf('=>');
  const [path = '', version = ''] = arrow < 0 ? words : words.slice(0, arrow);
  if (arrow < 0) return version === '' ? undefined : golangFact(path, version);
  const [other = '', otherVersion = ''] = words.slice(arrow + 1);
  if (isFolder(other)) return version === '' ? undefined : golangFact(path, version);
  return otherVersion === '' ? undefined : golangFact(other, otherVersion);
}
