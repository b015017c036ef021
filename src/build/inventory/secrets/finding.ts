import type { Evidence, Finding } from '#core/finding.ts';
import { fingerprint } from '#core/fingerprint.ts';
import type { LayerInfo } from '#core/image.ts';
import type { ConfigSecret } from './config.ts';
import { redactText } from './redact-config.ts';
import type { SecretMatch } from './types.ts';

/** Where a file with a secret was found. */
export interface FilePlace {
  readonly path: string;
  readonly layer?: LayerInfo;
  /** Gone from the final file system; whoever pulls the image still has the layer. */
  readonly deletedInLaterLayer?: boolean;
}

export function fileSecretFinding(match: SecretMatch, { path, layer, deletedInLaterLayer }: FilePlace): Finding {
  // Keys that an installer makes differ in every build; tokens are told apart by what they are.
  const which = match.rule.endsWith('private-key') ? '' : `#${match.hash}`;
  return secretFinding(match, `file:${path}${which}`, {
    file: path,
    line: match.line,
    ...(layer ? { layer: layer.index, ...(layer.createdBy ? { step: redactText(layer.createdBy) } : {}) } : {}),
    ...(deletedInLaterLayer ? { deletedInLaterLayer } : {}),
    ...(match.name === undefined ? {} : { name: match.name }),
    redacted: match.redacted,
  });
}

export function configSecretFinding(secret: ConfigSecret, history: readonly { readonly createdBy: string }[]): Finding {
  const step = secret.step === undefined ? undefined : history[secret.step]?.createdBy;
  return secretFinding(secret, `${secret.where}:${secret.name}`, {
    where: secret.where,
    name: secret.name,
    ...(step === undefined ? {} : { step: redactText(step) }),
    redacted: secret.redacted,
  });
}

function secretFinding(match: SecretMatch, location: string, evidence: Evidence): Finding {
  return {
    fingerprint: fingerprint({ kind: 'secret', id: match.rule, location }),
    kind: 'secret',
    id: match.rule,
    aliases: [],
    title: match.title,
    severity: match.severity,
    severitySource: 'holdfast',
    evidence,
    remediation:
      'Revoke it: whoever could pull the image has it. Then rebuild without it: pass it at build time with RUN --mount=type=secret, or at run time from a secret store.',
  };
}
