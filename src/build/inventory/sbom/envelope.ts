import type { JsonObject } from '#core/json.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { asFields, asText, parseJson } from './json-value.ts';
import { sbomLimits } from './sbom-limits.ts';

/**
 * Takes the SBOM out of what signing wraps around it: a Sigstore bundle, a DSSE envelope, an in-toto statement, cosign's
 * `{Data}` predicate. Signatures are not verified here.
 */
export function unwrapEnvelope(document: unknown, where: string): Outcome<JsonObject> {
  let current: unknown = document;
  for (let depth = 0; depth < sbomLimits.envelopeDepth; depth++) {
    const object = asFields(current);
    const inner = innerOf(object);
    if (inner === undefined) return ok(object);
    if (typeof inner !== 'string') {
      current = inner;
      continue;
    }
    const parsed = parseJson(inner, where);
    if (!parsed.ok) return parsed;
    current = parsed.value;
  }
  return failed(
    errorIssue('sbom/too-many-envelopes', `more than ${sbomLimits.envelopeDepth} envelopes lie around the SBOM`, {
      where,
    }),
  );
}

/** The next layer inwards: JSON text or a value; undefined where this is no envelope. */
function innerOf(object: JsonObject): unknown {
  if (object.dsseEnvelope !== undefined) return object.dsseEnvelope;
  const payload = asText(object.payload);
  if (payload !== undefined && Array.isArray(object.signatures)) return Buffer.from(payload, 'base64').toString('utf8');
  if (asText(object.predicateType) !== undefined && object.predicate !== undefined) {
    const data = asFields(object.predicate).Data;
    return data === undefined ? object.predicate : data;
  }
  return undefined;
}
