import type { Fix, FixState } from '#core/finding.ts';
import { compareText } from '#core/order.ts';
import type { Affected } from '../db/record.ts';
import type { EcosystemSchemes } from '../ecosystem.ts';

/**
 * Versions that lie above the installed one and are said to be fixed, lowest first: those of the range that matched, then of the record's
 * other ranges for this package (newer branches). Without one: what the vendor says, else whether the range has an end at all.
 */
export function fixOf(
  hits: readonly { readonly affected: Affected; readonly version: string; readonly schemes: EcosystemSchemes }[],
): Fix {
  const versions = fixedVersions(hits);
  for (const { affected } of hits) {
    const state = vendorState(affected.detail.status, affected.detail.rating);
    if (state !== undefined && (state === 'unimportant' || versions.length === 0)) return { state, versions };
  }
  if (hits[0]?.affected.detail.informational === 'notice') return { state: 'unimportant', versions };
  if (versions.length > 0) return { state: 'fixed', versions };
  return { state: hits.some(({ affected }) => isOpen(affected)) ? 'unfixed' : 'unknown', versions: [] };
}

function fixedVersions(
  hits: readonly { readonly affected: Affected; readonly version: string; readonly schemes: EcosystemSchemes }[],
): readonly string[] {
  const found: string[] = [];
  const scheme = hits[0]?.schemes.ecosystem;
  if (scheme === undefined) return found;
  for (const { affected, version, schemes } of hits) {
    for (const range of affected.ranges) {
      const order = range.semver ? schemes.semver : schemes.ecosystem;
      for (const event of range.events) {
        if (event.kind === 'fixed' && order.compare(event.version, version) > 0) found.push(event.version);
      }
    }
  }
  const sorted = [...new Set(found)].sort((a, b) => scheme.compare(a, b) || compareText(a, b));
  return sorted.filter((version, index) => index === 0 || scheme.compare(version, sorted[index - 1] as string) !== 0);
}

/** Debian's urgency, Ubuntu's priority, Wolfi's advisory events, Red Hat's fix states. */
function vendorState(status: string | undefined, rating: string | undefined): FixState | undefined {
  if (rating?.toLowerCase() === 'unimportant') return 'unimportant';
  switch (status?.toLowerCase()) {
    case 'unimportant':
      return 'unimportant';
    case 'end-of-life':
    case 'ignored':
    case 'fix-not-planned':
    case 'analysis-not-planned':
    case 'will not fix':
    case 'wont-fix':
    case 'out of support scope':
      return 'wont-fix';
    default:
      return undefined;
  }
}

/** Affected from some version on with no end given: there is no fix. A `last_affected` means that somebody knows a good version. */
function isOpen(affected: Affected): boolean {
  return affected.ranges.some((range) => range.events.every((event) => event.kind === 'introduced'));
}
