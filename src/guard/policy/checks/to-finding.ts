import type { Evidence, Finding } from '#core/finding.ts';
import { fingerprint } from '#core/fingerprint.ts';
import type { CheckMeta, Hit } from './check.ts';

/** `location`: stable over rebuilds, free of line numbers and layer indices. */
export function toFinding(meta: CheckMeta, hit: Hit, evidence: Evidence, location: string): Finding {
  return {
    fingerprint: fingerprint({ kind: 'config', id: meta.id, location }),
    kind: 'config',
    id: meta.id,
    aliases: [],
    title: meta.title,
    severity: hit.severity ?? meta.severity,
    severitySource: 'holdfast',
    evidence,
    remediation: meta.remediation,
    ...(meta.references.some(isUrl) ? { references: meta.references.filter(isUrl) } : {}),
  };
}

function isUrl(reference: string): boolean {
  return reference.startsWith('https://');
}
