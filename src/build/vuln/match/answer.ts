import type { Fix } from '#core/finding.ts';
import { compareText } from '#core/order.ts';
import { quote } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { Severity } from '#core/severity.ts';
import type { AdvisoryDb } from '../db/reader.ts';
import { distroTarget, ecosystemTarget, parseDistro } from './distro.ts';
import { describeComparison, describeRange } from './evaluate.ts';
import { groupHits } from './findings.ts';
import { fixOf } from './fix.ts';
import type { Hit } from './hits.ts';
import { createMatcher } from './match.ts';
import { packageOfPurl } from './package-of-purl.ts';
import { rate } from './severity.ts';

/** What the database says of one purl: the answer of `lab match`. */
export interface PurlAnswer {
  readonly advisories: readonly AnsweredAdvisory[];
  /** The ecosystem whose advisories were asked, for OS packages. */
  readonly distro?: string;
  /** Ecosystem that the database does not have. */
  readonly notCovered?: string;
  readonly issue?: string;
}

export interface AnsweredAdvisory {
  /** The advisory's own id. */
  readonly id: string;
  /** CVEs and other ids that it is known by, sorted. */
  readonly aliases: readonly string[];
  readonly ecosystem: string;
  readonly package: string;
  readonly reason: string;
  readonly range: string;
  readonly fixed: readonly string[];
  readonly state: Fix['state'];
  readonly severity: Severity;
  readonly severitySource?: string;
  /** False for updates that only fix bugs: no finding is made of them. */
  readonly security: boolean;
  /** Ids of the findings that a scan would make with it; none where better records decide. */
  readonly findings: readonly string[];
}

/** `distro` as parseDistro takes it; without it the purl's qualifier counts. */
export function answerPurl(db: AdvisoryDb, purl: string, distro?: string): PurlAnswer | { readonly error: string } {
  const pkg = packageOfPurl(purl);
  if (!pkg.ok) return { error: pkg.issue.message };
  const wanted = distro ?? /[?&]distro=([^&#]+)/.exec(purl)?.[1];
  const decoded = wanted === undefined ? undefined : decodeQuietly(wanted);
  const os = decoded === undefined ? undefined : parseDistro(decoded);
  if (distro !== undefined && os === undefined && ecosystemTarget(distro) === undefined) {
    return { error: `${quote(distro)} is no distribution with advisories` };
  }
  // OSV's own name of an ecosystem is taken as it is.
  const exact = decoded !== undefined && db.hasEcosystem(decoded) ? ecosystemTarget(decoded) : undefined;
  return answer(db, pkg.value, os, exact?.main[0]);
}

function answer(db: AdvisoryDb, pkg: Package, os: OsInfo | undefined, exact: string | undefined): PurlAnswer {
  const asked = exact === undefined ? pkg : { ...pkg, purl: `pkg:${pkg.type}/x@0?distro=${encodeURIComponent(exact)}` };
  const matcher = createMatcher(db, exact === undefined ? os : undefined);
  const { hits, missing, invalid } = matcher.match(asked);
  const groups = groupHits(hits, matcher.bucketOf, db);
  const isOs = pkg.type === 'deb' || pkg.type === 'rpm' || pkg.type === 'apk';
  const label = exact ?? (os && distroTarget(os, Object.keys(db.meta.ecosystems))?.label);
  return {
    advisories: mergeHits(hits).map((same) => describe(same, groups, db)),
    ...(isOs && label !== undefined ? { distro: label } : {}),
    ...(missing === undefined ? {} : { notCovered: missing }),
    ...(invalid ? { issue: `version ${quote(pkg.version)} cannot be ordered` } : {}),
  };
}

/** Hits of one advisory, sorted by its id. */
function mergeHits(hits: readonly Hit[]): readonly (readonly Hit[])[] {
  const byId = new Map<string, Hit[]>();
  for (const hit of hits) byId.set(hit.advisory.id, [...(byId.get(hit.advisory.id) ?? []), hit]);
  return [...byId].sort(([a], [b]) => compareText(a, b)).map(([, same]) => same);
}

function describe(same: readonly Hit[], groups: ReadonlyMap<string, readonly Hit[]>, db: AdvisoryDb): AnsweredAdvisory {
  const { advisory, identity, lookUp, match, security } = same[0] as Hit;
  const findings = [...groups].filter(([, group]) => group.some((hit) => same.includes(hit))).map(([id]) => id);
  const records = same.map((hit) => ({ advisory, detail: hit.affected.detail, ecosystem: hit.lookUp.ecosystem }));
  const fix = fixOf(same.map((hit) => ({ affected: hit.affected, version: hit.lookUp.version, schemes: hit.schemes })));
  const rating = rate(identity.cves[0] ?? advisory.id, records, db);
  return {
    id: advisory.id,
    aliases: [...identity.cves, ...identity.others].filter((id) => id !== advisory.id),
    ecosystem: lookUp.ecosystem,
    package: lookUp.name,
    reason: describeComparison(match, lookUp.version),
    range: describeRange(match),
    fixed: fix.versions,
    state: fix.state,
    severity: rating.severity,
    ...(rating.source === undefined ? {} : { severitySource: rating.source }),
    security,
    findings,
  };
}

function decodeQuietly(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
