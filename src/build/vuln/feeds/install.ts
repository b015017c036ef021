import { mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { type BlobStore, pullArtifact } from '../db/artifact.ts';
import { takeLock } from '../db/lock.ts';
import { dropState, renameDurably } from './state.ts';

/** Pulls a database and puts it in place of the present one, which answers until then. What was imported here before is forgotten. */
export async function installArtifact(
  store: BlobStore,
  reference: string,
  dbPath: string,
): Promise<Outcome<{ readonly digest: string }>> {
  const lock = takeLock(`${dbPath}.lock`);
  if (!lock.ok) return lock;
  const temporary = join(dirname(dbPath), `.${basename(dbPath)}.pull.tmp`);
  try {
    mkdirSync(dirname(dbPath), { recursive: true });
    const pulled = await pullArtifact(store, reference, temporary);
    if (!pulled.ok) return pulled;
    renameDurably(temporary, dbPath);
    dropState(dbPath);
    return ok(pulled.value);
  } catch (cause) {
    return failed(
      errorIssue('db-pull/failed', 'the database could not be put in place; the old one is unchanged', {
        where: dbPath,
        cause,
      }),
    );
  } finally {
    rmSync(temporary, { force: true });
    lock.value.release();
  }
}
