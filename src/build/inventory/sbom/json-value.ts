import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';

/** Reading of untrusted JSON without casts: each accessor answers with a default where the value has another shape. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function parseJson(text: string, where: string): Outcome<unknown> {
  try {
    return ok(JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text));
  } catch (cause) {
    return failed(
      errorIssue('sbom/not-json', 'the SBOM is not JSON', {
        where,
        cause,
        hint: 'CycloneDX and SPDX are read in their JSON forms; convert XML, tag-value or RDF first',
      }),
    );
  }
}

export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** undefined for anything but a string that has more than white space. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function texts(value: unknown): string[] {
  return asArray(value).filter((item): item is string => typeof item === 'string');
}
