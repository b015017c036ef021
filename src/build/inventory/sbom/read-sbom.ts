import type { JsonObject } from '#core/json.ts';
import { errorIssue, failed, type Outcome } from '#core/outcome.ts';
import { readCyclonedx } from './cyclonedx-read.ts';
import { unwrapEnvelope } from './envelope.ts';
import { parseJson } from './json-value.ts';
import type { Sbom } from './sbom.ts';
import { sbomLimits } from './sbom-limits.ts';
import { readSpdx } from './spdx-read.ts';
import { isSpdx3, readSpdx3 } from './spdx3-read.ts';

/**
 * A bill of materials in JSON: CycloneDX 1.2–1.7, SPDX 2.2, 2.3 and 3.0, bare or inside an attestation (DSSE, in-toto, Sigstore bundle).
 * `where` is the file's name for messages.
 */
export function readSbom(bytes: Uint8Array, where: string): Outcome<Sbom> {
  if (bytes.length > sbomLimits.documentBytes) {
    return failed(
      errorIssue('sbom/too-large', `the SBOM has ${bytes.length} bytes, the limit is ${sbomLimits.documentBytes}`, {
        where,
      }),
    );
  }
  const text = decode(bytes);
  const whole = parseJson(text, where);
  // `cosign download attestation` prints one envelope a line; the first one counts.
  const lineEnd = text.indexOf('\n');
  const isLines = !whole.ok && whole.issue.code === 'sbom/not-json' && lineEnd > 0;
  const parsed = isLines ? parseJson(text.slice(0, lineEnd), where) : whole;
  if (!parsed.ok) return parsed;
  const unwrapped = unwrapEnvelope(parsed.value, where);
  if (!unwrapped.ok) return unwrapped;
  return readDocument(unwrapped.value, where);
}

/** The document alone, for a caller that has the JSON already. */
export function readDocument(document: JsonObject, where: string): Outcome<Sbom> {
  if (document.bomFormat === 'CycloneDX') return readCyclonedx(document, where);
  if (typeof document.spdxVersion === 'string') return readSpdx(document, where);
  if (isSpdx3(document)) return readSpdx3(document, where);
  return failed(
    errorIssue('sbom/unknown-format', 'this is JSON, but neither CycloneDX nor SPDX', {
      where,
      hint: 'a CycloneDX document has "bomFormat", an SPDX document "spdxVersion"',
    }),
  );
}

function decode(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
