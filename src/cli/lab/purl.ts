import { formatPurl, type PurlParts, parsePurl } from '#core/ids/purl.ts';
import { asObject } from '#core/json.ts';

export const describes = 'take a package URL apart, or build one';
export const example = '{"purl":"pkg:npm/%40babel/core@7.0.0"}';

const parts = ['type', 'namespace', 'name', 'version', 'subpath'] as const;

export function answer(question: unknown): unknown {
  const record = asObject(question);
  if (record === undefined) return { error: 'a question is {"purl":"…"} or {"type":"…","name":"…", …}' };
  if (record.purl !== undefined)
    return typeof record.purl === 'string' ? components(record.purl) : { error: 'purl is no text' };
  const given = asObject(record.components) ?? record;
  const wrong = parts.find((part) => !isTextOrAbsent(given[part]));
  if (wrong !== undefined) return { error: `${wrong} is no text` };
  return build(given);
}

/** Absent parts are null, as in the purl test suite. */
function components(purl: string): unknown {
  const outcome = parsePurl(purl);
  if (!outcome.ok) return { error: outcome.issue.cause ?? outcome.issue.message };
  const { type, namespace = null, name, version = null, qualifiers = null, subpath = null } = outcome.value;
  return { type, namespace, name, version, qualifiers, subpath };
}

function build(given: Readonly<Record<string, unknown>>): unknown {
  const qualifiers = readQualifiers(given.qualifiers);
  if (qualifiers === undefined) return { error: 'qualifiers are an object of texts' };
  const wanted = Object.fromEntries(parts.filter((part) => given[part]).map((part) => [part, given[part]]));
  try {
    return { purl: formatPurl({ type: '', name: '', ...wanted, qualifiers } as PurlParts) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function readQualifiers(value: unknown): Record<string, string> | undefined {
  if (value === undefined || value === null || value === '') return {};
  const record = asObject(value);
  if (record === undefined) return undefined;
  const present = Object.entries(record).filter(([, text]) => text !== null);
  return present.every(([, text]) => typeof text === 'string')
    ? (Object.fromEntries(present) as Record<string, string>)
    : undefined;
}
