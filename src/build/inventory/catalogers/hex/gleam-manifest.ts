import { asArray, asString } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLock } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { parseToml, type TomlTable } from '../../readers/toml.ts';

/** Gleam's lock file: packages from Hex, git or a folder. */
export const hexGleamManifest = {
  id: 'hex/gleam-manifest',
  version: 1,
  scopes: ['source'],
  describes: 'Gleam packages by manifest.toml',
  wants: (file) => isOwnFile(file, 'manifest.toml'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts | undefined {
  const manifest = readLock(file, 'hex/bad-gleam-manifest', parseToml);
  // Others use the name, too: only a file with Gleam's own field is Gleam's.
  if (!manifest.value || !Array.isArray(manifest.value.packages)) return undefined;
  const packages = (asArray(manifest.value.packages) as TomlTable[]).filter((one) => Array.isArray(one?.build_tools));
  if (packages.length === 0) return undefined;
  const versions = new Map(packages.map(({ name, version }) => [name, asString(version) ?? '']));
  return lockFacts(
    packages.map(({ name, version, requirements }) =>
      packageFact({
        type: 'hex',
        name: asString(name) ?? '',
        version: asString(version) ?? '',
        dependsOn: asArray(requirements).flatMap((need) =>
          versions.has(need) ? [`${need}@${versions.get(need)}`] : [],
        ),
      }),
    ),
  );
}
