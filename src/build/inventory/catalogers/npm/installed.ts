import { asObject } from '#core/json.ts';
import type { Cataloger, FileFacts, FileHeader, FileInput } from '../../cataloger.ts';
import { readJsonObject } from '../../json.ts';
import { packageFact } from '../../package-fact.ts';
import { npmLicenses, npmName } from './names.ts';

/** package.json files are small; the largest in the registry are below 1 MiB. */
const maxBytes = 4 * 1024 * 1024;

/**
 * Packages in node_modules, with or without a lock file: what Node would load. Only `node_modules/<name>/package.json` and
 * `node_modules/@scope/<name>/package.json` count; deeper ones belong to a package (its sub-paths and test data), and one outside of any
 * node_modules is an application's own manifest, not a package from the registry. Peers that report the latter report it as an npm package
 * that anybody could have published under that name.
 */
export const npmInstalled: Cataloger = {
  id: 'npm/installed',
  version: 1,
  scopes: ['image'],
  describes: 'npm packages in node_modules, by their package.json',
  wants: isInstalledManifest,
  read,
};

/** `node_modules/<name>/package.json` or `node_modules/@scope/<name>/package.json`, at any depth. */
export function isInstalledManifest({ name, path }: Pick<FileHeader, 'name' | 'path'>): boolean {
  if (name !== 'package.json') return false;
  const packageDir = path.length - '/package.json'.length;
  let parentEnd = path.lastIndexOf('/', packageDir - 1);
  if (parentEnd < 0) return false;
  const aboveParent = path.lastIndexOf('/', parentEnd - 1);
  if (path.charCodeAt(aboveParent + 1) === 0x40) parentEnd = aboveParent;
  return path.endsWith('node_modules', parentEnd) && isComponent(path, parentEnd - 'node_modules'.length);
}

/** Whether a path component starts at this index. */
function isComponent(path: string, start: number): boolean {
  return start === 0 || path.charCodeAt(start - 1) === 0x2f;
}

function read(file: FileInput): FileFacts | undefined {
  const manifest = readJsonObject(file, 'npm/bad-manifest', maxBytes);
  if (!manifest.ok) return { issues: [manifest.issue] };
  const fact = npmPackage(manifest.value);
  return fact && { packages: [fact] };
}

/** The package that a package.json describes; undefined without a name or a version: test data and sub-path markers are no packages. */
export function npmPackage(manifest: Readonly<Record<string, unknown>>, locations?: readonly string[]) {
  const { name, version } = manifest;
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  const parts = npmName(name.trim());
  const cleanVersion = version.trim().replace(/^[=v]+(?=\d)/, '');
  if (!parts || cleanVersion === '') return undefined;
  return packageFact({
    type: 'npm',
    ...parts,
    version: cleanVersion,
    licenses: npmLicenses(asObject(manifest) ?? {}),
    locations,
  });
}
