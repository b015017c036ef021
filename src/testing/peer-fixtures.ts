import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Cataloger } from '#build/inventory/cataloger.ts';
import type { Package } from '#core/package.ts';
import { runCatalogers } from './run-catalogers.ts';
import { sharedPath } from './shared.ts';
import { isTxtar, readTxtar } from './txtar.ts';

export const peers = ['trivy', 'syft', 'osv-scalibr', 'claircore', 'go-rpmdb'] as const;
export type PeerName = (typeof peers)[number];

/** One line of PEER/cases.json (see fixtures/README.md). Keys of a package are the peer's own. */
export interface PeerCase {
  /** `trivy pkg/dependency/parser/nodejs/npm TestParse/lock version v1`. */
  readonly id: string;
  readonly peer: PeerName;
  /** Folder of the peer's test file: the key of the mapping table. */
  readonly folder: string;
  readonly test: string;
  readonly name: string | null;
  readonly inputs: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
  readonly packages: readonly PeerPackage[];
}

export type PeerPackage = Readonly<Record<string, unknown>>;

/** A row of the mapping table: which of our catalogers answer the cases of one folder, and where their input files naturally lie. */
export interface PeerFormat {
  readonly peer: PeerName;
  readonly folder: string;
  /** Which cases of the folder the row answers; default all. */
  readonly only?: (peerCase: PeerCase) => boolean;
  /** Ids in the registry; one that is not registered makes every expectation of the folder a miss. */
  readonly catalogers: readonly string[];
  /** Default `source`. */
  readonly scope?: 'image' | 'source' | ((peerCase: PeerCase) => 'image' | 'source');
  /**
   * Path in the tree of an input that is a single file; default its own base name. Directories and txtar archives are laid out as they are,
   * below `at`. Undefined from the function: the input is not part of the target (a peer's licence cache, an expectation).
   */
  readonly place?: string | ((input: string, peerCase: PeerCase) => string | undefined);
  /** Prefix for directory and txtar inputs: `var/lib/dpkg`. */
  readonly at?: string;
  /** Renames paths inside directory and txtar inputs; undefined drops the file. */
  readonly rename?: (path: string, peerCase: PeerCase) => string | undefined;
  /** Files to add, by path: a natural neighbour that the peer's test passes in by code. */
  readonly add?: (peerCase: PeerCase) => Readonly<Record<string, string | Buffer>>;
  /** The (name, version) that the peer expects, where the default reading of its keys does not do; undefined leaves the expectation out. */
  readonly expect?: (peerPackage: PeerPackage, peerCase: PeerCase) => NameVersion | undefined;
}

/** Cases that we do not answer, and why. Without `cases` the whole folder. */
export interface PeerOutOfScope {
  readonly peer: PeerName;
  /** A folder, or a prefix ending in `/`. */
  readonly folder: string;
  /** `test` or `test/name` of single cases. */
  readonly cases?: readonly string[];
  readonly reason: string;
}

export interface NameVersion {
  readonly name: string;
  readonly version: string;
}

export interface PeerCaseResult {
  readonly peerCase: PeerCase;
  readonly hits: readonly NameVersion[];
  readonly misses: readonly NameVersion[];
  /** Ours that the peer does not list (its list may be shortened: not a failure). */
  readonly extras: readonly NameVersion[];
  readonly issues: readonly string[];
}

export function loadPeerCases(peer: PeerName): PeerCase[] {
  const text = readFileSync(sharedPath('fixtures', peer, 'cases.json'), 'utf8');
  const cases = JSON.parse(text) as Array<Omit<PeerCase, 'id' | 'peer' | 'folder'> & { testFile: string }>;
  return cases.map((one) => {
    const folder = one.testFile.slice(0, one.testFile.lastIndexOf('/'));
    const name = one.name === null ? one.test : `${one.test}/${one.name}`;
    return { ...one, peer, folder, id: `${peer} ${folder} ${name}`, packages: one.packages ?? [] };
  });
}

/** Lays the case's inputs out at their natural paths, runs `wants`, `read` and assembly, and compares. */
export function runPeerCase(peerCase: PeerCase, format: PeerFormat, registry: readonly Cataloger[]): PeerCaseResult {
  const files = layOut(peerCase, format);
  const used = registry.filter((cataloger) => format.catalogers.includes(cataloger.id));
  const scope = typeof format.scope === 'function' ? format.scope(peerCase) : (format.scope ?? 'source');
  const { packages, issues } = runCatalogers(used, files, scope);
  const expected = uniqueExpectations(peerCase, format);
  const hits = expected.filter((one) => packages.some((found) => isSame(found, one)));
  const misses = expected.filter((one) => !hits.includes(one));
  const extras = packages
    .filter((found) => !expected.some((one) => isSame(found, one)))
    .map(({ name, version }) => ({ name, version }));
  return { peerCase, hits, misses, extras, issues: issues.map((issue) => `${issue.code} ${issue.where ?? ''}`) };
}

/** Path in the tree → content. */
export function layOut(peerCase: PeerCase, format: PeerFormat): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const put = (path: string | undefined, bytes: Buffer) => {
    if (path === undefined) return;
    let free = path;
    for (let n = 1; files.has(free); n++) free = `${n}/${path}`;
    files.set(free, bytes);
  };
  const prefix = format.at ? `${format.at}/` : '';
  const inside = (path: string) => {
    const renamed = format.rename ? format.rename(path, peerCase) : path;
    return renamed === undefined ? undefined : prefix + renamed;
  };
  for (const input of outermost(peerCase.inputs)) {
    const path = sharedPath('fixtures', peerCase.peer, 'files', input);
    // A peer's directory of which no file was kept (a cache of binaries) is listed but absent.
    if (!existsSync(path)) continue;
    const place = typeof format.place === 'function' ? format.place(input, peerCase) : format.place;
    if (statSync(path).isDirectory()) {
      if (typeof format.place === 'function' && place === undefined) continue;
      for (const name of listFiles(path)) put(inside(name), readFileSync(join(path, name)));
    } else if (isTxtar(path)) {
      for (const [name, bytes] of readTxtar(readFileSync(path))) put(inside(name), bytes);
    } else if (typeof format.place !== 'function' || place !== undefined) {
      put(place ?? basename(input), readFileSync(path));
    }
  }
  for (const [path, text] of Object.entries(format.add?.(peerCase) ?? {})) files.set(path, Buffer.from(text as Buffer));
  return files;
}

/** Drops inputs that lie inside another input. */
function outermost(inputs: readonly string[]): string[] {
  return [...new Set(inputs)].filter((input) => !inputs.some((other) => input.startsWith(`${other}/`)));
}

function listFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(dir, name)).isFile())
    .sort();
}

function uniqueExpectations(peerCase: PeerCase, format: PeerFormat): NameVersion[] {
  const byKey = new Map<string, NameVersion>();
  for (const one of peerCase.packages) {
    const wanted = (format.expect ?? expectation)(one, peerCase);
    if (wanted) byKey.set(`${wanted.name}\n${wanted.version}`, wanted);
  }
  return [...byKey.values()];
}

/** Reads Name, Version and, for rpm-like packages, Epoch and Release. A Go identifier (`$…`) cannot be compared. */
export function expectation(one: PeerPackage): NameVersion | undefined {
  const { Name: name, Version: version = '', Epoch: epoch, Release: release } = one;
  if (typeof name !== 'string' || typeof version !== 'string' || name.startsWith('$') || version.startsWith('$')) {
    return undefined;
  }
  const full = typeof release === 'string' && release !== '' ? `${version}-${release}` : version;
  return { name, version: Number(epoch) > 0 ? `${epoch}:${full}` : full };
}

/** Whether the expectation means this package, allowing for the peer's conventions of naming. */
export function isSame(found: Pick<Package, 'type' | 'name' | 'version'>, wanted: NameVersion): boolean {
  return names(found).includes(wantedName(found, wanted.name)) && sameVersion(found, wanted.version);
}

function wantedName({ type }: { type: string }, name: string): string {
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  if (type === 'maven') return name.replace('/', ':');
  return name;
}

function names({ type, name }: Pick<Package, 'type' | 'name'>): string[] {
  // Syft names a Java package by its artifact alone.
  if (type === 'maven') return [name, name.slice(name.indexOf(':') + 1)];
  // … and a Swift package by the last part of its address.
  if (type === 'swift') return [name, name.slice(name.lastIndexOf('/') + 1)];
  return [name];
}

function sameVersion({ type, version }: Pick<Package, 'type' | 'version'>, wanted: string): boolean {
  if (version === wanted) return true;
  if (type === 'golang' || type === 'composer' || type === 'generic') return bare(version) === bare(wanted);
  return (type === 'rpm' || type === 'deb') && version.replace(/^0:/, '') === wanted.replace(/^0:/, '');
}

function bare(version: string): string {
  return version.startsWith('v') ? version.slice(1) : version;
}
