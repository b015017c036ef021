import type { Finding } from '#core/finding.ts';
import { type Severity, severities } from '#core/severity.ts';

export type SeverityCounts = Readonly<Record<Severity, number>>;

export function countSeverities(findings: readonly Finding[]): Record<Severity, number> {
  const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** `2 critical, 5 high`; `none` where there is nothing. */
export function severityText(counts: SeverityCounts): string {
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  return parts.join(', ') || 'none';
}
