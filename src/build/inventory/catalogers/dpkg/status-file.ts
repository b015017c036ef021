import { isOsPackage } from '../../os-purl.ts';
import { maintainerDomain } from '../../third-party.ts';

/** One stanza of a dpkg database that stands for an unpacked package. Plain JSON: it is cached. */
export interface DpkgRecord {
  readonly name: string;
  readonly version: string;
  readonly arch: string;
  /** Only where it differs from the package (deb-control(5), Source). */
  readonly source?: string;
  /** Only where it differs from the version: binary-only rebuilds, sources with several versions. */
  readonly sourceVersion?: string;
  /** Depends and Pre-Depends: names, each group one dependency with its alternatives. */
  readonly depends?: readonly (readonly string[])[];
  readonly provides?: readonly string[];
  /** Domain of the Maintainer's address. */
  readonly maintainer?: string;
}

export interface DpkgStatus {
  readonly records: readonly DpkgRecord[];
  /** Stanzas of installed packages without a usable name or version. */
  readonly broken: number;
  /** More stanzas than `maxRecords`. */
  readonly truncated: boolean;
}

/** Stanzas of one file. The whole of Debian has about 100,000 binary packages. */
const maxRecords = 200_000;

/** Characters of one field that are parsed for names. */
const maxFieldLength = 64 * 1024;

/**
 * Reads a deb822 file of installed packages. `needsStatus`: stanzas without a Status field are not installed (dpkg's own database); the
 * single files below status.d of distroless images have none.
 */
export function parseDpkgStatus(text: string, needsStatus: boolean): DpkgStatus {
  const records: DpkgRecord[] = [];
  let broken = 0;
  let fields = new Map<string, string>();
  let start = 0;
  while (start <= text.length) {
    if (records.length >= maxRecords) return { records, broken, truncated: true };
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const first = text.charCodeAt(start);
    if (isBlank(text, start, end)) {
      finish();
    } else if (first !== space && first !== tab && first !== hash) {
      addField(fields, text, start, end);
    }
    start = end + 1;
  }
  finish();
  return { records, broken, truncated: false };

  function finish(): void {
    if (fields.size === 0) return;
    const done = fields;
    fields = new Map();
    if (!isUnpacked(done.get('status'), needsStatus)) return;
    const record = toRecord(done);
    if (record) records.push(record);
    else broken += 1;
  }
}

const space = 0x20;
const tab = 0x09;
const hash = 0x23;

/** Longest field name that is compared. */
const maxFieldName = 40;

/** Field names, lower case (they are case-insensitive), that we keep; everything else is skipped without a copy. */
const wanted: ReadonlySet<string> = new Set([
  'package',
  'status',
  'version',
  'architecture',
  'source',
  'depends',
  'pre-depends',
  'provides',
  'maintainer',
]);

function addField(fields: Map<string, string>, text: string, start: number, end: number): void {
  // Not indexOf: it would run past the line, and over the whole file for each line of one without colons.
  let colon = start;
  const last = Math.min(end, start + maxFieldName);
  while (colon < last && text.charCodeAt(colon) !== 0x3a) colon += 1;
  if (colon === last) return;
  const name = text.slice(start, colon).toLowerCase();
  if (wanted.has(name) && !fields.has(name))
    fields.set(name, text.slice(colon + 1, Math.min(end, colon + maxFieldLength)).trim());
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code !== space && code !== tab && code !== 0x0d) return false;
  }
  return true;
}

/**
 * `want flag status` (dpkg(1)): what counts is that the files are on disk. `config-files`, `not-installed` and `half-installed` (interrupted
 * in the middle of unpacking) are not reported; what the user wants next (`deinstall`, `hold`) does not matter.
 */
const unpackedStates: ReadonlySet<string> = new Set([
  'installed',
  'triggers-pending',
  'triggers-awaited',
  'half-configured',
  'unpacked',
]);

function isUnpacked(status: string | undefined, needsStatus: boolean): boolean {
  if (status === undefined) return !needsStatus;
  return unpackedStates.has(status.slice(status.lastIndexOf(' ') + 1));
}

function toRecord(fields: ReadonlyMap<string, string>): DpkgRecord | undefined {
  const name = fields.get('package') ?? '';
  const version = fields.get('version') ?? '';
  if (!isOsPackage(name, version)) return undefined;
  const [source, sourceVersion] = parseSource(fields.get('source'));
  const depends = parseRelations([fields.get('pre-depends'), fields.get('depends')].filter(Boolean).join(','));
  const provides = parseRelations(fields.get('provides') ?? '').flat();
  const maintainer = maintainerDomain(fields.get('maintainer') ?? '');
  return {
    name,
    version,
    arch: fields.get('architecture') ?? '',
    ...(source && source !== name ? { source } : {}),
    ...(sourceVersion && sourceVersion !== version ? { sourceVersion } : {}),
    ...(depends.length > 0 ? { depends } : {}),
    ...(provides.length > 0 ? { provides } : {}),
    ...(maintainer ? { maintainer } : {}),
  };
}

/** `openssl`, `openssl (3.0.9-1)`. Without a version in it, the binary's version less the rebuild suffix is not assumed: dpkg writes it out. */
function parseSource(field: string | undefined): [name?: string, version?: string] {
  if (!field) return [];
  const open = field.indexOf('(');
  if (open < 0) return [field];
  const close = field.indexOf(')', open);
  return [field.slice(0, open).trim(), field.slice(open + 1, close < 0 ? undefined : close).trim()];
}

/** `debconf (>= 0.5) | debconf-2.0, libc6:any` → [[debconf, debconf-2.0], [libc6]] */
function parseRelations(field: string): string[][] {
  if (field === '') return [];
  const groups: string[][] = [];
  for (const group of field.split(',')) {
    const names = group.split('|').map(relationName).filter(Boolean);
    if (names.length > 0) groups.push(names);
  }
  return groups;
}

function relationName(relation: string): string {
  const text = relation.trim();
  const end = text.search(/[\s(:[<]/);
  return end < 0 ? text : text.slice(0, end);
}
