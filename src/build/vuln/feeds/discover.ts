import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { MiB } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { epssLimits, isEpss } from './epss.ts';
import { isKev } from './kev.ts';

/** One thing that can be imported from disk. `name` identifies it in the state: importing it again replaces it. */
export type SourceFile =
  | { readonly kind: 'osv-zip'; readonly name: string; readonly path: string }
  | { readonly kind: 'osv-json'; readonly name: string; readonly paths: readonly string[] }
  | { readonly kind: 'kev'; readonly name: 'KEV'; readonly path: string }
  | { readonly kind: 'epss'; readonly name: 'EPSS'; readonly path: string };

export const discoverLimits = {
  depth: 8,
  files: 5_000_000,
  /** KEV and OSV documents. */
  documentBytes: 256 * MiB,
} as const;

/**
 * What a path given to `db import` holds: OSV's bucket layout (`ECOSYSTEM/all.zip`), zips, a folder of JSON records, one of these, a KEV
 * catalogue or EPSS scores. Folders whose names begin with `_` or `.` are no ecosystems: only KEV and EPSS files are taken from them.
 */
export function discoverSources(path: string): Outcome<readonly SourceFile[]> {
  try {
    const found = statSync(path).isDirectory() ? inFolder(path) : ofFile(path);
    if (found.length > 0) return ok(found);
  } catch (cause) {
    return failed(errorIssue('db-import/unreadable', 'the path to import cannot be read', { where: path, cause }));
  }
  return failed(
    errorIssue('db-import/nothing-found', 'nothing to import', {
      where: path,
      hint: 'expected ECOSYSTEM/all.zip folders, OSV zip or JSON files, a KEV catalogue or EPSS scores',
    }),
  );
}

function inFolder(folder: string): SourceFile[] {
  const found: SourceFile[] = [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (isFolder(path)) {
      const zip = join(path, 'all.zip');
      if (!isHidden(entry.name) && isFile(zip)) found.push({ kind: 'osv-zip', name: entry.name, path: zip });
      for (const file of readdirSync(path).sort()) {
        if (mayBeExtra(file)) found.push(...extra(join(path, file)));
      }
    } else if (entry.name.endsWith('.zip')) {
      found.push({ kind: 'osv-zip', name: nameOfZip(path), path });
    } else if (mayBeExtra(entry.name)) {
      found.push(...extra(path));
    }
  }
  if (found.some(({ kind }) => kind === 'osv-zip')) return found;
  const records = jsonFiles(folder, 0);
  const taken = new Set(found.flatMap((source) => ('path' in source ? [source.path] : [])));
  const paths = records.filter((path) => !taken.has(path));
  return paths.length > 0 ? [...found, { kind: 'osv-json', name: basename(folder), paths }] : found;
}

function ofFile(path: string): SourceFile[] {
  if (path.endsWith('.zip')) return [{ kind: 'osv-zip', name: nameOfZip(path), path }];
  const other = extra(path);
  if (other.length > 0) return other;
  return path.endsWith('.json') ? [{ kind: 'osv-json', name: basename(path, '.json'), paths: [path] }] : [];
}

/** `Debian/all.zip` is Debian's; any other zip is its own source. */
function nameOfZip(path: string): string {
  return basename(path) === 'all.zip' ? basename(dirname(path)) : basename(path, '.zip');
}

function extra(path: string): SourceFile[] {
  if (/\.csv(?:\.gz)?$/.test(path)) return isEpss(readHead(path)) ? [{ kind: 'epss', name: 'EPSS', path }] : [];
  if (!/\.json(?:\.gz)?$/.test(path)) return [];
  try {
    return isKev(JSON.parse(readDocument(path))) ? [{ kind: 'kev', name: 'KEV', path }] : [];
  } catch {
    return [];
  }
}

/** By name only: a folder of records must not be read twice. */
function mayBeExtra(name: string): boolean {
  return /\.(?:csv|csv\.gz|json\.gz)$/.test(name) || /(?:kev|known.?exploited).*\.json$/i.test(name);
}

/** The whole of a text file, unpacked where its name ends in `.gz`. Throws past the limit. */
export function readDocument(path: string, limit: number = discoverLimits.documentBytes): string {
  if (statSync(path).size > limit) throw new Error(`${path} has more than ${limit} bytes`);
  const bytes = readFileSync(path);
  const plain = path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: limit }) : bytes;
  return plain.toString('utf8').replace(/^\uFEFF/, '');
}

function readHead(path: string): string {
  if (path.endsWith('.gz')) return readDocument(path, epssLimits.bytes).slice(0, 4096);
  const head = Buffer.alloc(4096);
  const fd = openSync(path, 'r');
  try {
    return head.toString('utf8', 0, readSync(fd, head, 0, head.length, 0));
  } finally {
    closeSync(fd);
  }
}

function jsonFiles(folder: string, depth: number, found: string[] = []): string[] {
  if (depth > discoverLimits.depth) return found;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (found.length >= discoverLimits.files) break;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !isHidden(entry.name)) jsonFiles(path, depth + 1, found);
    else if (entry.isFile() && entry.name.endsWith('.json')) found.push(path);
  }
  return found;
}

function isHidden(name: string): boolean {
  return name.startsWith('.') || name.startsWith('_');
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
