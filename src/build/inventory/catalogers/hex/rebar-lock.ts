import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, lockText } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';

/** Rebar3's lock file, an Erlang term: `{<<"name">>,{pkg,<<"package">>,<<"1.0.0">>},0}` or `{<<"name">>,{git,"url",{ref,"commit"}},0}`. */
export const hexRebarLock = {
  id: 'hex/rebar-lock',
  version: 1,
  scopes: ['source'],
  describes: 'Erlang packages by rebar.lock',
  wants: (file) => isOwnFile(file, 'rebar.lock'),
  read,
} satisfies Cataloger;

const entry =
  /\{<<"([\w.-]{1,200})">>,\s{0,200}\{(?:pkg,\s{0,20}<<"([\w.-]{1,200})">>,\s{0,20}<<"([^"]{1,100})">>|git,)/g;

function read(file: FileInput): FileFacts {
  const packages: (PackageFact | undefined)[] = [];
  for (const [, key = '', name, version] of lockText(file).matchAll(entry)) {
    packages.push(packageFact({ type: 'hex', name: name ?? key, version: version ?? '' }));
  }
  return lockFacts(packages);
}
