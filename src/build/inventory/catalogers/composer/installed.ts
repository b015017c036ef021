import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import { MiB } from '#core/limits.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { parseJson } from '../../json.ts';
import { licenseNames, packageFact } from '../../package-fact.ts';

const maxBytes = 32 * MiB;

/** What Composer installed: `vendor/composer/installed.json`, a list (Composer 1) or an object with `packages` (Composer 2). */
export const composerInstalled: Cataloger = {
  id: 'composer/installed',
  version: 1,
  scopes: ['image'],
  describes: 'PHP packages by vendor/composer/installed.json',
  wants: ({ name }) => name === 'installed.json',
  read,
};

function read(file: FileInput): FileFacts | undefined {
  const document = parseJson(file.text(maxBytes), file.path, 'composer/bad-installed');
  if (!document.ok) return file.path.endsWith('composer/installed.json') ? { issues: [document.issue] } : undefined;
  const root = asObject(document.value);
  const listed = root ? asArray(root.packages) : asArray(document.value);
  const dev = new Set(asArray(root?.['dev-package-names']));
  const packages = listed.flatMap((one) => composerPackage(asObject(one) ?? {}, dev) ?? []);
  return packages.length > 0 ? { packages } : undefined;
}

function composerPackage(found: JsonObject, dev: ReadonlySet<unknown>): PackageFact | undefined {
  const name = asString(found.name);
  const version = asString(found.version);
  if (!name || !version) return undefined;
  const slash = name.indexOf('/');
  return packageFact({
    type: 'composer',
    ...(slash > 0 ? { namespace: name.slice(0, slash) } : {}),
    name: name.slice(slash + 1),
    // Tags are written with and without the letter; Packagist treats them as one.
    version: version.replace(/^v(?=\d)/i, ''),
    licenses: licenseNames([found.license, ...asArray(found.license)]),
    dev: dev.has(name),
  });
}
