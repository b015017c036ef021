import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, readLock } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { parseYaml, yamlAt, yamlList, yamlMap, yamlText } from '../../readers/yaml.ts';
import { pythonFact } from '../python/lock-package.ts';
import { parseRequirement } from '../python/requirement.ts';

/** Conda's environment file: packages with a version (`name=1.0=build`, `name==1.0`), and what pip adds. */
export const condaEnvironment = {
  id: 'conda/environment',
  version: 1,
  scopes: ['source'],
  describes: 'environment.yml and environment*.yaml of Conda: pinned packages, pip section included',
  wants: ({ name, path }) =>
    name.startsWith('environment') && (name.endsWith('.yml') || name.endsWith('.yaml')) && !isInsideDependency(path),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts | undefined {
  const document = readLock(file, 'conda/bad-environment', parseYaml);
  if (!document.value) return document.facts;
  const dependencies = yamlList(yamlAt(document.value[0], 'dependencies'));
  if (dependencies.length === 0) return undefined;
  const packages: (PackageFact | undefined)[] = [];
  for (const one of dependencies) {
    const text = yamlText(one);
    if (text !== undefined) packages.push(condaFact(text));
    for (const requirement of yamlList(yamlMap(one)?.get('pip'))) packages.push(pipFact(yamlText(requirement) ?? ''));
  }
  return lockFacts(packages);
}

/** A match specification (docs.conda.io): `channel::name version build`, `name=version=build`. */
function condaFact(text: string): PackageFact | undefined {
  const channel = text.lastIndexOf('::');
  const specification = (channel < 0 ? text : text.slice(channel + 2)).trim();
  const [, name, version] =
    /^([A-Za-z0-9_][\w.-]{0,200}?)(?:\s{0,10}={1,2}\s{0,10}|\s{1,10})([\w.!+]{1,100})(?:[= ].{0,200})?$/.exec(
      specification,
    ) ?? [];
  return name !== undefined && version !== undefined && /^\d/.test(version)
    ? packageFact({ type: 'conda', name: name.toLowerCase(), version })
    : undefined;
}

function pipFact(text: string): PackageFact | undefined {
  const requirement = text.startsWith('-') ? undefined : parseRequirement(text);
  return requirement?.pinned === undefined ? undefined : pythonFact(requirement.name, requirement.pinned);
}
