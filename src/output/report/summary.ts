import type { Finding, FindingKind } from '#core/finding.ts';
import { compareText } from '#core/order.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { bySeverity } from '#core/severity.ts';
import { countSeverities, type SeverityCounts } from './severity-counts.ts';
import { type Upgrade, upgradesOf } from './upgrades.ts';

/** What the formats for people have in common. Waived findings are counted apart and appear nowhere else. */
export interface Summary {
  readonly counts: Readonly<Record<FindingKind, SeverityCounts>>;
  /** Vulnerabilities that an upgrade removes. */
  readonly fixable: SeverityCounts;
  readonly waived: number;
  /** Ordered by what they remove. */
  readonly upgrades: readonly Upgrade[];
  /** Vulnerabilities without an upgrade, worst first. */
  readonly withoutFix: readonly Finding[];
  readonly secrets: readonly Finding[];
  readonly configs: readonly Finding[];
  readonly licences: readonly Finding[];
  /** Fingerprints behind a deny. */
  readonly denied: ReadonlySet<string>;
  /** Fingerprints behind any reason. */
  readonly judged: ReadonlySet<string>;
}

export function summarise(report: ScanReport): Summary {
  const active = report.findings.filter(({ waived }) => waived === undefined);
  const denied = new Set(
    report.verdict.reasons.filter(({ decision }) => decision === 'deny').flatMap(({ findings }) => findings),
  );
  const ofKind = (kind: FindingKind): Finding[] => worstFirst(active.filter((finding) => finding.kind === kind));
  const vulnerabilities = ofKind('vulnerability');
  const fixable = vulnerabilities.filter(({ fix }) => fix?.state === 'fixed');
  const licences = ofKind('licence');
  const secrets = ofKind('secret');
  const configs = ofKind('config');
  return {
    counts: {
      vulnerability: countSeverities(vulnerabilities),
      secret: countSeverities(secrets),
      config: countSeverities(configs),
      licence: countSeverities(licences),
    },
    fixable: countSeverities(fixable),
    waived: report.findings.length - active.length,
    upgrades: upgradesOf(report, fixable, denied),
    withoutFix: vulnerabilities.filter(({ fix }) => fix?.state !== 'fixed'),
    secrets,
    configs,
    licences,
    denied,
    judged: new Set(report.verdict.reasons.flatMap(({ findings }) => findings)),
  };
}

/** Worst first, waived ones last; within a severity, known exploited and more likely first, then by id. Stable. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      Number(a.waived !== undefined) - Number(b.waived !== undefined) ||
      bySeverity(a.severity, b.severity) ||
      Number(b.kev !== undefined) - Number(a.kev !== undefined) ||
      (b.epss?.score ?? 0) - (a.epss?.score ?? 0) ||
      compareText(a.id, b.id),
  );
}
