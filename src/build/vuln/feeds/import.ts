import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { takeLock } from '../db/lock.ts';
import type { DbMeta } from '../db/meta.ts';
import { openDb } from '../db/reader.ts';
import { compileDb } from './compile.ts';
import type { SourceFile } from './discover.ts';
import { withFrugalHeap } from './frugal-heap.ts';
import { feedById } from './index.ts';
import { importOsv } from './osv.ts';
import {
  emptyState,
  type ImportState,
  type Origin,
  readState,
  renameDurably,
  type SourceState,
  segmentsFolder,
  stateFolder,
  writeState,
} from './state.ts';

export interface ImportOptions {
  readonly dbPath: string;
  /** Forget the sources imported before. */
  readonly fresh?: boolean;
  readonly set?: DbMeta['set'];
  readonly from?: string;
  readonly progress?: (event: ImportProgress) => void;
}

export interface ImportProgress {
  readonly step: 'read' | 'download' | 'compile' | 'done';
  readonly source?: string;
  readonly done?: number;
  readonly total?: number;
}

export interface ImportResult {
  readonly meta: DbMeta;
  readonly digest: string;
  /** Names of the sources that were read again; the others were unchanged. */
  readonly read: readonly string[];
  /** Sources that could not be read keep what they had; records that could not be used are counted in `meta.sources`. */
  readonly issues: readonly Issue[];
}

/** A source, and what is already known of where it came from. */
export interface ImportItem {
  readonly source: SourceFile;
  readonly origin?: Origin;
}

/**
 * Reads sources into segments, compiles all segments into a new database beside the old one and renames it into place. Until then,
 * and whatever happens, the old database answers. One import at a time: a second one fails at once.
 */
export async function importSources(
  items: readonly ImportItem[],
  options: ImportOptions,
): Promise<Outcome<ImportResult>> {
  const lock = takeLock(`${options.dbPath}.lock`);
  if (!lock.ok) return lock;
  try {
    return await withFrugalHeap(() => importLocked(items, options));
  } finally {
    lock.value.release();
  }
}

/** For callers that hold the lock. */
export async function importLocked(
  items: readonly ImportItem[],
  options: ImportOptions,
): Promise<Outcome<ImportResult>> {
  const { dbPath, progress } = options;
  const before = startingState(options);
  if (!before.ok) return before;
  try {
    mkdirSync(segmentsFolder(dbPath), { recursive: true });
    const sources: Record<string, SourceState> = { ...before.value.sources };
    const issues: Issue[] = [];
    const read: string[] = [];
    for (const item of items) {
      const { name } = item.source;
      const origin = item.origin ?? (await originOf(item.source));
      if (isUnchanged(sources[name], origin)) continue;
      const state = await importQuietly(item.source, origin, dbPath, progress);
      if (state.ok) {
        sources[name] = state.value;
        read.push(name);
      }
      issues.push(...(state.ok ? (state.issues ?? []) : [state.issue]));
    }
    const failedAll = issues.find((issue) => issue.level === 'error');
    if (Object.keys(sources).length === 0 && failedAll) return failed(failedAll);
    return ok(compileState({ ...before.value, sources }, read, issues, options));
  } catch (cause) {
    return failed(
      errorIssue('db-import/failed', 'the import did not finish; the old database is unchanged', {
        where: dbPath,
        cause,
      }),
    );
  }
}

function startingState(options: ImportOptions): Outcome<ImportState> {
  const { dbPath, fresh } = options;
  if (fresh === true || !existsSync(dbPath)) return ok(fresh === true ? emptyState : (readState(dbPath) ?? emptyState));
  const state = readState(dbPath);
  const opened = openDb(dbPath);
  const digest = opened.ok ? opened.value.digest : undefined;
  if (opened.ok) opened.value.close();
  // A damaged file is no reason to refuse: it is what an import repairs.
  if (digest === undefined) return ok(state ?? emptyState);
  if (state !== undefined && (state.dbDigest === null || state.dbDigest === digest)) return ok(state);
  return failed(
    errorIssue('db-import/not-ours', 'the present database was not made by an import here, so it cannot be added to', {
      where: dbPath,
      hint: 'give --fresh to replace it by what you import now, or another --db',
    }),
  );
}

function isUnchanged(known: SourceState | undefined, origin: Origin): boolean {
  return known?.origin.sha256 !== undefined && known.origin.sha256 === origin.sha256;
}

/** What goes wrong with one source must not cost the others. */
async function importQuietly(...args: Parameters<typeof importOne>): Promise<Outcome<SourceState>> {
  try {
    return await importOne(...args);
  } catch (cause) {
    return failed(errorIssue('db-import/source', `${args[0].name} could not be read`, { where: args[1].from, cause }));
  }
}

async function importOne(
  source: SourceFile,
  origin: Origin,
  dbPath: string,
  progress: ImportOptions['progress'],
): Promise<Outcome<SourceState>> {
  const segment = `${encodeURIComponent(source.name)}-${Date.now().toString(36)}${process.pid.toString(36)}`;
  const path = join(segmentsFolder(dbPath), segment);
  if (source.kind === 'feed') return importFeed(source, path, segment, origin);
  const summary = await importOsv(source, path, async (done, total) => {
    progress?.({ step: 'read', source: source.name, done, total });
  });
  if (!summary.ok) return summary;
  const { records, skipped, newest, issues } = summary.value;
  const meta = { name: source.name, records, ...(Object.keys(skipped).length > 0 ? { skipped } : {}), newest };
  return ok({ makes: 'advisories', segment, meta, origin }, issues);
}

function importFeed(
  source: Extract<SourceFile, { kind: 'feed' }>,
  path: string,
  segment: string,
  origin: Origin,
): Outcome<SourceState> {
  const feed = feedById(source.feed);
  if (feed === undefined) return failed(errorIssue('db-import/no-feed', `there is no feed ${source.feed}`));
  const summary = feed.import(source.path, path);
  if (!summary.ok) return summary;
  return ok({ makes: feed.makes, segment, meta: { name: source.name, ...summary.value }, origin });
}

function compileState(
  state: ImportState,
  read: readonly string[],
  issues: readonly Issue[],
  options: ImportOptions,
): ImportResult {
  const { dbPath } = options;
  const next: ImportState = {
    ...state,
    set: options.set ?? 'full',
    dbDigest: null,
    ...(options.from === undefined ? {} : { from: options.from }),
  };
  const opened = openDb(dbPath);
  if (opened.ok) {
    const { digest, meta } = opened.value;
    opened.value.close();
    if (read.length === 0 && state.dbDigest === digest) {
      writeState(dbPath, { ...next, dbDigest: digest });
      return { meta, digest, read, issues };
    }
  }
  writeState(dbPath, next);
  options.progress?.({ step: 'compile' });
  // Always the same name: what a killed import left is overwritten.
  const temporary = join(stateFolder(dbPath), 'next.db');
  const { digest, meta } = compileDb(compileInput(next, dbPath), temporary);
  renameDurably(temporary, dbPath);
  writeState(dbPath, { ...next, dbDigest: `sha256:${digest}` });
  options.progress?.({ step: 'done' });
  return { meta, digest: `sha256:${digest}`, read, issues };
}

function compileInput(state: ImportState, dbPath: string): Parameters<typeof compileDb>[0] {
  const all = Object.values(state.sources).map((source) => ({
    ...source,
    path: join(segmentsFolder(dbPath), source.segment),
  }));
  const kev = all.find(({ makes }) => makes === 'kev');
  const epss = all.find(({ makes }) => makes === 'epss');
  return {
    set: state.set,
    segments: all.filter(({ makes }) => makes === 'advisories'),
    ...(kev ? { kev: { path: kev.path, date: kev.meta.newest } } : {}),
    ...(epss ? { epss: { path: epss.path, date: epss.meta.newest, entries: epss.meta.records } } : {}),
  };
}

async function originOf(source: SourceFile): Promise<Origin> {
  if (source.kind === 'osv-json') return { from: dirname(source.paths[0] ?? '') };
  const hash = createHash('sha256');
  await pipeline(createReadStream(source.path, { highWaterMark: 1024 * 1024 }), hash);
  return { from: source.path, sha256: hash.digest('hex'), bytes: statSync(source.path).size };
}
