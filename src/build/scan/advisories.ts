import { existsSync, statSync } from 'node:fs';
import type { Finding } from '#core/finding.ts';
import { type Issue, type Outcome, ok } from '#core/outcome.ts';
import type { AdvisoryState } from '#core/scan-report.ts';
import { buildId } from './build-id.ts';
import type { ScanCache } from './cache.ts';
import type { Collected } from './collected.ts';

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

/**
 * Vulnerabilities of a target. The same content and the same database file give the same answer, so it is kept, and the matcher is not even
 * loaded when it is known.
 */
export async function matchKnown(
  collected: Collected,
  key: readonly string[] | undefined,
  choice: DbChoice,
  cache: ScanCache,
): Promise<Outcome<Matched>> {
  const identity = fileIdentity(chosenPath(choice));
  const name = key && identity ? ['matched', buildId, identity, ...key] : undefined;
  const known = name && (cache.get(name) as Matched | undefined);
  if (known) return ok(known);
  const { matchAdvisories } = await import('./match-advisories.ts');
  const matched = matchAdvisories(choice, collected);
  if (name && matched.ok && !matched.value.issues.some((issue) => issue.level === 'error'))
    cache.put(name, matched.value);
  return matched;
}

export function chosenPath({ named, imported, starter }: DbChoice): string {
  return named ?? (existsSync(imported) ? imported : starter);
}

/** An import puts a new file in the old one's place, so these change with the content. */
function fileIdentity(path: string): string | undefined {
  try {
    const { dev, ino, size, mtimeNs } = statSync(path, { bigint: true });
    return `${path}:${dev}:${ino}:${size}:${mtimeNs}`;
  } catch {
    return undefined;
  }
}
