import type { Finding } from '#core/finding.ts';
import { contentUuid } from './content-uuid.ts';
import { targetPurl } from './image-purl.ts';
import type { Render } from './report-format.ts';
import { oneLine } from './text.ts';
import { wholeSeconds } from './times.ts';
import { type VexStatus, vexJustification, vexStatus } from './vex.ts';
import { fixText } from './wording.ts';

/**
 * OpenVEX 0.2.0: for each vulnerability what we say of it. A waived one carries its statement; any other is `affected` with what to do.
 * A report without vulnerabilities has no statements; the standard's JSON Schema wants at least one.
 */
export const renderOpenvex: Render = (report) => {
  const product = targetPurl(report);
  const groups = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    if (finding.kind !== 'vulnerability' || !finding.package) continue;
    const key = JSON.stringify([finding.id, statementOf(finding)]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const content = {
    author: 'Holdfast',
    role: 'Scanner',
    timestamp: wholeSeconds(report.scannedAt),
    version: 1,
    tooling: `holdfast ${report.holdfast.version}`,
    statements: [...groups.values()].map((group) => ({
      vulnerability: vulnerabilityOf(group),
      products: [{ '@id': product, subcomponents: subcomponentsOf(group) }],
      ...statementOf(group[0] as Finding),
    })),
  };
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://holdfast.dev/vex/${contentUuid(JSON.stringify(content))}`,
    ...content,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
};

function vulnerabilityOf(group: readonly Finding[]): object {
  const aliases = [...new Set(group.flatMap((finding) => finding.aliases))];
  return { name: group[0]?.id, ...(aliases.length > 0 ? { aliases } : {}) };
}

function subcomponentsOf(group: readonly Finding[]): object[] {
  return [...new Set(group.map((finding) => finding.package?.purl))].map((purl) => ({ '@id': purl }));
}

interface Statement {
  readonly status: VexStatus;
  readonly status_notes?: string;
  readonly justification?: string;
  readonly impact_statement?: string;
  readonly action_statement?: string;
}

/** `not_affected` needs a justification or an impact statement, `affected` an action statement. */
function statementOf(finding: Finding): Statement {
  const { waived } = finding;
  const status = vexStatus(finding);
  if (!waived) return { status, action_statement: fixText(finding) ?? 'No fixed version is known yet' };
  const reason = oneLine(waived.reason, 1000) || 'no reason given';
  const notes = { status_notes: oneLine(`From ${waived.by}`, 300) };
  if (status === 'affected') {
    const until = waived.expires === undefined ? '' : ` until ${oneLine(waived.expires, 40)}`;
    return { status, ...notes, action_statement: `Risk accepted${until}: ${reason}` };
  }
  if (status !== 'not_affected') return { status, status_notes: `${notes.status_notes}: ${reason}` };
  const justification = vexJustification(finding);
  return { status, ...notes, ...(justification === undefined ? { impact_statement: reason } : { justification }) };
}
