import { redactText } from '#build/inventory/secrets/redact-config.ts';
import type { Evidence, Finding } from '#core/finding.ts';
import { compareText } from '#core/order.ts';
import type { Hit } from './check.ts';
import { imageChecks } from './image/index.ts';
import { type ImageFacts, type ImageInput, imageFacts } from './image-facts.ts';
import { metaOf } from './meta.ts';
import { historyStep } from './steps/build-step.ts';
import { stepChecks } from './steps/index.ts';
import { toFinding } from './to-finding.ts';

/** What is wrong with an image's configuration, files and build steps. One finding for each check and subject; sorted by check. Pure. */
export function checkImage(input: ImageInput): Finding[] {
  const facts = imageFacts(input);
  const found = new Map<string, Finding>();
  const add = (id: string, hit: Hit, evidence: Evidence) => {
    const finding = toFinding(metaOf(id), hit, evidence, hit.subject ?? '');
    // The same thing in two steps, or in a step and in the configuration that came of it.
    if (!found.has(finding.fingerprint)) found.set(finding.fingerprint, finding);
  };
  for (const { id, run } of imageChecks) {
    for (const hit of run(facts)) add(id, hit, withStep(hit.evidence ?? {}, facts));
  }
  for (const [index, { createdBy }] of (input.config?.history ?? []).entries()) {
    const step = historyStep(createdBy);
    for (const { id, run } of stepChecks) {
      for (const hit of run(step)) add(id, hit, historyEvidence(hit, createdBy, facts.layerOfStep(index)));
    }
  }
  return [...found.values()].sort((a, b) => compareText(a.id, b.id));
}

/** A file's layer leads to the step that made it. */
function withStep(evidence: Evidence, { layers }: ImageFacts): Evidence {
  const step =
    evidence.layer === undefined || evidence.step !== undefined ? undefined : layers[evidence.layer]?.createdBy;
  return step === undefined ? evidence : { ...evidence, step: redactText(step) };
}

function historyEvidence(hit: Hit, createdBy: string, layer: number | undefined): Evidence {
  return {
    where: 'history',
    ...(hit.subject === undefined ? {} : { name: hit.subject }),
    ...(layer === undefined ? {} : { layer }),
    step: redactText(createdBy),
  };
}
