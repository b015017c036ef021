import { CelError } from '../cel-error.ts';
import { type Declaration, fn, method } from '../declarations.ts';
import { CelMap } from '../maps.ts';
import { CelOpaque } from '../values.ts';

/** `kubernetes.URL`: Go's url.ParseRequestURI, that is an absolute URI or an absolute path. */
export class CelUrl extends CelOpaque {
  readonly typeName = 'kubernetes.URL';
  readonly scheme: string;
  /** With the port, IPv6 in brackets. */
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly #text: string;

  constructor(scheme: string, host: string, path: string, query: string, text: string) {
    super();
    this.scheme = scheme;
    this.host = host;
    this.path = path;
    this.query = query;
    this.#text = text;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelUrl && other.#text === this.#text;
  }

  override toString(): string {
    return this.#text;
  }
}

/** Kubernetes' URL library. */
export const urlLibrary: readonly Declaration[] = [
  fn('url', ['string -> kubernetes.URL'], (text: string) => {
    const url = readUrl(text);
    if (!url)
      throw new CelError(
        `URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`,
      );
    return url;
  }),
  fn('isURL', ['string -> bool'], (text: string) => readUrl(text) !== undefined),
  method('getScheme', ['kubernetes.URL -> string'], (url: CelUrl) => url.scheme),
  method('getHost', ['kubernetes.URL -> string'], (url: CelUrl) => url.host),
  method('getHostname', ['kubernetes.URL -> string'], (url: CelUrl) => hostAndPort(url.host).hostname),
  method('getPort', ['kubernetes.URL -> string'], (url: CelUrl) => hostAndPort(url.host).port),
  method('getEscapedPath', ['kubernetes.URL -> string'], (url: CelUrl) => escapePath(url.path)),
  method('getQuery', ['kubernetes.URL -> map(string, list(string))'], (url: CelUrl) => queryOf(url.query)),
];

export function readUrl(text: string): CelUrl | undefined {
  if (/[\x00-\x1f\x7f]/.test(text)) return undefined;
  if (text === '*') return new CelUrl('', '', '*', '', text);
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1] ?? '';
  let rest = scheme ? text.slice(scheme.length + 1) : text;
  const question = rest.indexOf('?');
  const query = question < 0 ? '' : rest.slice(question + 1);
  if (question >= 0) rest = rest.slice(0, question);
  if (!rest.startsWith('/'))
    return scheme && rest !== '' && !hasBadEscape(rest)
      ? new CelUrl(scheme.toLowerCase(), '', '', query, text)
      : undefined;
  let host = '';
  if (rest.startsWith('//') && (scheme || !rest.startsWith('///'))) {
    const end = rest.indexOf('/', 2);
    const authority = rest.slice(2, end < 0 ? undefined : end);
    rest = end < 0 ? '' : rest.slice(end);
    const at = authority.lastIndexOf('@');
    if (at >= 0 && !/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at))) return undefined;
    host = authority.slice(at + 1);
    if (!isHost(host)) return undefined;
  }
  if (hasBadEscape(rest)) return undefined;
  return new CelUrl(scheme.toLowerCase(), host, rest, query, text);
}

function isHost(host: string): boolean {
  if (host.startsWith('[')) return /^\[[0-9A-Fa-f:.]+(?:%25[A-Za-z0-9\-._~%]+)?\](?::\d*)?$/.test(host);
  const colon = host.lastIndexOf(':');
  if (colon >= 0 && !/^\d*$/.test(host.slice(colon + 1))) return false;
  return !/[ <>"`{}|\\^\x80-\x9f%]/.test(host.replace(/%(?:25|[89A-Fa-f][0-9A-Fa-f])/g, ''));
}

function hasBadEscape(text: string): boolean {
  return /%(?![0-9A-Fa-f]{2})/.test(text);
}

function hostAndPort(host: string): { hostname: string; port: string } {
  const bracket = /^\[(.*)\](?::(\d*))?$/.exec(host);
  if (bracket) return { hostname: bracket[1] as string, port: bracket[2] ?? '' };
  const colon = host.lastIndexOf(':');
  return colon < 0 ? { hostname: host, port: '' } : { hostname: host.slice(0, colon), port: host.slice(colon + 1) };
}

/** Escapes that are there stay; what may not stand in a path is escaped. */
function escapePath(path: string): string {
  return path.replace(/%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~$&+,/:;=@!'()*[\]]/gu, (part) =>
    part.length === 3 && part.startsWith('%') ? part : escapeAll(part),
  );
}

function escapeAll(part: string): string {
  return [...Buffer.from(part.toWellFormed(), 'utf8')]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function queryOf(query: string): CelMap {
  const values = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(query)) {
    const known = values.get(key);
    if (known) known.push(value);
    else values.set(key, [value]);
  }
  return CelMap.from(values);
}
