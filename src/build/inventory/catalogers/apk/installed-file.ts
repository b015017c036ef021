import { isOsPackage } from '../../os-purl.ts';

/** One package of an apk database. Plain JSON: it is cached. */
export interface ApkRecord {
  readonly name: string;
  readonly version: string;
  readonly arch: string;
  /** The package whose build made this one (`o:`), where it is another. */
  readonly origin?: string;
  readonly license?: string;
  /** What it needs (`D:`), without versions: names, `so:…`, `cmd:…`, `/paths`. */
  readonly depends?: readonly string[];
  /** What else it answers to (`p:`), without versions. */
  readonly provides?: readonly string[];
  /** Paths without a leading `/`. */
  readonly files: readonly string[];
}

export interface ApkInstalled {
  readonly records: readonly ApkRecord[];
  /** Entries without a name or version. */
  readonly broken: number;
  readonly truncated: boolean;
}

/** Packages of one database; all of Alpine has 30,000. */
const maxRecords = 200_000;

/** Files of all packages together. */
const maxFiles = 4_000_000;

/**
 * apk-tools' installed database (apk-tools, doc/apk-v2 and src/database.c): entries of `X:value` lines, a blank line between them. After the
 * package's own fields follow `F:` (directory) with `R:` (file in it); `a:`, `M:` and `Z:` say more of the line above.
 */
export function parseApkInstalled(text: string): ApkInstalled {
  const records: ApkRecord[] = [];
  let broken = 0;
  let fileCount = 0;
  let entry = new Map<string, string>();
  let files: string[] = [];
  let directory = '';
  let start = 0;
  while (start < text.length) {
    if (records.length >= maxRecords || fileCount >= maxFiles) return { records, broken, truncated: true };
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const stop = end > start && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
    if (stop === start) finish();
    else if (text.charCodeAt(start + 1) === 0x3a) addLine(text.charAt(start), start + 2, stop);
    start = end + 1;
  }
  finish();
  return { records, broken, truncated: false };

  function addLine(field: string, from: number, to: number): void {
    if (field === 'F') directory = text.slice(from, to);
    else if (field === 'R') {
      const name = text.slice(from, to);
      files.push(directory === '' ? name : `${directory}/${name}`);
      fileCount += 1;
    } else if (kept.includes(field) && !entry.has(field)) entry.set(field, text.slice(from, to).trim());
  }

  function finish(): void {
    if (entry.size > 0) {
      const record = toRecord(entry, files);
      if (record === undefined) broken += 1;
      else if (!isVirtual(record)) records.push(record);
    }
    entry = new Map();
    files = [];
    directory = '';
  }
}

const kept = 'PVAoLDp';

function toRecord(entry: ReadonlyMap<string, string>, files: readonly string[]): ApkRecord | undefined {
  const name = entry.get('P') ?? '';
  const version = entry.get('V') ?? '';
  if (!isOsPackage(name, version)) return undefined;
  const origin = entry.get('o');
  const license = entry.get('L');
  const depends = capabilities(entry.get('D')).filter((one) => !one.startsWith('!'));
  const provides = capabilities(entry.get('p'));
  return {
    name,
    version,
    arch: entry.get('A') ?? '',
    ...(origin && origin !== name ? { origin } : {}),
    ...(license ? { license } : {}),
    ...(depends.length > 0 ? { depends } : {}),
    ...(provides.length > 0 ? { provides } : {}),
    files,
  };
}

/** `apk add --virtual .build-deps` makes an entry with the time as its version, no files and no origin: a bookmark, not a package. */
function isVirtual({ name, version, origin, files, license }: ApkRecord): boolean {
  if (files.length > 0 || origin !== undefined || license !== undefined) return false;
  return name.startsWith('.') || /^\d{8}\.\d{6}$/.test(version);
}

/** `so:libc.musl-x86_64.so.1=1 musl>=1.2` → names. */
function capabilities(field: string | undefined): string[] {
  if (!field) return [];
  const names = field.split(/\s+/).map((one) => {
    const end = one.search(/[=<>~]/);
    return end < 0 ? one : one.slice(0, end);
  });
  return [...new Set(names)].filter(Boolean);
}
