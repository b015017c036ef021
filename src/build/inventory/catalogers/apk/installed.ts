import { MiB } from '#core/limits.ts';
import { errorIssue, type Issue, quote, warningIssue } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { AssembleInput, AssembleResult, Cataloger, FileFacts } from '../../cataloger.ts';
import { osPurl } from '../../os-purl.ts';
import { OwnedFiles, pathList } from '../../owned-files.ts';
import { pathCanonicaliser } from '../../path-canonicaliser.ts';
import { packageLayers } from '../../provenance.ts';
import { type ApkInstalled, type ApkRecord, parseApkInstalled } from './installed-file.ts';

const maxBytes = 256 * MiB;

/** Alpine until 3.21, and since the merge of /lib into /usr/lib. */
const databasePaths = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];

/** apk's database of installed packages (Alpine, Wolfi, Chainguard, postmarketOS …). */
export const apkInstalled = {
  id: 'apk/installed',
  version: 1,
  scopes: ['image'],
  describes: 'apk database: packages, origin, licence, dependencies, owned files',
  wellKnownPaths: databasePaths,
  wants: (file) => file.name === 'installed' && databasePaths.includes(file.path),
  read(file) {
    if (file.size === 0) return undefined;
    const parsed = parseApkInstalled(file.text(maxBytes));
    const issues = issuesOf(parsed, file.path);
    return { data: parsed.records, ...(issues.length > 0 ? { issues } : {}) };
  },
  assemble,
} satisfies Cataloger;

function issuesOf({ broken, truncated, records }: ApkInstalled, where: string): Issue[] {
  const issues: Issue[] = [];
  if (broken > 0) {
    const message = `${broken} entries of ${quote(where)} have no name or version and are left out`;
    issues.push(warningIssue('apk/incomplete-entry', message, { where }));
  }
  if (truncated) {
    const message = `${quote(where)} is larger than any real database; only its first ${records.length} packages were read`;
    issues.push(errorIssue('apk/too-large', message, { where }));
  }
  return issues;
}

function assemble({ files, tree, os }: AssembleInput): AssembleResult {
  const packages: Omit<Package, 'cataloger'>[] = [];
  const owned = new OwnedFiles(pathCanonicaliser(tree));
  for (const file of files) {
    const records = recordsOf(file.facts);
    const providers = providersOf(records);
    const layerOf = packageLayers(file, (facts) => new Set(recordsOf(facts).map(keyOf)));
    for (const record of records) {
      const purl = purlOf(record, os);
      const dependsOn = dependencies(record, providers);
      packages.push({
        type: 'apk',
        name: record.name,
        version: record.version,
        purl,
        ...(record.arch ? { arch: record.arch } : {}),
        source: { name: record.origin ?? record.name, version: record.version },
        ...(record.license ? { licenses: licensesOf(record.license) } : {}),
        locations: [file.path],
        layer: layerOf(keyOf(record)),
        ...(dependsOn.length > 0 ? { dependsOn } : {}),
      });
      owned.add(purl, pathList(record.files));
    }
  }
  return { packages, owned };
}

function recordsOf(facts: FileFacts): readonly ApkRecord[] {
  return (facts.data as readonly ApkRecord[] | undefined) ?? [];
}

function keyOf({ name, arch, version }: ApkRecord): string {
  return `${name}\0${arch}\0${version}`;
}

function purlOf({ name, version, arch, origin }: ApkRecord, os: OsInfo | undefined): string {
  return osPurl({ type: 'apk', name, version, arch, source: { name: origin ?? name, version } }, os);
}

/** SPDX since about 3.8; before, names with blanks between them, and nobody said whether that was and or or. */
function licensesOf(text: string): readonly string[] {
  return / (?:AND|OR|WITH) /i.test(text) ? [text] : text.split(/\s+/);
}

function providersOf(records: readonly ApkRecord[]): ReadonlyMap<string, string> {
  const providers = new Map<string, string>();
  for (const { name, version } of records) providers.set(name, `${name}@${version}`);
  for (const { name, version, provides } of records) {
    for (const one of provides ?? []) if (!providers.has(one)) providers.set(one, `${name}@${version}`);
  }
  return providers;
}

function dependencies({ depends, name, version }: ApkRecord, providers: ReadonlyMap<string, string>): string[] {
  const keys = new Set((depends ?? []).flatMap((one) => providers.get(one) ?? []));
  keys.delete(`${name}@${version}`);
  return [...keys].sort();
}
