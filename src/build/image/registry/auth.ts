import type { Credentials } from './credentials.ts';
import { type HttpClient, readBody } from './http.ts';

/** A WWW-Authenticate challenge of the distribution spec's token flow, or plain basic. */
export interface Challenge {
  readonly scheme: 'bearer' | 'basic';
  readonly params: Readonly<Record<string, string>>;
}

export class AuthError extends Error {}

/** `Bearer realm="…",service="…",scope="…"`; the first challenge that we can answer. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  if (!header) return undefined;
  const match = /^\s*(bearer|basic)\b\s*(.*)$/is.exec(header);
  if (!match) return undefined;
  const params: Record<string, string> = {};
  for (const [, key, quoted, bare] of match[2]!.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)) {
    params[key!.toLowerCase()] = quoted ?? bare ?? '';
  }
  return { scheme: match[1]!.toLowerCase() as Challenge['scheme'], params };
}

/** Answers a challenge with the value of an Authorization header. */
export async function authorize(
  challenge: Challenge,
  scope: string,
  credentials: Credentials | undefined,
  http: HttpClient,
  registryUrl: URL,
): Promise<string> {
  if (challenge.scheme === 'basic') {
    if (credentials?.kind !== 'basic') throw new AuthError('the registry asks for a user name and a password');
    return basic(credentials);
  }
  const realm = URL.parse(challenge.params.realm ?? '');
  if (!realm || !/^https?:$/.test(realm.protocol)) throw new AuthError('the registry names no usable token service');
  // Credentials never travel in clear because an https registry says so.
  if (realm.protocol === 'http:' && registryUrl.protocol === 'https:')
    throw new AuthError('the registry names a token service without TLS');
  const { service } = challenge.params;
  const token =
    credentials?.kind === 'identity-token'
      ? await refresh(realm, service, scope, credentials.token, http)
      : await fetchToken(realm, service, scope, credentials, http);
  return `Bearer ${token}`;
}

async function fetchToken(
  realm: URL,
  service: string | undefined,
  scope: string,
  credentials: Credentials | undefined,
  http: HttpClient,
): Promise<string> {
  const url = new URL(realm);
  if (service) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  const headers =
    credentials?.kind === 'basic' ? { authorization: basic(credentials) } : ({} as Record<string, string>);
  return tokenOf(await http.sendPatiently({ method: 'GET', url, headers }));
}

/** OAuth2 form of the token service (distribution, auth/oauth). */
async function refresh(
  realm: URL,
  service: string | undefined,
  scope: string,
  token: string,
  http: HttpClient,
): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: token,
    client_id: 'holdfast',
    scope,
    ...(service ? { service } : {}),
  }).toString();
  return tokenOf(
    await http.sendPatiently({
      method: 'POST',
      url: realm,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    }),
  );
}

async function tokenOf(response: Awaited<ReturnType<HttpClient['send']>>): Promise<string> {
  const body = await readBody(response, 1024 * 1024);
  if (response.status !== 200) throw new AuthError(`the token service answered ${response.status}`);
  const answer: unknown = JSON.parse(body.toString('utf8'));
  const { token, access_token: access } = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<
    string,
    unknown
  >;
  if (typeof token === 'string' && token) return token;
  if (typeof access === 'string' && access) return access;
  throw new AuthError('the token service gave no token');
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
