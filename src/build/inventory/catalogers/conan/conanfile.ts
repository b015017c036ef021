import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, lockText } from '../../lock-file.ts';
import { splitLines } from '../../readers/text.ts';
import { conanFact } from './conan-reference.ts';

/** Conan's plain manifest: references with an exact version; ranges (`zlib/[>1.2]`) are left to the lock file. */
export const conanConanfile = {
  id: 'conan/conanfile',
  version: 1,
  scopes: ['source'],
  describes: 'C and C++ packages by conanfile.txt: references with a version',
  wants: (file) => isOwnFile(file, 'conanfile.txt'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const packages: (PackageFact | undefined)[] = [];
  let section = '';
  for (const line of splitLines(lockText(file))) {
    const text = (line.split('#', 1)[0] as string).trim();
    if (text.startsWith('[') && text.endsWith(']')) section = text.slice(1, -1);
    else if (section === 'requires') packages.push(conanFact(text));
    else if (section === 'build_requires' || section === 'tool_requires') packages.push(conanFact(text, { dev: true }));
  }
  return lockFacts(packages);
}
