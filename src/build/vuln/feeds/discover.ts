import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compareText } from '#core/order.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { readHead } from './document.ts';
import { feeds } from './index.ts';

/** One thing that can be imported from disk. `name` identifies it in the state: importing it again replaces it. */
export type SourceFile =
  | { readonly kind: 'osv-zip'; readonly name: string; readonly path: string }
  | { readonly kind: 'osv-json'; readonly name: string; readonly paths: readonly string[] }
  | { readonly kind: 'feed'; readonly name: string; readonly feed: string; readonly path: string };

export const discoverLimits = {
  /** Nested folders of JSON records. */
  depth: 8,
  files: 5_000_000,
} as const;

/**
 * What a path given to `db import` holds: OSV's bucket layout (`ECOSYSTEM/all.zip`), zips, a folder of JSON records, one of these, or a file
 * of another feed (KEV, EPSS). Folders whose names begin with `_` or `.` are no ecosystems: only other feeds' files are taken from them.
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
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (isFolder(path)) {
      const zip = join(path, 'all.zip');
      if (!isHidden(entry.name) && isFile(zip)) found.push({ kind: 'osv-zip', name: entry.name, path: zip });
      for (const file of readdirSync(path).sort()) {
        found.push(...ofFeed(join(path, file)));
      }
    } else if (entry.name.endsWith('.zip')) {
      found.push({ kind: 'osv-zip', name: nameOfZip(path), path });
    } else {
      found.push(...ofFeed(path));
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
  const other = ofFeed(path, true);
  if (other.length > 0) return other;
  return path.endsWith('.json') ? [{ kind: 'osv-json', name: basename(path, '.json'), paths: [path] }] : [];
}

/** `Debian/all.zip` is Debian's; any other zip is its own source. */
function nameOfZip(path: string): string {
  return basename(path) === 'all.zip' ? basename(dirname(path)) : basename(path, '.zip');
}

/** `named`: by the user, so that the file's own name does not matter. */
function ofFeed(path: string, named = false): SourceFile[] {
  for (const feed of feeds) {
    if ((named || feed.mayBe(basename(path))) && feed.recognises(readHead(path))) {
      return [{ kind: 'feed', name: feed.source, feed: feed.id, path }];
    }
  }
  return [];
}

function jsonFiles(folder: string, depth: number, found: string[] = []): string[] {
  if (depth > discoverLimits.depth) return found;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
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
