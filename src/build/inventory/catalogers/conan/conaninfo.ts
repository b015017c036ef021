import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { lockFacts, lockText } from '../../lock-file.ts';
import { splitLines } from '../../readers/text.ts';
import { conanFact } from './conan-reference.ts';

/** A package in Conan 1's cache: `data/NAME/VERSION/USER/CHANNEL/package/ID/conaninfo.txt`, with all that was linked into it. */
export const conanConaninfo = {
  id: 'conan/conaninfo',
  version: 1,
  scopes: ['image', 'source'],
  describes: "conaninfo.txt of Conan 1's package cache",
  wants: ({ name, path }) => name === 'conaninfo.txt' && path.includes('/package/'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const needed: (PackageFact | undefined)[] = [];
  let section = '';
  for (const line of splitLines(lockText(file))) {
    const text = line.trim();
    if (text.startsWith('[') && text.endsWith(']')) section = text.slice(1, -1);
    else if (section === 'full_requires') needed.push(conanFact(text));
  }
  const [name, version, user, channel] = file.path.slice(0, file.path.lastIndexOf('/package/')).split('/').slice(-4);
  const dependsOn = needed.flatMap((fact) => (fact ? [`${fact.name}@${fact.version}`] : []));
  return lockFacts([conanFact(`${name}/${version}@${user}/${channel}`, { dependsOn }), ...needed]);
}
