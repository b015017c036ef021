import type { ConfigSecret } from '#build/inventory/secrets/config.ts';
import { redactText } from '#build/inventory/secrets/redact-config.ts';
import type { Hit } from './check.ts';
import type { ImageFacts } from './image-facts.ts';

export function secretHits(facts: ImageFacts, origins: readonly ConfigSecret['origin'][]): Hit[] {
  const names = new Set<string>();
  return facts.secrets.flatMap((secret) => {
    if (!origins.includes(secret.origin) || names.has(secret.name)) return [];
    names.add(secret.name);
    const layer = secret.step === undefined ? undefined : facts.layerOfStep(secret.step);
    const step = secret.step === undefined ? undefined : facts.config?.history[secret.step]?.createdBy;
    return [
      {
        subject: secret.name,
        ...(secret.severity === 'low' ? { severity: 'low' as const } : {}),
        evidence: {
          where: secret.where,
          name: secret.name,
          redacted: secret.redacted,
          ...(layer === undefined ? {} : { layer }),
          ...(step === undefined ? {} : { step: redactText(step) }),
        },
      },
    ];
  });
}
