import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLock } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { parseYaml, yamlAt, yamlMap, yamlText } from '../../readers/yaml.ts';

/** Dart's and Flutter's lock file. */
export const pubPubspecLock = {
  id: 'pub/pubspec-lock',
  version: 1,
  scopes: ['source'],
  describes: 'Dart and Flutter packages by pubspec.lock',
  wants: (file) => isOwnFile(file, 'pubspec.lock'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLock(file, 'pub/bad-pubspec-lock', parseYaml);
  if (!lock.value) return lock.facts;
  return lockFacts(
    [...(yamlMap(yamlAt(lock.value[0], 'packages')) ?? [])].map(([name, entry]) =>
      packageFact({
        type: 'pub',
        name,
        version: yamlText(yamlAt(entry, 'version')) ?? '',
        dev: yamlText(yamlAt(entry, 'dependency')) === 'direct dev',
      }),
    ),
  );
}
