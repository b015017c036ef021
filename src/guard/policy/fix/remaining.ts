import type { Finding } from '#core/finding.ts';
import { compareText } from '#core/order.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { severityRank } from '#core/severity.ts';
import type { Remaining, StayReason } from './fix-plan.ts';

/** What the plan does not remove, with the reason; and what is waived. One entry for each reason and subject, worst first. */
export function remainingOf(report: ScanReport, stay: readonly Finding[]): Remaining[] {
  const waived = report.findings.filter(
    (finding) => finding.waived && severityRank(finding.severity) >= severityRank('high'),
  );
  const groups = Map.groupBy([...stay, ...waived], (finding) =>
    JSON.stringify([reasonOf(finding), subjectOf(finding), noteOf(finding)]),
  );
  return [...groups.values()].map(toRemaining).sort(byReason);
}

function toRemaining(findings: readonly Finding[]): Remaining {
  const sorted = findings.toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
  const [first] = sorted as [Finding];
  const note = noteOf(first);
  return {
    reason: reasonOf(first),
    subject: subjectOf(first),
    severity: first.severity,
    ids: [...new Set(sorted.map((finding) => finding.id))],
    fingerprints: findings.map((finding) => finding.fingerprint),
    ...(note === undefined ? {} : { note }),
  };
}

function reasonOf({ waived, kind, fix }: Finding): StayReason {
  if (waived) return 'waived';
  if (kind !== 'vulnerability') return 'by-hand';
  const state = fix?.state ?? 'unknown';
  // `fixed`, but no version above the installed one is named.
  return state === 'fixed' ? 'unknown' : state;
}

function subjectOf({ package: item, evidence, kind }: Finding): string {
  if (item) return `${item.name} ${item.version}`;
  return evidence.file ?? [evidence.where, evidence.name].filter(Boolean).join(' ') ?? kind;
}

function noteOf({ waived, remediation, title, kind }: Finding): string | undefined {
  if (waived) return `${waived.by}: ${waived.reason}${waived.expires ? ` (until ${waived.expires})` : ''}`;
  return kind === 'vulnerability' ? undefined : (remediation ?? title);
}

const order: readonly StayReason[] = ['by-hand', 'unfixed', 'wont-fix', 'unknown', 'unimportant', 'waived'];

function byReason(a: Remaining, b: Remaining): number {
  return (
    order.indexOf(a.reason) - order.indexOf(b.reason) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    compareText(a.subject, b.subject)
  );
}
