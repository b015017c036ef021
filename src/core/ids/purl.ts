import { compareText } from '../order.ts';
import { errorIssue, failed, type Outcome, ok, quote } from '../outcome.ts';
import { purlTypes } from './purl-types.ts';

/** A package URL taken apart (purl-spec); every part decoded. */
export interface PurlParts {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers?: Readonly<Record<string, string>>;
  readonly subpath?: string;
}

/** Characters of one purl. */
const maxPurlLength = 16 * 1024;

/** Canonical text. Throws for parts that the type forbids: a programmer's error. */
export function formatPurl(parts: PurlParts): string {
  const { type, namespace, name, version, qualifiers, subpath } = normalise(parts);
  const path = namespace ? `${encodePath(namespace)}/` : '';
  const last = type === 'git' ? encodePath(name) : encode(name);
  const query = Object.entries(qualifiers ?? {})
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => `${key}=${encode(value)}`)
    .join('&');
  return `pkg:${type}/${path}${last}${version ? `@${encode(version)}` : ''}${query ? `?${query}` : ''}${
    subpath ? `#${encodePath(subpath)}` : ''
  }`;
}

/** Reads canonical text and what is commonly written instead (`pkg://npm/@scope/name`). */
export function parsePurl(text: string): Outcome<PurlParts> {
  if (text.length > maxPurlLength) return refused(text.slice(0, 80), `longer than ${maxPurlLength} characters`);
  try {
    return ok(normalise(takeApart(text)));
  } catch (cause) {
    return refused(text, cause);
  }
}

function refused(text: string, cause: unknown): Outcome<PurlParts> {
  return failed(errorIssue('purl/invalid', `${quote(text)} is not a package URL`, { cause }));
}

function takeApart(text: string): PurlParts {
  let rest = text;
  const hash = rest.lastIndexOf('#');
  const subpath = hash < 0 ? '' : decodeSegments(rest.slice(hash + 1)).join('/');
  if (hash >= 0) rest = rest.slice(0, hash);
  const question = rest.lastIndexOf('?');
  const qualifiers = question < 0 ? undefined : readQualifiers(rest.slice(question + 1));
  if (question >= 0) rest = rest.slice(0, question);
  if (rest.slice(0, 4).toLowerCase() !== 'pkg:') throw new Error('it does not begin with pkg:');
  rest = rest.slice(4).replace(/^\/+/, '');
  const slash = rest.indexOf('/');
  if (slash < 0) throw new Error('a type and a name are needed');
  const type = rest.slice(0, slash);
  rest = rest.slice(slash + 1);
  const at = startOfVersion(rest);
  const version = at < 0 ? '' : decodeURIComponent(rest.slice(at + 1));
  // `…/Alamofire/@5.4.3` has an empty name; a slash at the very end does not matter.
  const path = at < 0 ? rest.replace(/\/+$/, '') : rest.slice(0, at);
  const nameAt = path.lastIndexOf('/') + 1;
  const namespace = path
    .slice(0, nameAt)
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent)
    .join('/');
  return {
    type,
    ...(namespace ? { namespace } : {}),
    name: decodeURIComponent(path.slice(nameAt)),
    ...(version ? { version } : {}),
    ...(qualifiers ? { qualifiers } : {}),
    ...(subpath ? { subpath } : {}),
  };
}

/** Index of the `@`; the one of an unencoded npm scope begins the path and is followed by a slash. */
function startOfVersion(path: string): number {
  const at = path.lastIndexOf('@');
  return at === 0 && path.includes('/') ? -1 : at;
}

function decodeSegments(text: string): string[] {
  const segments = text.split('/').map(decodeURIComponent).filter(isRealSegment);
  if (segments.some((segment) => segment.includes('/'))) throw new Error('a subpath segment holds a slash');
  return segments;
}

function isRealSegment(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..';
}

function readQualifiers(text: string): Record<string, string> {
  // Without a prototype: `__proto__` is a key like any other.
  const qualifiers: Record<string, string> = Object.create(null);
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 0) throw new Error('a qualifier is key=value');
    const key = pair.slice(0, equals);
    if (Object.hasOwn(qualifiers, key)) throw new Error(`qualifier ${key} stands twice`);
    qualifiers[key] = decodeURIComponent(pair.slice(equals + 1));
  }
  return qualifiers;
}

const typePattern = /^[a-z][a-z0-9.-]*$/;
const keyPattern = /^[a-z][a-z0-9._-]*$/;

/** Checks and puts into canonical form; the message of what it throws says what is wrong. */
function normalise(parts: PurlParts): PurlParts {
  const type = parts.type.toLowerCase();
  if (!typePattern.test(type)) throw new Error('the type begins with a letter and holds letters, digits, . and -');
  const rules = Object.hasOwn(purlTypes, type) ? purlTypes[type] : undefined;
  const lower = (part: 'namespace' | 'name' | 'version' | 'subpath', value = '') =>
    rules?.lower?.includes(part) ? value.toLowerCase() : value;
  const plain = {
    type,
    ...optional('namespace', lower('namespace', trimSlashes(parts.namespace ?? ''))),
    name: lower('name', parts.namespace ? trimSlashes(parts.name) : parts.name),
    ...optional('version', lower('version', parts.version ?? '')),
    ...canonicalQualifiers(type, parts.qualifiers),
    ...optional('subpath', lower('subpath', (parts.subpath ?? '').split('/').filter(isRealSegment).join('/'))),
  };
  const result = rules?.normalise?.(plain) ?? plain;
  if (result.name === '') throw new Error('a name is needed');
  if (rules?.namespace === 'required' && !result.namespace) throw new Error(`${type} needs a namespace`);
  if (rules?.namespace === 'prohibited' && result.namespace) throw new Error(`${type} has no namespace`);
  const required = rules?.requiredQualifier;
  if (required !== undefined && !result.qualifiers?.[required])
    throw new Error(`${type} needs the qualifier ${required}`);
  const refusal = rules?.refuse?.(result);
  if (refusal !== undefined) throw new Error(refusal);
  return result;
}

function optional<K extends string>(key: K, value: string): { [P in K]?: string } {
  return (value === '' ? {} : { [key]: value }) as { [P in K]?: string };
}

function trimSlashes(text: string): string {
  return text
    .split('/')
    .filter((segment) => segment !== '')
    .join('/');
}

function canonicalQualifiers(
  type: string,
  qualifiers: PurlParts['qualifiers'],
): { qualifiers?: Record<string, string> } {
  const canonical: Record<string, string> = {};
  for (const [key, value] of Object.entries(qualifiers ?? {})) {
    // The purl suite wants `?Platform=java` refused for gem, and keys of any case accepted for the others.
    const lower = type === 'gem' ? key : key.toLowerCase();
    if (!keyPattern.test(lower)) throw new Error(`${quote(key, 40)} is no qualifier key`);
    if (Object.hasOwn(canonical, lower)) throw new Error(`qualifier ${lower} stands twice`);
    if (value !== '') canonical[lower] = value;
  }
  return Object.keys(canonical).length > 0 ? { qualifiers: canonical } : {};
}

const unreserved = /^[A-Za-z0-9._~:-]*$/;

/** Percent-encodes all but letters, digits and `.-_~:` (purl-spec, character encoding). */
function encode(text: string): string {
  if (unreserved.test(text)) return text;
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%3A/g, ':');
}

function encodePath(path: string): string {
  return path.split('/').map(encode).join('/');
}
