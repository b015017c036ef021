import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, lockText } from '../../lock-file.ts';
import { splitLines } from '../../readers/text.ts';
import { nugetFact } from './lock-package.ts';
import { isDevelopmentName } from './paket-group.ts';

/** Paket's lock file: groups, in them sources, in `NUGET` packages at four blanks and what they need at six. */
export const nugetPaketLock = {
  id: 'nuget/paket-lock',
  version: 1,
  scopes: ['source'],
  describes: '.NET packages by paket.lock',
  wants: (file) => isOwnFile(file, 'paket.lock'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const packages: (PackageFact | undefined)[] = [];
  let isNuget = false;
  let dev = false;
  for (const line of splitLines(lockText(file))) {
    if (line.startsWith('GROUP ')) dev = isDevelopmentName(line.slice('GROUP '.length));
    if (line !== '' && !line.startsWith(' ')) isNuget = line.trim() === 'NUGET';
    const match = isNuget ? /^ {4}(\S+) \(([^)\s]+)\)/.exec(line) : null;
    if (match) packages.push(nugetFact(match[1] as string, match[2] as string, { dev }));
  }
  return lockFacts(packages);
}
