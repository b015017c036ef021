import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';

/** Held while a database is written; readers never look at it. */
export interface Lock {
  release(): void;
}

/**
 * Takes `path`, a file made by an atomic link. A lock whose process is gone (killed, or the machine restarted) is taken over; one held by
 * another machine over a shared folder is not.
 */
export function takeLock(path: string): Outcome<Lock> {
  const mine = `${process.pid}\n${startOf(process.pid)}\n${hostname()}\n`;
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, mine);
    for (let attempt = 0; attempt < 5; attempt++) {
      if (tryLink(temporary, path)) {
        sweep(path);
        return ok({ release: () => release(path, mine) });
      }
      const holder = readQuietly(path);
      if (holder === undefined) continue;
      if (isAlive(holder)) return busy(path, holder);
      removeStale(path, holder);
    }
    return busy(path, readQuietly(path) ?? '');
  } catch (cause) {
    return failed(
      errorIssue('advisory-db/lock', 'the lock of the advisory database cannot be taken', { where: path, cause }),
    );
  } finally {
    rmSync(temporary, { force: true });
  }
}

function busy(path: string, holder: string): Outcome<Lock> {
  const [pid = '?', , host = '?'] = holder.split('\n');
  return failed(
    errorIssue('advisory-db/busy', `another import or update is running (process ${pid} on ${host})`, {
      where: path,
      hint: 'wait for it to end; scans go on with the present database',
    }),
  );
}

function tryLink(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(holder: string): boolean {
  const [pid = '', start = '', host = ''] = holder.split('\n');
  if (host !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // The number may belong to another process by now.
  return start === '' || startOf(Number(pid)) === start;
}

/** Two processes may find the same stale lock: the one that moves it away must have moved that one, not the other's new lock. */
function removeStale(path: string, holder: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (readQuietly(aside) !== holder) linkSync(aside, path);
  } catch {
    // Somebody else was faster: the next attempt looks again.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Removes what processes left that were killed between making their file and linking it. Only the holder of the lock does. */
function sweep(path: string): void {
  const prefix = `${basename(path)}.`;
  try {
    for (const name of readdirSync(dirname(path))) {
      const [, pid] = /^(\d+)\.(?:tmp|stale)$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '') ?? [];
      if (pid === undefined || pid === String(process.pid)) continue;
      const left = join(dirname(path), name);
      // Killed before it wrote who it is: it was on this machine as far as anybody can tell.
      const holder = readQuietly(left) || `${pid}\n\n${hostname()}\n`;
      if (!isAlive(holder)) rmSync(left, { force: true });
    }
  } catch {
    // They are in nobody's way: the next holder tries again.
  }
}

function release(path: string, mine: string): void {
  if (readQuietly(path) === mine) rmSync(path, { force: true });
}

function readQuietly(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Start time of a process in clock ticks since boot (proc(5), field 22); '' where there is no /proc. */
function startOf(pid: number): string {
  const stat = readQuietly(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
