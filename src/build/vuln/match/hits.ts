import type { Package } from '#core/package.ts';
import type { AdvisoryDb } from '../db/reader.ts';
import type { Advisory, Affected } from '../db/record.ts';
import { type EcosystemSchemes, schemesOf } from '../ecosystem.ts';
import { type Match, matchVersion } from './evaluate.ts';
import { embeddedCve, type Identity, identify, isNoSecurityAdvisory } from './identity.ts';
import { isFixedBuild, otherModule } from './rpm-module.ts';
import type { LookUp } from './target.ts';

/** An advisory that speaks of a package and holds its version. */
export interface Hit {
  readonly lookUp: LookUp;
  readonly affected: Affected;
  readonly match: Match;
  readonly advisory: Advisory;
  readonly identity: Identity;
  readonly schemes: EcosystemSchemes;
  /** False for bug fixes and enhancements, which are no findings. */
  readonly security: boolean;
}

/** What the database files under one look-up, unpacked once for all packages that share it. */
export type Bucket = readonly Affected[];

/** The advisories that hold this package's version, after module streams, rebuilds, withdrawal and better records. */
export function findHits(
  pkg: Package,
  lookUps: readonly LookUp[],
  db: AdvisoryDb,
  bucketOf: (lookUp: LookUp) => Bucket,
): Hit[] {
  const hits: Hit[] = [];
  for (const lookUp of lookUps) {
    const bucket = bucketOf(lookUp);
    if (bucket.length === 0) continue;
    const schemes = schemesOf(lookUp.ecosystem);
    if (schemes === undefined) continue;
    for (const affected of bucket) {
      const match = matchVersion(affected, lookUp.version, schemes);
      if (match === undefined || reasonAgainst(affected, bucket, pkg, lookUp, schemes) !== undefined) continue;
      const advisory = db.advisory(affected.advisory);
      if (advisory === undefined || advisory.withdrawn !== undefined) continue;
      const identity = identify(advisory, lookUp.ecosystem, db);
      hits.push({
        lookUp,
        affected,
        match,
        advisory,
        identity,
        schemes,
        security: !isNoSecurityAdvisory(advisory, identity),
      });
    }
  }
  return hits;
}

/** Why a version in range does not count after all. */
export function reasonAgainst(
  affected: Affected,
  bucket: Bucket,
  pkg: Package,
  lookUp: LookUp,
  schemes: EcosystemSchemes,
): string | undefined {
  if (pkg.type !== 'rpm') return undefined;
  const module = otherModule(affected, pkg);
  if (module !== undefined) return module;
  if (affected.detail.modules === undefined) return undefined;
  const fixes = bucket
    .filter((other) => other.advisory === affected.advisory)
    .flatMap((other) => other.ranges.flatMap((range) => range.events.filter(({ kind }) => kind === 'fixed')))
    .map(({ version }) => version);
  return isFixedBuild(lookUp.version, fixes, (a, b) => schemes.ecosystem.compare(a, b))
    ? 'the package is a build that has the fix; the range belongs to a build for another minor release'
    : undefined;
}

/**
 * Does a distribution's own record of this CVE speak of the package? It decides over bulletins: a bulletin may name a CVE for another of its
 * packages, or an update of an update.
 */
export function hasCveRecord(cve: string, bucket: Bucket, db: AdvisoryDb): boolean {
  return cveRecord(cve, bucket, db) !== undefined;
}

function cveRecord(cve: string, bucket: Bucket, db: AdvisoryDb): Affected | undefined {
  const named = db.named(cve).advisories;
  if (named.length === 0) return undefined;
  const numbers = new Set(named);
  return bucket.find(({ advisory: number }) => {
    if (!numbers.has(number)) return false;
    const advisory = db.advisory(number);
    return advisory !== undefined && advisory.withdrawn === undefined && embeddedCve(advisory.id) === cve;
  });
}
