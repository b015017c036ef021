import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLockJson } from '../../lock-file.ts';
import { conanFact } from './conan-reference.ts';

/** Conan's lock file: a list of references (Conan 2, version 0.5) or a graph of nodes (Conan 1, version 0.4 and before). */
export const conanConanLock = {
  id: 'conan/conan-lock',
  version: 1,
  scopes: ['source'],
  describes: 'C and C++ packages by conan.lock of Conan 1 and 2',
  // Conan takes any name; `release.lock` is the one that its documentation uses.
  wants: (file) => isOwnFile(file, 'conan.lock', 'release.lock'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts | undefined {
  const lock = readLockJson(file, 'conan/bad-conan-lock');
  if (!lock.value) return file.name === 'conan.lock' ? lock.facts : undefined;
  const nodes = asObject(asObject(lock.value.graph_lock)?.nodes);
  if (nodes) return lockFacts(fromGraph(nodes));
  return lockFacts([
    ...asArray(lock.value.requires).map((reference) => conanFact(String(reference))),
    ...['build_requires', 'python_requires'].flatMap((kind) =>
      asArray(lock.value[kind]).map((reference) => conanFact(String(reference), { dev: true })),
    ),
  ]);
}

/** The node that no other one requires and that has the path of a recipe is the project itself. */
function fromGraph(nodes: JsonObject): (PackageFact | undefined)[] {
  const required = new Set<string>();
  for (const node of Object.values(nodes)) for (const target of targets(asObject(node))) required.add(target);
  const references = new Map<string, string>();
  for (const [key, value] of Object.entries(nodes)) {
    const node = asObject(value);
    const reference = asString(node?.ref) ?? asString(node?.pref);
    const isProject = node?.path !== undefined && !required.has(key);
    if (reference !== undefined && !isProject) references.set(key, reference);
  }
  return [...references].map(([key, reference]) => {
    const dependsOn = targets(asObject(nodes[key])).flatMap((target) => {
      const fact = conanFact(references.get(target) ?? '');
      return fact ? [`${fact.name}@${fact.version}`] : [];
    });
    return conanFact(reference, { dependsOn });
  });
}

/** Keys of the nodes it requires: a list, or before version 0.3 an object from reference to key. */
function targets(node: JsonObject | undefined): string[] {
  return [node?.requires, node?.build_requires].flatMap((list) =>
    (Array.isArray(list) ? asArray(list) : Object.values(asObject(list) ?? {})).map(String),
  );
}
