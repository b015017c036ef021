import type { Package } from '#core/package.ts';
import type { AdvisoryDb } from '../db/reader.ts';
import type { Bucket, Hit } from './hits.ts';
import type { LookUp } from './target.ts';

/**
 * Paid or extended support (Ubuntu Pro, Red Hat EUS, AUS, E4S …) has packages and advisories of its own. They speak of packages built for it,
 * and of these they decide: the release's own advisory knows nothing of their fix.
 */
export function decideExtended(
  pkg: Package,
  hits: readonly Hit[],
  extended: readonly LookUp[],
  bucketOf: (lookUp: LookUp) => Bucket,
  db: AdvisoryDb,
): readonly Hit[] {
  if (extended.length === 0) return hits;
  if (!isExtendedBuild(pkg)) return hits.filter(({ lookUp }) => !lookUp.extended || isOnlyKnown(lookUp, hits));
  const covered = new Set<string>();
  for (const lookUp of extended) {
    for (const { advisory: number } of bucketOf(lookUp)) {
      const advisory = db.advisory(number);
      for (const id of [...(advisory?.upstream ?? []), ...(advisory?.aliases ?? [])]) covered.add(id);
    }
  }
  return hits.filter(({ lookUp, identity }) => lookUp.extended || !identity.cves.some((cve) => covered.has(cve)));
}

/** Ubuntu Pro's packages carry `esm`; those of Red Hat's minor-release streams `el8_6`. */
function isExtendedBuild(pkg: Package): boolean {
  return pkg.type === 'deb' ? /[+~]esm\d/.test(pkg.version) : pkg.type === 'rpm' && /\.el\d+_\d+/.test(pkg.version);
}

/** Of a Red Hat minor release that the main advisories do not speak of. */
function isOnlyKnown(lookUp: LookUp, hits: readonly Hit[]): boolean {
  return lookUp.ecosystem.startsWith('Red Hat:') && !hits.some((hit) => !hit.lookUp.extended);
}
