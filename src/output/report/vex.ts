import type { Finding } from '#core/finding.ts';

/** Status words of OpenVEX 0.2.0. */
export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation';

/** Justifications of OpenVEX 0.2.0 and, where CycloneDX 1.6 has a word for it, that word. */
const justifications = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'requires_environment',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
} as const;

export type VexJustification = keyof typeof justifications;

/** A waiver without a VEX status accepts a risk: the vulnerability is there. */
export function vexStatus({ waived }: Finding): VexStatus {
  const status = waived?.status?.toLowerCase().replaceAll(/[\s-]/g, '_');
  if (status === 'not_affected' || status === 'fixed' || status === 'under_investigation') return status;
  // CycloneDX words, where the statement came from there.
  if (status === 'false_positive') return 'not_affected';
  if (status === 'resolved' || status === 'resolved_with_pedigree') return 'fixed';
  return status === 'in_triage' ? 'under_investigation' : 'affected';
}

/** Set where the reason is one of the standard's words, alone or before a colon. */
export function vexJustification({ waived }: Finding): VexJustification | undefined {
  const word = waived?.reason.split(':')[0]?.trim();
  return word !== undefined && Object.hasOwn(justifications, word) ? (word as VexJustification) : undefined;
}

export function cyclonedxJustification(justification: VexJustification): string {
  return justifications[justification];
}
