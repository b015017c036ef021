import { errorIssue, type Issue, quote } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { AssembleInput, AssembleResult, Cataloger, FileFacts, FileInput, FoundFile } from '../../cataloger.ts';
import { osPurl } from '../../os-purl.ts';
import { type FileList, OwnedFiles } from '../../owned-files.ts';
import { pathCanonicaliser } from '../../path-canonicaliser.ts';
import { packageLayers } from '../../provenance.ts';
import { isThirdParty } from '../../third-party.ts';
import { bdbHashMagic, readBdb } from './bdb.ts';
import type { RpmBlobReader } from './blob-reader.ts';
import { parseContainerManifest } from './container-manifest.ts';
import { parseRpmHeader, type RpmFiles, type RpmHeader } from './header.ts';
import { ndbMagic, readNdb } from './ndb.ts';
import { type RpmRecord, rpmRecords, rpmVersion, sourceOf } from './record.ts';
import { readPackagesTable, readSqlite, sqliteMagic, type TableShape } from './sqlite.ts';
import { type LogFacts, type LoggedTable, layLogOver, readLog } from './write-ahead-log.ts';

/** Packages of one database; all of Fedora has 80,000. */
const maxPackages = 200_000;

const databaseDirs = ['var/lib/rpm/', 'usr/lib/sysimage/rpm/', 'usr/share/rpm/'];
const databaseNames = ['rpmdb.sqlite', 'Packages.db', 'Packages'];
const manifestPath = 'var/lib/rpmmanifest/container-manifest-2';
const logName = 'rpmdb.sqlite-wal';

/** A write-ahead log of this many bytes has its header only. */
const emptyLogBytes = 32;

/** What is kept of one file: a database's packages, or what its write-ahead log changes. */
type RpmFacts = LoggedTable | { readonly log: LogFacts };

/** rpm's databases in all three formats, and the manifest that stands in for one. */
export const rpmDatabase = {
  id: 'rpm/database',
  version: 1,
  scopes: ['image'],
  describes:
    'rpm database (sqlite, ndb, Berkeley DB), CBL-Mariner and Azure Linux distroless manifest; modules, licences, owned files',
  wellKnownPaths: [...databaseDirs.flatMap((dir) => databaseNames.map((name) => `${dir}${name}`)), manifestPath],
  wants({ path, name }) {
    if (name === logName || databaseNames.includes(name)) {
      return databaseDirs.some((dir) => path.length === dir.length + name.length && path.startsWith(dir));
    }
    return path === manifestPath;
  },
  read(file) {
    if (file.name === logName) return file.size > emptyLogBytes ? writeAheadLog(file) : undefined;
    if (file.path === manifestPath) return manifest(file);
    return database(file);
  },
  assemble,
} satisfies Cataloger;

function manifest(file: FileInput): FileFacts {
  const { records, broken } = parseContainerManifest(file.text());
  return facts(records, broken === 0 ? [] : [badPackages(broken, file.path)]);
}

function writeAheadLog(file: FileInput): FileFacts {
  const log = readLog(file.source, file.path);
  return log.ok ? { data: { log: log.value } satisfies RpmFacts } : { issues: [log.issue] };
}

function facts(records: readonly RpmRecord[], issues: readonly Issue[], shape?: TableShape): FileFacts {
  const data: RpmFacts = { records, ...(shape ? { shape } : {}) };
  return { data, ...(issues.length > 0 ? { issues } : {}) };
}

function badPackages(count: number, where: string): Issue {
  return errorIssue('rpm/bad-package', `${count} packages of ${quote(where)} could not be read`, { where });
}

function database(file: FileInput): FileFacts | undefined {
  if (file.size === 0) return undefined;
  const read = readerFor(file.source.read(0, 16));
  if (read === undefined) {
    const message = `${quote(file.path)} is in none of the formats of rpm databases (sqlite, ndb, Berkeley DB hash)`;
    return { issues: [errorIssue('rpm/unknown-format', message, { where: file.path })] };
  }
  const headers: (RpmHeader & { row?: number })[] = [];
  let bad = 0;
  const add = (blob: Buffer, row?: number) => {
    const header = headers.length < maxPackages ? parseRpmHeader(blob, file.path) : undefined;
    if (header?.ok) headers.push({ ...header.value, ...(row === undefined ? {} : { row }) });
    else bad += 1;
  };
  const { issues, shape } =
    read === readSqlite
      ? readPackagesTable(file.source, file.path, (row, blob) => add(blob, row))
      : { issues: read(file.source, add, file.path) };
  return facts(rpmRecords(headers), bad === 0 ? issues : [...issues, badPackages(bad, file.path)], shape);
}

/** By content: SUSE and others have had each format under more than one name. */
function readerFor(start: Buffer): RpmBlobReader | undefined {
  if (start.length < 16) return undefined;
  if (start.equals(sqliteMagic)) return readSqlite;
  if (start.readUInt32LE(0) === ndbMagic) return readNdb;
  if (start.readUInt32LE(12) === bdbHashMagic || start.readUInt32BE(12) === bdbHashMagic) return readBdb;
  return undefined;
}

function assemble({ files, tree, os }: AssembleInput): AssembleResult {
  const packages: Omit<Package, 'cataloger'>[] = [];
  const owned = new OwnedFiles(pathCanonicaliser(tree));
  const thirdParty = new Set<string>();
  const issues: Issue[] = [];
  for (const { file, records, layerOf } of databases(files, issues)) {
    for (const record of records) {
      const found = toPackage(record, os);
      packages.push({ ...found, locations: [file.path], layer: layerOf(keyOf(record)) });
      const { version, vendor = '' } = record;
      if (isThirdParty({ type: 'rpm', version, vendor }, os)) thirdParty.add(found.purl);
      if (record.files) owned.add(found.purl, fileList(record.files));
    }
  }
  return { packages, owned, thirdParty, issues };
}

interface Database {
  readonly file: FoundFile;
  readonly records: readonly RpmRecord[];
  readonly layerOf: (key: string) => number;
}

/** Each database as it stands, with the write-ahead log that lies beside it laid over. */
function databases(files: readonly FoundFile[], issues: Issue[]): Database[] {
  const tables = new Map<string, Database & { table: LoggedTable }>();
  for (const file of files) {
    const table = tableOf(file.facts);
    if (table === undefined) continue;
    const layerOf = packageLayers(file, (older) => new Set(tableOf(older)?.records.map(keyOf)));
    tables.set(file.path, { file, records: table.records, layerOf, table });
  }
  const found = new Map<string, Database>(tables);
  for (const file of files) {
    const log = logOf(file.facts);
    if (log === undefined) continue;
    const path = file.path.slice(0, -'-wal'.length);
    const below = tables.get(path);
    // A log below the database's own layer is a leftover: sqlite would have taken it in before it wrote.
    if (below && below.file.layer > file.layer) continue;
    const merged = layLogOver(below?.table, log);
    if (merged === undefined || merged.missing > 0) issues.push(unreadLog(file.path));
    if (merged === undefined) continue;
    const old = new Set(below?.records.map(keyOf));
    const layerOf = (key: string) => (below && old.has(key) ? below.layerOf(key) : file.layer);
    found.set(path, { file: below?.file ?? file, records: merged.records, layerOf });
  }
  return [...found.values()];
}

function tableOf({ data }: FileFacts): LoggedTable | undefined {
  const rpm = data as RpmFacts | undefined;
  return rpm && 'records' in rpm ? rpm : undefined;
}

function logOf({ data }: FileFacts): LogFacts | undefined {
  const rpm = data as RpmFacts | undefined;
  return rpm && 'log' in rpm ? rpm.log : undefined;
}

function unreadLog(where: string): Issue {
  const message = 'a write-ahead log lies beside the rpm database, and not all of its changes could be taken in';
  const hint = 'end the build step that installs packages with an rpm command that closes the database cleanly';
  return errorIssue('rpm/write-ahead-log', message, { where, hint });
}

function keyOf(record: RpmRecord): string {
  return `${record.name}\0${record.arch ?? ''}\0${rpmVersion(record)}`;
}

function toPackage(record: RpmRecord, os: OsInfo | undefined): Omit<Package, 'cataloger' | 'locations'> {
  const { name, epoch, version, release, arch, sourceRpm, license, module, dependsOn } = record;
  const source = sourceOf(sourceRpm) ?? { name, version: rpmVersion({ version, release }) };
  const plain = rpmVersion({ version, release });
  return {
    type: 'rpm',
    name,
    version: rpmVersion(record),
    purl: osPurl({ type: 'rpm', name, version: plain, arch, epoch, sourceRpm, module }, os),
    ...(arch ? { arch } : {}),
    source,
    ...(module ? { module } : {}),
    ...(license ? { licenses: [license] } : {}),
    ...(dependsOn ? { dependsOn } : {}),
  };
}

function fileList({ dirs, names, dirIndexes }: RpmFiles): FileList {
  const path = (index: number) => `${dirs[dirIndexes[index] ?? 0] ?? ''}${names[index] ?? ''}`;
  return {
    all: () => names.map((_, index) => path(index)),
    named: (wanted) => names.flatMap((name, index) => (wanted.has(baseName(name)) ? [path(index)] : [])),
  };
}

/** Packages from before rpm 4.0 have whole paths as names. */
function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
