import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLock } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { parseYaml, type YamlNode, yamlAt, yamlList, yamlMap, yamlText } from '../../readers/yaml.ts';

/** CocoaPods' lock file: `PODS` is a list of `Name/Subspec (1.0.0)`, alone or with what it needs. */
export const cocoapodsPodfileLock = {
  id: 'cocoapods/podfile-lock',
  version: 1,
  scopes: ['source'],
  describes: 'CocoaPods by Podfile.lock',
  wants: (file) => isOwnFile(file, 'Podfile.lock'),
  read,
} satisfies Cataloger;

interface Pod {
  readonly name: string;
  readonly version: string;
  readonly needs: readonly YamlNode[];
}

function read(file: FileInput): FileFacts {
  const lock = readLock(file, 'cocoapods/bad-podfile-lock', parseYaml);
  if (!lock.value) return lock.facts;
  const pods = yamlList(yamlAt(lock.value[0], 'PODS')).flatMap((item): Pod[] => {
    const [key, needs] = [...(yamlMap(item) ?? [])][0] ?? [yamlText(item) ?? '', []];
    const pod = split(key);
    return pod ? [{ ...pod, needs: yamlList(needs) }] : [];
  });
  const versions = new Map(pods.map(({ name, version }) => [name, version]));
  return lockFacts(pods.map((pod) => fact(pod, versions)));
}

function split(text: string): { name: string; version: string } | undefined {
  const open = text.indexOf(' (');
  return open > 0 && text.endsWith(')') ? { name: text.slice(0, open), version: text.slice(open + 2, -1) } : undefined;
}

function fact({ name, version, needs }: Pod, versions: ReadonlyMap<string, string>): PackageFact | undefined {
  const slash = name.indexOf('/');
  return packageFact({
    type: 'cocoapods',
    name: slash < 0 ? name : name.slice(0, slash),
    fullName: name,
    version,
    subpath: slash < 0 ? undefined : name.slice(slash + 1),
    dependsOn: needs.flatMap((need) => {
      const needed = (yamlText(need) ?? '').split(' ', 1)[0] as string;
      return versions.has(needed) ? [`${needed}@${versions.get(needed)}`] : [];
    }),
  });
}
