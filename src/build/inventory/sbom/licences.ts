import { createHash } from 'node:crypto';
import { asArray } from '#core/json.ts';
import { parseSpdxExpression, type SpdxExpression } from '../licences/spdx-expression.ts';
import { isSpdxException, isSpdxId } from '../licences/spdx-list.ts';
import { asFields, asText } from './json-value.ts';

/** SPDX 2.3 annex D, with ids of the list only. A `LicenseRef-` is an expression too, but needs its definition elsewhere in the document. */
export function isSpdxExpression(text: string): boolean {
  if (!/^[!-~](?:[ -~]*[!-~])?$/.test(text)) return false;
  const expression = parseSpdxExpression(text);
  return expression !== undefined && isListed(expression);
}

function isListed(expression: SpdxExpression): boolean {
  if (expression.kind !== 'licence') return expression.sides.every(isListed);
  const { id, exception } = expression;
  const isLicence =
    isSpdxId(id.replace(/\+$/, '')) || /^(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/.test(id);
  return isLicence && (exception === undefined || isSpdxException(exception));
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
    const { license, expression } = asFields(item);
    const { id, name } = asFields(license);
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
