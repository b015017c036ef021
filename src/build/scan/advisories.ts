import type { AdvisoryDb } from '#build/vuln/db/reader.ts';
import { openDb } from '#build/vuln/db/reader.ts';
import { matchPackages } from '#build/vuln/match/match.ts';
import type { Finding } from '#core/finding.ts';
import type { Issue } from '#core/outcome.ts';
import { type Outcome, ok } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { AdvisoryState } from '#core/scan-report.ts';

/** Which database to ask: the one the user named, the imported one, or what ships with Holdfast. */
export interface DbChoice {
  /** Named with --db or HOLDFAST_DB: must open. */
  readonly named?: string;
  /** Where `db import` puts it: used if it is there. */
  readonly imported: string;
  readonly starter: string;
}

export interface Matched {
  readonly findings: readonly Finding[];
  readonly issues: readonly Issue[];
  readonly advisories: AdvisoryState;
}

export function openChosenDb(choice: DbChoice, exists: (path: string) => boolean): Outcome<AdvisoryDb> {
  if (choice.named !== undefined) return openDb(choice.named);
  if (!exists(choice.imported)) return openDb(choice.starter);
  const imported = openDb(choice.imported);
  if (imported.ok) return imported;
  // A damaged database must not stop a scan; the report says that only the starter set was used, and why.
  const starter = openDb(choice.starter);
  return starter.ok ? ok(starter.value, [imported.issue]) : imported;
}

export function matchAdvisories(db: AdvisoryDb, os: OsInfo | undefined, packages: readonly Package[]): Matched {
  const { findings, issues, notCovered } = matchPackages(db, { ...(os ? { os } : {}), packages });
  return {
    findings,
    issues,
    advisories: {
      set: db.meta.set,
      advisories: db.meta.advisories,
      ...(db.meta.newest ? { builtAt: db.meta.newest } : {}),
      digest: db.digest,
      notCovered,
    },
  };
}
