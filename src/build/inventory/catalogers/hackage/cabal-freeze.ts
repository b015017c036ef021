import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, lockText } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { splitLines } from '../../readers/text.ts';

/** Cabal's freeze file: `constraints: any.aeson ==2.0.3.0, …`; other constraints are flags. */
export const hackageCabalFreeze = {
  id: 'hackage/cabal-freeze',
  version: 1,
  scopes: ['source'],
  describes: 'Haskell packages by cabal.project.freeze',
  wants: (file) => isOwnFile(file, 'cabal.project.freeze'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  return lockFacts(locked(lockText(file)));
}

function* locked(text: string): Generator<PackageFact | undefined> {
  for (const line of splitLines(text)) {
    if (line.trimStart().startsWith('--')) continue;
    for (const constraint of line.replace(/^\s{0,20}constraints:/, '').split(',')) {
      const [, name, version] =
        /^(?:any\.)?([A-Za-z0-9-]{1,200}) {0,5}== {0,5}(\d+(?:\.\d+){0,20})$/.exec(constraint.trim()) ?? [];
      if (name !== undefined && version !== undefined) yield packageFact({ type: 'hackage', name, version });
    }
  }
}
