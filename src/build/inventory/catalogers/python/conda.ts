import { asString } from '#core/json.ts';
import { MiB } from '#core/limits.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { readJsonObject } from '../../json.ts';
import { licenseNames, packageFact } from '../../package-fact.ts';

/** A record lists every file of its package: large packages have records of some megabytes. */
const maxBytes = 64 * MiB;

/** Packages of a Conda environment, one `conda-meta/<name>-<version>-<build>.json` each (docs.conda.io, "Package metadata"). */
export const condaMeta: Cataloger = {
  id: 'python/conda',
  version: 1,
  scopes: ['image'],
  describes: 'Conda packages by the records in conda-meta',
  wants: ({ name, path }) => name.endsWith('.json') && folderOf(path, name) === 'conda-meta',
  read,
};

function folderOf(path: string, name: string): string {
  const end = path.length - name.length - 1;
  return end <= 0 ? '' : path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

function read(file: FileInput): FileFacts | undefined {
  const record = readJsonObject(file, 'conda/bad-record', maxBytes);
  if (!record.ok) return { issues: [record.issue] };
  const { name, version, build, subdir, channel, license } = record.value;
  if (typeof name !== 'string' || typeof version !== 'string' || name === '' || version === '') return undefined;
  const fact = packageFact({
    type: 'conda',
    name,
    version,
    qualifiers: qualifiers({ build, subdir, channel: channelName(channel) }),
    licenses: licenseNames([license]),
  });
  return fact && { packages: [fact] };
}

function qualifiers(found: Record<string, unknown>): Record<string, string> | undefined {
  const entries = Object.entries(found).filter((one): one is [string, string] => Boolean(asString(one[1])));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** `https://conda.anaconda.org/conda-forge/linux-64` is the channel conda-forge; an address of somebody's own server is kept out of the purl. */
function channelName(channel: unknown): string | undefined {
  const match = /^https?:\/\/(?:conda\.anaconda\.org|repo\.anaconda\.com\/pkgs)\/([\w.-]+)/.exec(
    asString(channel) ?? '',
  );
  return match?.[1] ?? /^[\w.-]+$/.exec(asString(channel) ?? '')?.[0];
}
