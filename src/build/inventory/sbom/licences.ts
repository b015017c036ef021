import { createHash } from 'node:crypto';
import parseExpression from 'spdx-expression-parse';
import deprecatedIds from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import currentIds from 'spdx-license-ids/index.json' with { type: 'json' };
import { asArray, asObject, asText } from './json-value.ts';

const ids: ReadonlySet<string> = new Set([...currentIds, ...deprecatedIds]);

/** Longer texts are no expressions, and the parser is recursive. */
const expressionCharacters = 2_000;

/** Exactly as the SPDX licence list spells it. */
export function isSpdxId(text: string): boolean {
  return ids.has(text);
}

/** SPDX 2.3 annex D. A `LicenseRef-` is an expression too, but needs its definition elsewhere in the document. */
export function isSpdxExpression(text: string): boolean {
  if (text.length > expressionCharacters || text.trim() !== text) return false;
  try {
    parseExpression(text);
    return true;
  } catch {
    return false;
  }
}

/** CycloneDX `licenseChoice`: either licences by id or name, or exactly one expression. */
export type CyclonedxLicence =
  | { readonly license: { readonly id: string } | { readonly name: string } }
  | { readonly expression: string };

export function cyclonedxLicences(licences: readonly string[]): CyclonedxLicence[] {
  const [only] = licences;
  if (licences.length === 1 && only !== undefined && !isSpdxId(only) && isSpdxExpression(only))
    return [{ expression: only }];
  return licences.map((text) => ({ license: isSpdxId(text) ? { id: text } : { name: text } }));
}

export function licencesOfCyclonedx(value: unknown): string[] {
  return asArray(value).flatMap((item) => {
    const { license, expression } = asObject(item);
    const { id, name } = asObject(license);
    return asText(id) ?? asText(name) ?? asText(expression) ?? [];
  });
}

export interface ExtractedLicence {
  readonly licenseId: string;
  readonly name: string;
  readonly extractedText: string;
}

/** SPDX `licenseDeclared` for all licences together, with the definitions that its `LicenseRef-`s need. */
export function spdxLicence(licences: readonly string[]): { expression: string; extracted: ExtractedLicence[] } {
  if (licences.length === 0) return { expression: 'NOASSERTION', extracted: [] };
  const extracted: ExtractedLicence[] = [];
  const terms = licences.map((text) => {
    if (isSpdxId(text)) return text;
    // An expression with references would need definitions that nobody gave us: it is quoted as a text of its own.
    if (isSpdxExpression(text) && !/(Document|License)Ref-/.test(text)) return licences.length > 1 ? `(${text})` : text;
    const licenseId = `LicenseRef-holdfast-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
    extracted.push({ licenseId, name: text, extractedText: text });
    return licenseId;
  });
  return { expression: terms.join(' AND '), extracted };
}

/** `references`: LicenseRef → the text that it stands for. */
export function licencesOfSpdx(value: unknown, references: ReadonlyMap<string, string>): string[] {
  const text = asText(value);
  if (text === undefined || text === 'NOASSERTION' || text === 'NONE') return [];
  return [references.get(text) ?? text];
}
