import type { Finding } from '#core/finding.ts';
import { compareText } from '#core/order.ts';
import type { Package } from '#core/package.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { severities } from '#core/severity.ts';
import { compareFor, installedVersion, targetVersion } from '#guard/policy/fix/target-version.ts';
import { countSeverities, type SeverityCounts } from './severity-counts.ts';

/** One change that removes findings: a source package of the distribution, or a language package. */
export interface Upgrade {
  /** purl type. */
  readonly type: string;
  /** Source package for distributions, else the package. */
  readonly name: string;
  /** Installed packages that it changes, sorted. */
  readonly packages: readonly string[];
  /** Installed versions, usually one. */
  readonly from: readonly string[];
  /** Lowest version that removes all of `findings`; undefined where advisories say only that a fix exists. */
  readonly to: string | undefined;
  readonly findings: readonly Finding[];
  readonly counts: SeverityCounts;
  /** Distinct vulnerability ids, worst first. */
  readonly ids: readonly string[];
  /** In CISA's catalogue of exploited vulnerabilities. */
  readonly exploited: boolean;
  /** Removes at least one finding that the policy denies. */
  readonly denied: boolean;
  readonly locations: readonly string[];
  /** Layers that brought the packages, ascending. */
  readonly layers: readonly number[];
}

/** `fixable` are findings whose fix state is `fixed`. Ordered: what the policy denies, what is exploited, then by severity and number. */
export function upgradesOf(report: ScanReport, fixable: readonly Finding[], denied: ReadonlySet<string>): Upgrade[] {
  const packageOf = new Map(report.packages.map((found) => [found.purl, found]));
  const groups = new Map<
    string,
    { name: string; type: string; members: { finding: Finding; installed?: Package | undefined }[] }
  >();
  for (const finding of fixable) {
    if (!finding.package) continue;
    const installed = packageOf.get(finding.package.purl);
    const name = installed?.source?.name ?? finding.package.name;
    const key = `${finding.package.type}\n${name}`;
    const group = groups.get(key) ?? { name, type: finding.package.type, members: [] };
    group.members.push({ finding, installed });
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ name, type, members }): Upgrade => {
      const findings = members.map(({ finding }) => finding);
      // A source package stands once for its binaries: one vulnerability counts once.
      const distinct = [...new Map(findings.map((finding) => [finding.id, finding])).values()];
      return {
        type,
        name,
        packages: sorted(findings.map((finding) => finding.package?.name ?? '')),
        from: sorted(findings.map((finding) => finding.package?.version ?? '')),
        to: target(type, findings),
        findings,
        counts: countSeverities(distinct),
        ids: distinct.map(({ id }) => id),
        exploited: findings.some(({ kev }) => kev !== undefined),
        denied: findings.some(({ fingerprint }) => denied.has(fingerprint)),
        locations: sorted(
          members.flatMap(({ finding, installed }) => installed?.locations ?? finding.evidence.file ?? []),
        ),
        layers: [
          ...new Set(members.flatMap(({ finding, installed }) => installed?.layer ?? finding.evidence.layer ?? [])),
        ].sort((a, b) => a - b),
      };
    })
    .sort(byWorth);
}

/** What `holdfast fix` would choose; of several installed versions, the highest. */
function target(type: string, findings: readonly Finding[]): string | undefined {
  const compare = compareFor(type);
  return [...Map.groupBy(findings, (finding) => finding.package?.purl).values()]
    .flatMap((same) => targetVersion(installedVersion(same[0] as Finding), same, compare) ?? [])
    .sort(compare)
    .at(-1);
}

function byWorth(a: Upgrade, b: Upgrade): number {
  if (a.denied !== b.denied) return a.denied ? -1 : 1;
  if (a.exploited !== b.exploited) return a.exploited ? -1 : 1;
  for (const severity of severities) {
    if (a.counts[severity] !== b.counts[severity]) return b.counts[severity] - a.counts[severity];
  }
  return compareText(a.name, b.name);
}

function sorted(items: readonly string[]): string[] {
  return [...new Set(items)].sort();
}
