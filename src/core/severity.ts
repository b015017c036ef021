/** From worst to least. `negligible` is Debian's and Ubuntu's "unimportant"; `unknown` means that nobody has said. */
export const severities = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] as const;
export type Severity = (typeof severities)[number];

/** 5 for critical … 0 for unknown. */
export function severityRank(severity: Severity): number {
  return severities.length - 1 - severities.indexOf(severity);
}

/** Sorts worst first. */
export function bySeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}

export function parseSeverity(text: string): Severity | undefined {
  const lower = text.trim().toLowerCase();
  const alias: Record<string, Severity> = {
    important: 'high',
    moderate: 'medium',
    untriaged: 'unknown',
    none: 'negligible',
    unimportant: 'negligible',
  };
  return severities.find((severity) => severity === lower) ?? (Object.hasOwn(alias, lower) ? alias[lower] : undefined);
}

/** CVSS qualitative rating (CVSS v3.1 §5, v4.0 §6); v2 scores use the same bands but have no critical. */
export function severityOfScore(score: number, cvssMajor = 3): Severity {
  if (score >= 9 && cvssMajor >= 3) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'negligible';
}
