import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { takeLock } from '../db/lock.ts';
import { baseEcosystem, ecosystems } from '../ecosystem.ts';
import type { SourceFile } from './discover.ts';
import { download, withoutCredentials } from './download.ts';
import { epss } from './epss.ts';
import { withFrugalHeap } from './frugal-heap.ts';
import { type ImportItem, type ImportOptions, type ImportResult, importLocked } from './import.ts';
import { kev } from './kev.ts';
import { readState, type SourceState, stateFolder } from './state.ts';

/** OSV's own bucket (google.github.io/osv.dev/data), CISA's catalogue and FIRST's scores. */
export const defaultOrigins = {
  osv: 'https://osv-vulnerabilities.storage.googleapis.com',
  kev: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  epss: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
} as const;

export interface UpdateOptions extends ImportOptions {
  /** Base URL: `URL/ECOSYSTEM/all.zip`, and `URL/ecosystems.txt` where the server has one. */
  readonly base: string;
  /** Only these; default: those of ecosystems.txt that Holdfast can match, else all that it can match. */
  readonly ecosystems?: readonly string[];
  /** URLs of further feeds. */
  readonly kev?: string;
  readonly epss?: string;
  readonly fetch: typeof fetch;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** After so many files that could not be had, the server is not asked for more. */
const failuresInARow = 2;

/**
 * Brings the database up to date over HTTP: only what changed is downloaded and read. What cannot be fetched keeps its present data
 * and is reported as an issue.
 */
export async function updateDb(options: UpdateOptions): Promise<Outcome<ImportResult>> {
  const lock = takeLock(`${options.dbPath}.lock`);
  if (!lock.ok) return lock;
  try {
    return await withFrugalHeap(() => update(options));
  } finally {
    lock.value.release();
  }
}

async function update(options: UpdateOptions): Promise<Outcome<ImportResult>> {
  const base = options.base.replace(/\/+$/, '');
  const folder = join(stateFolder(options.dbPath), 'downloads');
  const known = options.fresh === true ? {} : (readState(options.dbPath)?.sources ?? {});
  const { names: wanted, unreachable } = await wantedEcosystems(base, folder, options);
  const items: ImportItem[] = [];
  const issues: Issue[] = [];
  let present = 0;
  let failures = unreachable ? 1 : 0;
  const fetchOne = async (url: string, source: SourceFile & { path: string }, mayBeAbsent: boolean) => {
    const fetched = await download(url, source.path, {
      fetch: options.fetch,
      ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
      ...knownOf(known[source.name], url),
      progress: (done, total) =>
        options.progress?.({ step: 'download', source: source.name, done, ...(total === undefined ? {} : { total }) }),
    });
    if (!fetched.ok) {
      issues.push(fetched.issue);
      failures++;
      return;
    }
    failures = 0;
    if (fetched.value.state === 'absent') {
      if (!mayBeAbsent)
        issues.push(
          errorIssue('db-update/absent', 'the server does not have this file', { where: withoutCredentials(url) }),
        );
      return;
    }
    present++;
    if (fetched.value.state === 'unchanged') return;
    const { etag, lastModified, sha256, bytes } = fetched.value;
    items.push({
      source,
      origin: {
        from: withoutCredentials(url),
        ...(etag === undefined ? {} : { etag }),
        ...(lastModified === undefined ? {} : { lastModified }),
        ...(sha256 === undefined ? {} : { sha256 }),
        ...(bytes === undefined ? {} : { bytes }),
      },
    });
  };
  for (const name of wanted) {
    // Each failure took its retries: a server that is not there must not be asked for every ecosystem.
    if (failures >= failuresInARow) break;
    const path = join(folder, `${encodeURIComponent(name)}.zip`);
    await fetchOne(
      `${base}/${encodeURIComponent(name)}/all.zip`,
      { kind: 'osv-zip', name, path },
      options.ecosystems === undefined,
    );
  }
  if (options.kev !== undefined)
    await fetchOne(
      options.kev,
      { kind: 'feed', name: kev.source, feed: kev.id, path: join(folder, `kev.json${gz(options.kev)}`) },
      false,
    );
  if (options.epss !== undefined)
    await fetchOne(
      options.epss,
      { kind: 'feed', name: epss.source, feed: epss.id, path: join(folder, `epss.csv${gz(options.epss)}`) },
      false,
    );
  if (present === 0) {
    return failed(
      issues[0] ??
        errorIssue('db-update/nothing-found', 'the server has no advisories', {
          where: withoutCredentials(base),
          hint: 'expected ECOSYSTEM/all.zip below this URL',
        }),
    );
  }
  const imported = await importLocked(items, { ...options, from: withoutCredentials(base) });
  if (!imported.ok) return imported;
  // What was read lies in segments now.
  for (const item of items) if ('path' in item.source) rmSync(item.source.path, { force: true });
  return ok({ ...imported.value, issues: [...issues, ...imported.value.issues] });
}

/** Validators only count for the URL that gave them. */
function knownOf(state: SourceState | undefined, url: string): { known?: { etag?: string; lastModified?: string } } {
  if (state === undefined || state.origin.from !== withoutCredentials(url)) return {};
  const { etag, lastModified } = state.origin;
  return {
    known: { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) },
  };
}

async function wantedEcosystems(
  base: string,
  folder: string,
  options: UpdateOptions,
): Promise<{ readonly names: readonly string[]; readonly unreachable: boolean }> {
  if (options.ecosystems) return { names: options.ecosystems, unreachable: false };
  const file = join(folder, 'ecosystems.txt');
  const all = ecosystems.map(({ name }) => name);
  const fetched = await download(`${base}/ecosystems.txt`, file, {
    fetch: options.fetch,
    ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
  });
  if (!fetched.ok || fetched.value.state !== 'new') return { names: all, unreachable: !fetched.ok };
  const named = new Set(
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => baseEcosystem(line.trim())),
  );
  rmSync(file, { force: true });
  const matched = all.filter((name) => named.has(name));
  return { names: matched.length > 0 ? matched : all, unreachable: false };
}

function gz(url: string): string {
  return /\.gz(?:$|\?)/.test(url) ? '.gz' : '';
}
