import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
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
  const constraints = splitLines(lockText(file))
    .filter((line) => !line.trimStart().startsWith('--'))
    .flatMap((line) => line.replace(/^\s{0,20}constraints:/, '').split(','));
  return lockFacts(
    constraints.map((constraint) => {
      const [, name, version] =
        /^(?:any\.)?([A-Za-z0-9-]{1,200}) {0,5}== {0,5}(\d+(?:\.\d+){0,20})$/.exec(constraint.trim()) ?? [];
      return name !== undefined && version !== undefined ? packageFact({ type: 'hackage', name, version }) : undefined;
    }),
  );
}
