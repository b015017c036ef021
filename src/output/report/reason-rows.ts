import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import type { Decision, Reason } from '#core/verdict.ts';
import { worstFirst } from './summary.ts';
import { oneLine } from './text.ts';

/** One line of the verdict. */
export interface ReasonRow {
  readonly decision: Decision;
  readonly rule: string;
  /** Findings behind it. */
  readonly findings: number;
  /** What it speaks of: one reason's own message, or the packages, titles or places of many. Cleaned. */
  readonly items: readonly string[];
}

/** A rule with more reasons than this stands once. */
const apart = 2;

/** Reasons as a person reads them: each alone where a rule has few, else the rule with what it is about. Order is kept. */
export function reasonRows({ verdict, findings }: ScanReport, full: boolean): ReasonRow[] {
  const byPrint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  const groups = Map.groupBy(verdict.reasons, ({ decision, rule }) => `${decision}\n${rule}`);
  return [...groups.values()].flatMap((reasons): ReasonRow[] => {
    if (full || reasons.length <= apart) return reasons.map(alone);
    const [first] = reasons as [Reason];
    const own = reasons.flatMap((reason) => reason.findings.flatMap((print) => byPrint.get(print) ?? []));
    const unsaid = reasons.filter((reason) => reason.findings.length === 0).map(({ message }) => oneLine(message));
    const labels = [...unsaid, ...worstFirst(own).map(label)];
    const total = reasons.reduce((sum, reason) => sum + reason.findings.length, 0);
    return [{ decision: first.decision, rule: oneLine(first.rule, 32), findings: total, items: [...new Set(labels)] }];
  });
}

function alone({ decision, rule, findings, message }: Reason): ReasonRow {
  return { decision, rule: oneLine(rule, 32), findings: findings.length, items: [oneLine(message)] };
}

function label({ kind, title, package: found }: Finding): string {
  return found && kind !== 'config' && kind !== 'secret'
    ? oneLine(`${found.name} ${found.version}`, 80)
    : oneLine(title, 80);
}
