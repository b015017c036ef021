import type { Finding } from '#core/finding.ts';
import { compareText } from '#core/order.ts';
import { type Severity, severityRank } from '#core/severity.ts';
import type { Decision, Reason, Stage, Verdict } from '#core/verdict.ts';

interface Group {
  readonly decision: 'warn' | 'deny';
  readonly rule: string;
  readonly description: string;
  readonly subject: string;
  readonly name: string;
  /** The rule's own message. */
  readonly message: string | undefined;
  readonly findings: Finding[];
}

/** Ids that a grouped message names before it only counts. */
const namedIds = 4;

/** Joins what rules say into reasons: one for each rule, subject and message. */
export class ReasonCollector {
  readonly #policy: string;
  readonly #groups = new Map<string, Group>();

  constructor(policy: string) {
    this.#policy = policy;
  }

  addFinding(
    rule: { name: string; description?: string },
    decision: 'warn' | 'deny',
    finding: Finding,
    message: string | undefined,
  ): void {
    const subject = subjectOf(finding);
    const name = finding.package ? `${finding.package.name} ${finding.package.version}` : subject;
    this.#group(rule, decision, subject, name, message).findings.push(finding);
  }

  addSubject(
    rule: { name: string; description?: string },
    decision: 'warn' | 'deny',
    subject: string,
    message: string | undefined,
  ): void {
    this.#group(rule, decision, subject, subject, message);
  }

  verdict(stage: Stage): Verdict {
    const reasons = [...this.#groups.values()].map((group) => this.#reason(group)).sort(byWeight);
    const decision: Decision = reasons.some((reason) => reason.decision === 'deny')
      ? 'deny'
      : reasons.length > 0
        ? 'warn'
        : 'pass';
    return { stage, decision, reasons };
  }

  #group(
    rule: { name: string; description?: string },
    decision: 'warn' | 'deny',
    subject: string,
    name: string,
    message: string | undefined,
  ): Group {
    const key = JSON.stringify([decision, rule.name, subject, message]);
    let group = this.#groups.get(key);
    if (!group) {
      group = {
        decision,
        rule: rule.name,
        description: rule.description ?? rule.name,
        subject,
        name,
        message,
        findings: [],
      };
      this.#groups.set(key, group);
    }
    return group;
  }

  #reason({ decision, rule, description, subject, name, message, findings }: Group): Reason {
    const severity = worstSeverity(findings);
    return {
      decision,
      policy: this.#policy,
      rule,
      message: message ?? (findings.length === 0 ? `${subject}: ${description}` : grouped(name, findings)),
      ...(severity ? { severity } : {}),
      subject,
      findings: findings.map((finding) => finding.fingerprint),
    };
  }
}

/** What a reason speaks of: the package, else the file, else the part of the configuration. */
function subjectOf({ package: item, evidence }: Finding): string {
  return (
    item?.purl ??
    evidence.file ??
    (evidence.where === undefined ? 'image' : [evidence.where, evidence.name].filter(Boolean).join(' '))
  );
}

function grouped(name: string, findings: readonly Finding[]): string {
  const [first] = findings;
  if (first && findings.length === 1 && first.kind !== 'vulnerability') return `${name}: ${first.title}`;
  const sorted = findings.toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
  const ids = [...new Set(sorted.map((finding) => finding.id))];
  const rest = ids.length - namedIds;
  return `${name}: ${ids.slice(0, namedIds).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function worstSeverity(findings: readonly Finding[]): Severity | undefined {
  return findings.map((finding) => finding.severity).sort((a, b) => severityRank(b) - severityRank(a))[0];
}

function byWeight(a: Reason, b: Reason): number {
  if (a.decision !== b.decision) return a.decision === 'deny' ? -1 : 1;
  const severity = severityRank(b.severity ?? 'unknown') - severityRank(a.severity ?? 'unknown');
  return severity || b.findings.length - a.findings.length || compareText(a.subject, b.subject);
}
