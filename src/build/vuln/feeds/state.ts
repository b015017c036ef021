import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { SourceMeta } from '../db/meta.ts';
import type { Feed } from './feed.ts';

/** What `db update` must remember between runs; lies in `<db>.state/sources.json`, beside the segments that it names. */
export interface ImportState {
  readonly version: 1;
  /** Digest of the database that was compiled from this; null while that is still to do. */
  readonly dbDigest: string | null;
  readonly set: 'full' | 'starter';
  /** Base URL of the last update. */
  readonly from?: string;
  /** By name of the source. */
  readonly sources: Readonly<Record<string, SourceState>>;
}

export interface SourceState {
  readonly makes: Feed['makes'];
  /** File name of the segment, in the folder `segments`. */
  readonly segment: string;
  readonly meta: SourceMeta;
  /** Of what was read, for unchanged files. */
  readonly origin: Origin;
}

export interface Origin {
  /** Path or URL, without credentials. */
  readonly from: string;
  readonly etag?: string;
  readonly lastModified?: string;
  /** sha256 of the file, hex. */
  readonly sha256?: string;
  readonly bytes?: number;
}

export const emptyState: ImportState = { version: 1, dbDigest: null, set: 'full', sources: {} };

export function stateFolder(dbPath: string): string {
  return `${dbPath}.state`;
}

export function segmentsFolder(dbPath: string): string {
  return join(stateFolder(dbPath), 'segments');
}

/** Undefined where there is none, or none of ours. */
export function readState(dbPath: string): ImportState | undefined {
  try {
    const value = JSON.parse(readFileSync(join(stateFolder(dbPath), 'sources.json'), 'utf8')) as Partial<ImportState>;
    return value.version === 1 && typeof value.sources === 'object' ? (value as ImportState) : undefined;
  } catch {
    return undefined;
  }
}

/** Atomic and durable. Afterwards segments that no source names are removed. */
export function writeState(dbPath: string, state: ImportState): void {
  mkdirSync(segmentsFolder(dbPath), { recursive: true });
  writeDurably(join(stateFolder(dbPath), 'sources.json'), `${JSON.stringify(state, undefined, 1)}\n`);
  const used = Object.values(state.sources).map(({ segment }) => segment);
  for (const file of readdirSync(segmentsFolder(dbPath))) {
    if (!used.some((segment) => file === segment || file.startsWith(`${segment}.`))) {
      rmSync(join(segmentsFolder(dbPath), file), { force: true, recursive: true });
    }
  }
}

/** The next database does not come from these sources. */
export function dropState(dbPath: string): void {
  rmSync(stateFolder(dbPath), { recursive: true, force: true });
}

function writeDurably(path: string, content: string | Buffer): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const fd = openSync(temporary, 'w', 0o644);
  try {
    const bytes = Buffer.from(content);
    let done = 0;
    while (done < bytes.length) done += writeSync(fd, bytes, done);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameDurably(temporary, path);
}

/** Renames and makes the rename itself survive a power cut. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  const folder = openSync(dirname(to), 'r');
  try {
    fsyncSync(folder);
  } catch {
    // Some file systems do not sync folders; the rename is atomic all the same.
  } finally {
    closeSync(folder);
  }
}
