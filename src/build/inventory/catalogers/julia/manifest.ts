import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, readLock } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { parseToml } from '../../readers/toml.ts';

/** Julia's resolved environment: `[[deps.Name]]` since format 2, `[[Name]]` before. Parts of Julia itself have Julia's version. */
export const juliaManifest = {
  id: 'julia/manifest',
  version: 1,
  scopes: ['source'],
  describes: 'Julia packages by Manifest.toml or JuliaManifest.toml',
  wants: ({ name, path }) => isManifestName(name) && !isInsideDependency(path),
  read,
} satisfies Cataloger;

/** `Manifest.toml`, `JuliaManifest.toml`, and since 1.11 `Manifest-v1.11.toml`. */
function isManifestName(name: string): boolean {
  if (name === 'Manifest.toml' || name === 'JuliaManifest.toml') return true;
  return (name.startsWith('Manifest-v') || name.startsWith('JuliaManifest-v')) && name.endsWith('.toml');
}

function read(file: FileInput): FileFacts | undefined {
  const manifest = readLock(file, 'julia/bad-manifest', parseToml);
  if (!manifest.value) return manifest.facts;
  const julia = asString(manifest.value.julia_version) ?? '';
  const entries = Object.entries(asObject(manifest.value.deps) ?? manifest.value);
  const packages = entries.flatMap(([name, list]) =>
    asArray(list).map((one) => fact(name, asObject(one) ?? {}, julia)),
  );
  return packages.length > 0 || julia !== '' ? lockFacts(packages) : undefined;
}

function fact(name: string, entry: JsonObject, julia: string): PackageFact | undefined {
  const uuid = asString(entry.uuid);
  if (uuid === undefined) return undefined;
  const isPart = entry.path === undefined && entry['git-tree-sha1'] === undefined;
  return packageFact({
    type: 'julia',
    name,
    version: asString(entry.version) ?? (isPart ? julia : ''),
    qualifiers: { uuid },
  });
}
