import { MiB } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { isOsPackage } from '../../os-purl.ts';

/** One installed package as its header tells. */
export interface RpmHeader {
  readonly name: string;
  /** Only where the tag exists. */
  readonly epoch?: number;
  readonly version: string;
  readonly release: string;
  readonly arch?: string;
  /** `util-linux-2.32.1-42.el8_8.src.rpm`; absent in source packages and some third-party ones. */
  readonly sourceRpm?: string;
  readonly license?: string;
  readonly vendor?: string;
  /** `nodejs:16:9000020220519:…`. */
  readonly module?: string;
  readonly requires: readonly string[];
  readonly provides: readonly string[];
  readonly files: RpmFiles;
}

/** Paths as rpm stores them: file `i` is `dirs[dirIndexes[i]] + names[i]`; directories end with `/`. */
export interface RpmFiles {
  readonly dirs: readonly string[];
  readonly names: readonly string[];
  readonly dirIndexes: readonly number[];
}

/** rpm's own limits (lib/header.c): index entries and bytes of one header. */
const maxEntries = 0xffff;
const maxDataBytes = 256 * MiB;

/** Strings of one array. Kernel and texlive packages have tens of thousands of files. */
const maxStrings = 2_000_000;

const tag = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  license: 1014,
  arch: 1022,
  oldFileNames: 1027,
  sourceRpm: 1044,
  provideName: 1047,
  requireName: 1049,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  modularityLabel: 5096,
} as const;

const type = { int32: 4, string: 6, stringArray: 8, i18nString: 9 } as const;

interface IndexEntry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
  /** Where the next entry's data begins. */
  readonly end: number;
}

/**
 * An rpm header as databases store it (rpm, docs/manual/format_header.md): big-endian number of index entries, bytes of data, the index of
 * 16-byte entries, the data. Entries that were added after the package was built follow the signed region and win over it.
 */
export function parseRpmHeader(blob: Buffer, where: string): Outcome<RpmHeader> {
  const index = readIndex(blob);
  if (typeof index === 'string') return failed(errorIssue('rpm/bad-header', index, { where }));
  const { entries, data } = index;
  const text = (key: number) => stringAt(data, entries.get(key));
  const name = text(tag.name);
  const version = text(tag.version);
  const release = text(tag.release);
  if (!name || !version || !release || !isOsPackage(name, `${version}-${release}`)) {
    return failed(errorIssue('rpm/bad-header', 'a package has no usable name, version or release', { where }));
  }
  const epoch = integersAt(data, entries.get(tag.epoch))[0];
  const arch = text(tag.arch);
  const sourceRpm = text(tag.sourceRpm);
  const license = text(tag.license);
  const vendor = text(tag.vendor);
  const module = text(tag.modularityLabel);
  return ok({
    name,
    version,
    release,
    ...(epoch === undefined ? {} : { epoch }),
    ...(arch ? { arch } : {}),
    ...(sourceRpm && sourceRpm !== '(none)' ? { sourceRpm } : {}),
    ...(license ? { license } : {}),
    ...(vendor && vendor !== '(none)' ? { vendor } : {}),
    ...(module && module !== '(none)' ? { module } : {}),
    requires: stringsAt(data, entries.get(tag.requireName)),
    provides: stringsAt(data, entries.get(tag.provideName)),
    files: filesOf(data, entries),
  });
}

function readIndex(blob: Buffer): { entries: ReadonlyMap<number, IndexEntry>; data: Buffer } | string {
  if (blob.length < 8) return 'a header is shorter than its own start';
  const count = blob.readUInt32BE(0);
  const size = blob.readUInt32BE(4);
  if (count === 0 || count > maxEntries || size > maxDataBytes)
    return `a header claims ${count} entries and ${size} bytes`;
  const dataStart = 8 + 16 * count;
  if (dataStart + size > blob.length) return 'a header is cut off';
  const offsets: number[] = [];
  for (let at = 8; at < dataStart; at += 16) offsets.push(blob.readInt32BE(at + 8));
  const ends = endsOf(offsets, size);
  const entries = new Map<number, IndexEntry>();
  for (let at = 8; at < dataStart; at += 16) {
    const offset = blob.readInt32BE(at + 8);
    const end = ends.get(offset);
    if (end === undefined) continue;
    entries.set(blob.readUInt32BE(at), {
      type: blob.readUInt32BE(at + 4),
      offset,
      count: blob.readUInt32BE(at + 12),
      end,
    });
  }
  return { entries, data: blob.subarray(dataStart, dataStart + size) };
}

/** Offset of an entry's data → the next offset, or the end of all data. Offsets outside are left out. */
function endsOf(offsets: readonly number[], size: number): ReadonlyMap<number, number> {
  const sorted = [...new Set(offsets)].filter((offset) => offset >= 0 && offset < size).sort((a, b) => a - b);
  return new Map(sorted.map((offset, index) => [offset, sorted[index + 1] ?? size]));
}

function stringAt(data: Buffer, entry: IndexEntry | undefined): string | undefined {
  if (entry?.type !== type.string && entry?.type !== type.i18nString) return undefined;
  const end = data.indexOf(0, entry.offset);
  return end < 0 ? undefined : data.toString('utf8', entry.offset, end);
}

function stringsAt(data: Buffer, entry: IndexEntry | undefined): string[] {
  if (entry === undefined) return [];
  if (entry.type !== type.stringArray) {
    const one = stringAt(data, entry);
    return one === undefined ? [] : [one];
  }
  // Decoded in one go: a database has tens of thousands of these. What follows the last string is padding.
  const strings = data.toString('utf8', entry.offset, entry.end).split('\0', Math.min(entry.count, maxStrings) + 1);
  if (strings.length > entry.count || strings.at(-1) === '') strings.pop();
  return strings;
}

function integersAt(data: Buffer, entry: IndexEntry | undefined): number[] {
  if (entry?.type !== type.int32) return [];
  const count = Math.min(entry.count, Math.floor((data.length - entry.offset) / 4));
  return Array.from({ length: count }, (_, index) => data.readUInt32BE(entry.offset + 4 * index));
}

function filesOf(data: Buffer, entries: ReadonlyMap<number, IndexEntry>): RpmFiles {
  const names = stringsAt(data, entries.get(tag.baseNames));
  if (names.length > 0) {
    const dirs = stringsAt(data, entries.get(tag.dirNames));
    return { names, dirs, dirIndexes: integersAt(data, entries.get(tag.dirIndexes)) };
  }
  // Packages built before rpm 4.0.
  const old = stringsAt(data, entries.get(tag.oldFileNames));
  return { names: old, dirs: [''], dirIndexes: old.map(() => 0) };
}
