import { asObject } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLockJson } from '../../lock-file.ts';
import { nugetFact } from './lock-package.ts';

/** What `dotnet restore` wrote to `obj/`: every package of the project, with the version that was chosen. */
export const nugetProjectAssets = {
  id: 'nuget/project-assets',
  version: 1,
  scopes: ['source'],
  describes: '.NET packages by obj/project.assets.json',
  wants: (file) => isOwnFile(file, 'project.assets.json'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const assets = readLockJson(file, 'nuget/bad-project-assets');
  if (!assets.value) return assets.facts;
  const libraries = Object.entries(asObject(assets.value.libraries) ?? {}).flatMap(([key, value]) => {
    const slash = key.indexOf('/');
    return slash > 0 && asObject(value)?.type !== 'project'
      ? [{ key, name: key.slice(0, slash), version: key.slice(slash + 1) }]
      : [];
  });
  const versions = new Map(libraries.map(({ name, version }) => [name.toLowerCase(), `${name}@${version}`]));
  const needs = new Map<string, Set<string>>();
  for (const target of Object.values(asObject(assets.value.targets) ?? {})) {
    for (const [key, value] of Object.entries(asObject(target) ?? {})) {
      const own = needs.get(key) ?? new Set();
      for (const name of Object.keys(asObject(asObject(value)?.dependencies) ?? {})) {
        const found = versions.get(name.toLowerCase());
        if (found) own.add(found);
      }
      needs.set(key, own);
    }
  }
  return lockFacts(
    libraries.map(({ key, name, version }) => nugetFact(name, version, { dependsOn: [...(needs.get(key) ?? [])] })),
  );
}
