import { createHash } from 'node:crypto';
import type { Finding } from '#core/finding.ts';
import { type VexStatus, vexStatuses } from './statement.ts';

export interface OpenVexOptions {
  readonly author: string;
  /** RFC 3339, from the caller's clock. */
  readonly time: string;
  /** Id of the product: `pkg:oci/…`, or the reference of the target. */
  readonly product: string;
  readonly tooling?: string;
}

/** Justifications that OpenVEX 0.2.0 knows; CycloneDX' own are translated, anything else becomes the impact statement. */
const justifications: Readonly<Record<string, string>> = {
  code_not_present: 'vulnerable_code_not_present',
  code_not_reachable: 'vulnerable_code_not_in_execute_path',
  component_not_present: 'component_not_present',
  inline_mitigations_already_exist: 'inline_mitigations_already_exist',
  protected_by_mitigating_control: 'inline_mitigations_already_exist',
  vulnerable_code_cannot_be_controlled_by_adversary: 'vulnerable_code_cannot_be_controlled_by_adversary',
  vulnerable_code_not_in_execute_path: 'vulnerable_code_not_in_execute_path',
  vulnerable_code_not_present: 'vulnerable_code_not_present',
};

/** An OpenVEX 0.2.0 document of the vulnerabilities among the findings: waived ones with their status, the others as affected. */
export function toOpenVex(findings: readonly Finding[], options: OpenVexOptions): unknown {
  const statements = findings
    .filter((finding) => finding.kind === 'vulnerability' && finding.package !== undefined)
    .map((finding) => statementOf(finding, options));
  const body = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    author: options.author,
    timestamp: options.time,
    version: 1,
    ...(options.tooling === undefined ? {} : { tooling: options.tooling }),
    statements,
  };
  // The id names the content, so the same statements have the same id.
  const hash = createHash('sha256')
    .update(JSON.stringify([options.product, statements]))
    .digest('hex');
  const { '@context': context, ...rest } = body;
  return { '@context': context, '@id': `https://openvex.dev/docs/public/vex-${hash}`, ...rest };
}

function statementOf(finding: Finding, options: OpenVexOptions): Record<string, unknown> {
  const status = statusOf(finding);
  const aliases = finding.aliases.filter((alias) => alias !== finding.id);
  return {
    vulnerability: { name: finding.id, ...(aliases.length > 0 ? { aliases } : {}) },
    timestamp: options.time,
    products: [{ '@id': options.product, subcomponents: [{ '@id': finding.package?.purl }] }],
    status,
    ...wordsOf(finding, status),
  };
}

/** A waiver of the user's own (an accepted risk) does not change that the product is affected. */
function statusOf(finding: Finding): VexStatus {
  return vexStatuses.find((status) => status === finding.waived?.status) ?? 'affected';
}

/** `not_affected` needs a justification or an impact statement, `affected` an action statement (OpenVEX 0.2.0, status labels). */
function wordsOf(finding: Finding, status: VexStatus): Record<string, string> {
  const reason = finding.waived?.reason ?? '';
  if (status === 'not_affected') {
    const [label = '', ...rest] = reason.split(': ');
    const justification = Object.hasOwn(justifications, label) ? justifications[label] : undefined;
    if (justification === undefined) return { impact_statement: reason || 'not affected' };
    const impact = rest.join(': ');
    return { justification, ...(impact === '' ? {} : { impact_statement: impact }) };
  }
  if (status !== 'affected') return reason === '' ? {} : { status_notes: reason };
  const fixes = finding.fix?.versions ?? [];
  const action =
    fixes.length > 0 ? `Update ${finding.package?.name} to ${fixes.join(' or ')}.` : 'No fixed version is known.';
  return { action_statement: reason === '' ? action : `${action} Waived: ${reason}` };
}
