import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLock } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { parseYaml, yamlAt, yamlList, yamlText } from '../../readers/yaml.ts';

/** Stack's manifest and lock file: dependencies beyond the snapshot (what the snapshot holds is only on Stackage). */
export const hackageStack = {
  id: 'hackage/stack',
  version: 1,
  scopes: ['source'],
  describes: 'Haskell packages by stack.yaml.lock or stack.yaml: extra-deps',
  wants: (file) => isOwnFile(file, 'stack.yaml', 'stack.yaml.lock'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const document = readLock(file, 'hackage/bad-stack', parseYaml);
  if (!document.value) return document.facts;
  const root = document.value[0];
  const written = yamlList(yamlAt(root, 'extra-deps')).map((one) => yamlText(one) ?? '');
  const locked = yamlList(yamlAt(root, 'packages')).map((one) => yamlText(yamlAt(one, 'completed', 'hackage')) ?? '');
  return lockFacts([...written, ...locked].map(hackageFact));
}

/** `hspec-core-2.9.4@sha256:…`: the version follows the last dash. */
function hackageFact(text: string): PackageFact | undefined {
  const reference = text.split('@', 1)[0] as string;
  const dash = reference.lastIndexOf('-');
  const version = reference.slice(dash + 1);
  if (dash < 1 || !/^\d+(?:\.\d+)*$/.test(version)) return undefined;
  return packageFact({ type: 'hackage', name: reference.slice(0, dash), version });
}
