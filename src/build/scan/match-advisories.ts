import { type AdvisoryDb, openDb } from '#build/vuln/db/reader.ts';
import { matchPackages } from '#build/vuln/match/match.ts';
import { type Outcome, ok } from '#core/outcome.ts';
import { chosenPath, type DbChoice, type Matched } from './advisories.ts';
import type { Collected } from './collected.ts';

export function matchAdvisories(
  choice: DbChoice,
  { os, packages }: Pick<Collected, 'os' | 'packages'>,
): Outcome<Matched> {
  const db = openChosenDb(choice);
  if (!db.ok) return db;
  const { meta, digest } = db.value;
  const { findings, issues, notCovered } = matchPackages(db.value, { ...(os ? { os } : {}), packages });
  db.value.close();
  return ok({
    findings,
    issues: [...(db.issues ?? []), ...issues],
    advisories: {
      set: meta.set,
      advisories: meta.advisories,
      ...(meta.newest ? { builtAt: meta.newest } : {}),
      digest,
      notCovered,
    },
  });
}

/** A database that the user named must open. A damaged imported one must not stop a scan: the report then says that only the starter set was used. */
export function openChosenDb(choice: DbChoice): Outcome<AdvisoryDb> {
  const chosen = openDb(chosenPath(choice));
  if (chosen.ok || choice.named !== undefined) return chosen;
  const starter = openDb(choice.starter);
  return starter.ok ? ok(starter.value, [chosen.issue]) : chosen;
}
