import { asArray, asObject, type JsonObject } from '#core/json.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { JsonTooLarge, parseJson as parseJsonText } from '#core/parse-json.ts';

/** Nested as deep as it likes: components inside components have a limit of their own, and what is above it is read. */
export function parseJson(text: string, where: string): Outcome<unknown> {
  try {
    return ok(parseJsonText(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, { depth: Number.POSITIVE_INFINITY }));
  } catch (cause) {
    if (cause instanceof JsonTooLarge)
      return failed(errorIssue('sbom/too-large', 'the SBOM is too large to be read', { where, cause }));
    return failed(
      errorIssue('sbom/not-json', 'the SBOM is not JSON', {
        where,
        cause,
        hint: 'CycloneDX and SPDX are read in their JSON forms; convert XML, tag-value or RDF first',
      }),
    );
  }
}

/** `{}` for anything but an object. */
export function asFields(value: unknown): JsonObject {
  return asObject(value) ?? {};
}

/** undefined for anything but a string that has more than white space. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function texts(value: unknown): string[] {
  return asArray(value).filter((item): item is string => typeof item === 'string');
}
