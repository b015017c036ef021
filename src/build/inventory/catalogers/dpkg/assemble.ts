import type { FileTree } from '#core/file-tree.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { AssembleInput, AssembleResult, FileFacts, FoundFile } from '../../cataloger.ts';
import { osPurl } from '../../os-purl.ts';
import { type FileList, lazyPathList, OwnedFiles, pathList, textPathList } from '../../owned-files.ts';
import { pathCanonicaliser } from '../../path-canonicaliser.ts';
import { packageLayers } from '../../provenance.ts';
import { isThirdParty } from '../../third-party.ts';
import type { DpkgRecord } from './status-file.ts';

/** What the dpkg cataloger keeps of one file. */
export type DpkgFacts =
  | { readonly kind: 'status' | 'status.d' | 'opkg'; readonly records: readonly DpkgRecord[] }
  | {
      readonly kind: 'chisel';
      readonly records: readonly DpkgRecord[];
      readonly paths: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly kind: 'list' | 'md5sums'; readonly owner: string; readonly text: string }
  | { readonly kind: 'diversions'; readonly text: string }
  | { readonly kind: 'copyright'; readonly licenses: readonly string[] };

/** Joins the package records with their file lists and copyright files. */
export function assembleDpkg({ files, tree, os }: AssembleInput): AssembleResult {
  const lists = new Map<string, FileList>();
  const licenses = new Map<string, readonly string[]>();
  const databases: { file: FoundFile; kind: 'deb' | 'opkg'; records: readonly DpkgRecord[] }[] = [];
  let diversions = '';
  for (const file of files) {
    const facts = file.facts.data as DpkgFacts | undefined;
    if (facts === undefined) continue;
    if (facts.kind === 'copyright') licenses.set(file.path, facts.licenses);
    else if (facts.kind === 'diversions') diversions = facts.text;
    else if (facts.kind === 'list') lists.set(facts.owner, textPathList(facts.text, 0, isFile));
    else if (facts.kind === 'md5sums') lists.set(facts.owner, textPathList(facts.text, md5Column));
    else if ('records' in facts) {
      databases.push({ file, kind: facts.kind === 'opkg' ? 'opkg' : 'deb', records: facts.records });
      if (facts.kind === 'chisel')
        for (const [name, paths] of Object.entries(facts.paths)) lists.set(name, pathList(paths));
    }
  }

  const installed = new Map<string, string>();
  for (const { records } of databases) for (const record of records) addInstalled(installed, record);
  const diverted = parseDiversions(diversions);

  const packages: Omit<Package, 'cataloger'>[] = [];
  const owned = new OwnedFiles(pathCanonicaliser(tree));
  const thirdParty = new Set<string>();
  for (const { file, kind, records } of databases) {
    const layerOf = packageLayers(file, recordKeys);
    for (const record of records) {
      const found = toPackage(record, kind, os);
      const copyright = licenses.size > 0 ? licenses.get(copyrightPath(record.name, tree)) : undefined;
      const dependsOn = resolveDepends(record, installed);
      packages.push({
        ...found,
        locations: [file.path],
        layer: layerOf(keyOf(record)),
        ...(copyright ? { licenses: copyright } : {}),
        ...(dependsOn.length > 0 ? { dependsOn } : {}),
      });
      const list = lists.get(`${record.name}:${record.arch}`) ?? lists.get(record.name);
      if (isThirdParty({ type: 'deb', version: record.version, vendor: record.maintainer }, os))
        thirdParty.add(found.purl);
      if (list) owned.add(found.purl, divertedList(list, record.name, diverted));
    }
  }
  return { packages, owned, thirdParty };
}

type Identity = Pick<Package, 'type' | 'name' | 'version' | 'purl' | 'arch' | 'source'>;

function toPackage(record: DpkgRecord, kind: 'deb' | 'opkg', os: OsInfo | undefined): Identity {
  const { name, version, arch } = record;
  const source = { name: record.source ?? name, version: record.sourceVersion ?? version };
  const type = kind === 'deb' ? 'deb' : 'generic';
  return {
    type,
    name,
    version,
    purl: osPurl({ type, name, version, arch, source }, os),
    ...(arch ? { arch } : {}),
    source,
  };
}

function keyOf({ name, arch, version }: DpkgRecord): string {
  return `${name}\0${arch}\0${version}`;
}

function recordKeys(facts: FileFacts): ReadonlySet<string> {
  const data = facts.data as DpkgFacts | undefined;
  return new Set(data && 'records' in data ? data.records.map(keyOf) : []);
}

/** The directory of a package's documentation may be a link to that of a sibling. */
function copyrightPath(name: string, tree: FileTree): string {
  return tree.resolve(`usr/share/doc/${name}/copyright`)?.path ?? '';
}

/** Directories come right before what they contain; packages share them, so they prove nothing. */
function isFile(path: string, next: string): boolean {
  return path.length > 1 && path !== '/.' && !(next.charCodeAt(path.length) === slash && next.startsWith(path));
}

const slash = 0x2f;

/** `d41d8cd98f00b204e9800998ecf8427e  usr/lib/libx.so.1`: where the path starts. */
const md5Column = 34;

type Diversions = ReadonlyMap<string, { readonly to: string; readonly keeper: string }>;

/**
 * dpkg-divert(1): three lines each: the path as packaged, where it lies instead, and the package that may keep the first (`:`: none, a local
 * diversion).
 */
function parseDiversions(text: string): Diversions {
  const moves = new Map<string, { to: string; keeper: string }>();
  const lines = text.split('\n');
  for (let index = 0; index + 2 < lines.length; index += 3) {
    moves.set(lines[index] ?? '', { to: lines[index + 1] ?? '', keeper: lines[index + 2] ?? '' });
  }
  return moves;
}

/** The file of any package but the diverting one lies at the second path. */
function divertedList(list: FileList, owner: string, moves: Diversions): FileList {
  if (moves.size === 0) return list;
  return lazyPathList(() =>
    list.all().map((path) => {
      const move = moves.get(path);
      return move && move.keeper !== owner ? move.to : path;
    }),
  );
}

function addInstalled(installed: Map<string, string>, record: DpkgRecord): void {
  const key = `${record.name}@${record.version}`;
  installed.set(record.name, key);
  for (const virtual of record.provides ?? []) {
    if (!installed.has(virtual)) installed.set(virtual, key);
  }
}

/** The first alternative that is there. */
function resolveDepends({ depends, name, version }: DpkgRecord, installed: ReadonlyMap<string, string>): string[] {
  const keys = new Set<string>();
  for (const group of depends ?? []) {
    const first = group.find((alternative) => installed.has(alternative));
    if (first !== undefined) keys.add(installed.get(first) ?? '');
  }
  keys.delete(`${name}@${version}`);
  return [...keys].sort();
}
