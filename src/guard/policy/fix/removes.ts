import type { Finding } from '#core/finding.ts';
import { compareText } from '#core/order.ts';
import { type Severity, severityRank } from '#core/severity.ts';
import type { Removes } from './fix-plan.ts';

/** One vulnerability in several binaries of a source package counts once. */
export function removesOf(findings: readonly Finding[]): Removes {
  const byId = new Map<string, Finding>();
  for (const finding of findings) byId.set(finding.id, finding);
  const distinct = [...byId.values()].sort(
    (a, b) => severityRank(b.severity) - severityRank(a.severity) || compareText(a.id, b.id),
  );
  const severities: Partial<Record<Severity, number>> = {};
  for (const { severity } of distinct) severities[severity] = (severities[severity] ?? 0) + 1;
  return {
    findings: distinct.length,
    severities,
    exploited: distinct.filter((finding) => finding.kev !== undefined).length,
    ids: distinct.map((finding) => finding.id),
    fingerprints: findings.map((finding) => finding.fingerprint),
  };
}
