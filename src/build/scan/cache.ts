import { createHash, randomUUID } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { MiB } from '#core/limits.ts';

/** Results kept between runs, in files named by a hash of everything they depend on. */
export interface ScanCache {
  /** Folder for spool files too, where it could be made. */
  readonly directory: string;
  get(key: readonly string[]): unknown;
  put(key: readonly string[], value: unknown): void;
}

/** Bytes that all cached results together may take. */
const defaultCapacity = 512 * MiB;
/** A result larger than this is not kept. */
const maxEntryBytes = 64 * MiB;
/** Spool files of a process that died are removed after this, milliseconds. */
const staleAfter = 24 * 3600 * 1000;

/**
 * A directory of JSON files. Safe under parallel scans: files appear by rename, a missing or damaged one is a miss, and whoever writes past
 * the capacity removes the least recently used. Failing to write is no error: the next scan is only slower.
 */
export function openCache(directory: string, capacity: number = defaultCapacity): ScanCache {
  const results = join(directory, 'results');
  makeDirectory(results);
  const fileOf = (key: readonly string[]) =>
    join(results, `${createHash('sha256').update(JSON.stringify(key)).digest('hex')}.json`);
  return {
    directory,
    get(key) {
      const file = fileOf(key);
      try {
        const value = open(readFileSync(file, 'utf8'));
        if (value === undefined) return undefined;
        const now = new Date();
        utimesSync(file, now, now);
        return value;
      } catch {
        return undefined;
      }
    },
    put(key, value) {
      const temporary = join(directory, `new-${process.pid}-${randomUUID()}`);
      try {
        // Throws for what is longer than a string can be.
        const text = seal(JSON.stringify(value));
        if (text.length > maxEntryBytes) return;
        writeFileSync(temporary, text, { mode: 0o600 });
        renameSync(temporary, fileOf(key));
        trim(directory, results, capacity);
      } catch {
        remove(temporary);
      }
    },
  };
}

/** A digest of the text before the text: a file that was cut off or changed by hand is a miss, not a wrong answer. */
function seal(text: string): string {
  return `${digestOf(text)}\n${text}`;
}

function open(sealed: string): unknown {
  const end = sealed.indexOf('\n');
  const text = sealed.slice(end + 1);
  return sealed.slice(0, Math.max(0, end)) === digestOf(text) ? JSON.parse(text) : undefined;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** A cache that keeps nothing (`--no-cache`); the directory still serves for spooling. */
export function noCache(directory: string): ScanCache {
  makeDirectory(directory);
  return { directory, get: () => undefined, put: () => {} };
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // it was never made
  }
}

/** Where it cannot be made, nothing is kept. */
function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch {
    // a read-only home, or a file in its place
  }
}

function trim(directory: string, results: string, capacity: number): void {
  const files = readdirSync(results).flatMap((name) => {
    try {
      const { size, mtimeMs } = statSync(join(results, name));
      return [{ name, size, mtimeMs }];
    } catch {
      return []; // another process was quicker
    }
  });
  let total = files.reduce((sum, file) => sum + file.size, 0);
  if (total > capacity) {
    for (const file of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= capacity * 0.9) break;
      rmSync(join(results, file.name), { force: true });
      total -= file.size;
    }
  }
  for (const name of readdirSync(directory)) {
    if (!/^(spool|new)-/.test(name)) continue;
    try {
      if (Date.now() - statSync(join(directory, name)).mtimeMs > staleAfter) unlinkSync(join(directory, name));
    } catch {
      // gone already
    }
  }
}
