import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Digest, digestParts, parseDigest, sha256Digest } from '#core/ids/digest.ts';
import { limits } from '#core/limits.ts';
import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { AuthError, authorize, parseChallenge } from './auth.ts';
import { type Credentials, findCredentials } from './credentials.ts';
import {
  backoff,
  HttpClient,
  type HttpRequest,
  type HttpResponse,
  isTransientError,
  isTransientStatus,
  maxAttempts,
  readBody,
} from './http.ts';

export interface RegistryOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Registries (host or host:port) that may be reached without TLS or with an unknown certificate; `*` for all. */
  readonly insecure?: readonly string[];
  readonly caFile?: string;
  /** `docker.io` → hosts to ask first, in order. */
  readonly mirrors?: ReadonlyMap<string, readonly string[]>;
  /** What tokens are asked for. */
  readonly actions?: 'pull' | 'pull,push';
}

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

export interface FetchedManifest {
  readonly bytes: Buffer;
  readonly digest: Digest;
  readonly mediaType: string;
}

/** One repository of one registry host (OCI distribution-spec v1.1). */
export class RepositoryClient {
  readonly #http: HttpClient;
  readonly #options: RegistryOptions;
  readonly #registry: string;
  readonly #host: string;
  readonly #repository: string;
  #base: URL | undefined;
  #authorization: string | undefined;
  #credentials: Promise<Credentials | undefined> | undefined;
  readonly issues: Issue[] = [];

  /** `host` is the registry itself or a mirror of it. */
  constructor(registry: string, host: string, repository: string, options: RegistryOptions) {
    this.#registry = registry;
    this.#host = host === 'docker.io' ? 'registry-1.docker.io' : host;
    this.#repository = repository;
    this.#options = options;
    this.#http = new HttpClient({
      env: options.env,
      insecure: (name) => isInsecure(name, options),
      ...(options.caFile ? { caFile: options.caFile } : {}),
    });
  }

  get where(): string {
    return `${this.#host}/${this.#repository}`;
  }

  async manifest(reference: string): Promise<Outcome<FetchedManifest>> {
    return this.#guard(`manifest ${reference}`, async () => {
      const response = await this.#request('GET', `manifests/${reference}`, { accept: manifestTypes.join(', ') });
      const bytes = await readBody(response, limits.manifestBytes);
      if (response.status !== 200) return this.#refused(response.status, bytes, `manifest ${reference}`);
      const named = parseDigest(reference);
      const algorithm = named.ok ? digestParts(named.value).algorithm : 'sha256';
      const hex = createHash(algorithm).update(bytes).digest('hex');
      if (named.ok && digestParts(named.value).hex !== hex) {
        return failed(
          errorIssue('registry/digest-mismatch', `the registry sent ${algorithm}:${hex} for ${reference}`, {
            where: this.where,
          }),
        );
      }
      return ok({
        bytes,
        digest: named.ok ? named.value : sha256Digest(hex),
        mediaType: response.headers['content-type'] ?? '',
      });
    });
  }

  /** A small blob, whole. The caller checks its digest. */
  async smallBlob(digest: Digest): Promise<Outcome<Buffer>> {
    return this.#guard(`blob ${digest}`, async () => {
      const response = await this.#request('GET', `blobs/${digest}`, {});
      const bytes = await readBody(response, limits.manifestBytes);
      return response.status === 200 ? ok(bytes) : this.#refused(response.status, bytes, `blob ${digest}`);
    });
  }

  /** A blob as it comes; a broken connection is taken up again where it broke. Throws what cannot be mended. */
  async *blob(digest: Digest): AsyncGenerator<Buffer> {
    let at = 0;
    for (let attempt = 1; ; attempt++) {
      const before = at;
      try {
        const response = await this.#request('GET', `blobs/${digest}`, at > 0 ? { range: `bytes=${at}-` } : {});
        if (response.status !== 200 && response.status !== 206) {
          const body = await readBody(response, limits.manifestBytes).catch(() => Buffer.alloc(0));
          const refused = this.#refused<never>(response.status, body, `blob ${digest}`);
          throw new Error(refused.ok ? 'refused' : refused.issue.message);
        }
        // A server without range support starts over: pass over what we have.
        let skip = response.status === 200 ? at : 0;
        for await (const chunk of response.body as AsyncIterable<Buffer>) {
          if (skip >= chunk.length) {
            skip -= chunk.length;
            continue;
          }
          const fresh = skip > 0 ? chunk.subarray(skip) : chunk;
          skip = 0;
          at += fresh.length;
          yield fresh;
        }
        const length = Number(response.headers['content-length'] ?? Number.NaN);
        const got = response.status === 206 ? at - before : at;
        if (Number.isFinite(length) && got < length)
          throw Object.assign(new Error('the connection closed early'), { code: 'ECONNRESET' });
        return;
      } catch (error) {
        const transient =
          isTransientError(error) ||
          (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE' ||
          isAborted(error);
        if (at > before) attempt = 1; // progress was made
        if (!transient || attempt >= maxAttempts) throw error;
        await sleep(backoff(attempt));
      }
    }
  }

  async hasBlob(digest: Digest): Promise<Outcome<boolean>> {
    return this.#guard(`blob ${digest}`, async () => {
      const response = await this.#request('HEAD', `blobs/${digest}`, {});
      response.body.resume();
      if (response.status === 200) return ok(true);
      return response.status === 404 ? ok(false) : this.#refused(response.status, Buffer.alloc(0), `blob ${digest}`);
    });
  }

  /** Monolithic upload: POST for a location, PUT of the whole. */
  async putBlob(digest: Digest, bytes: Buffer): Promise<Outcome<void>> {
    return this.#guard(`upload of ${digest}`, async () => {
      const start = await this.#request('POST', 'blobs/uploads/', { 'content-length': '0' });
      const startBody = await readBody(start, limits.manifestBytes);
      const location = start.headers.location;
      if (start.status !== 202 || !location) return this.#refused(start.status, startBody, `upload of ${digest}`);
      const url = new URL(location, start.url);
      url.searchParams.set('digest', digest);
      const done = await this.#request('PUT', url, { 'content-type': 'application/octet-stream' }, bytes);
      const body = await readBody(done, limits.manifestBytes);
      return done.status === 201 ? ok(undefined) : this.#refused(done.status, body, `upload of ${digest}`);
    });
  }

  async putManifest(reference: string, bytes: Buffer, mediaType: string): Promise<Outcome<Digest>> {
    return this.#guard(`manifest ${reference}`, async () => {
      const response = await this.#request('PUT', `manifests/${reference}`, { 'content-type': mediaType }, bytes);
      const body = await readBody(response, limits.manifestBytes);
      if (response.status !== 201) return this.#refused(response.status, body, `manifest ${reference}`);
      return ok(sha256Digest(createHash('sha256').update(bytes).digest('hex')));
    });
  }

  close(): void {
    this.#http.close();
  }

  async #request(
    method: HttpRequest['method'],
    path: string | URL,
    headers: Record<string, string>,
    body?: Buffer,
  ): Promise<HttpResponse> {
    const base = await this.#baseUrl();
    const url = typeof path === 'string' ? new URL(`/v2/${this.#repository}/${path}`, base) : path;
    const send = () =>
      this.#http.sendPatiently({
        method,
        url,
        headers: {
          ...headers,
          ...(this.#authorization && url.origin === base.origin ? { authorization: this.#authorization } : {}),
        },
        ...(body ? { body } : {}),
      });
    const response = await send();
    if (response.status !== 401) return response;
    // The token may have run out in the middle of a long download: ask again, once.
    const challenge = parseChallenge(headerText(response.headers['www-authenticate']));
    if (!challenge) return response;
    response.body.resume();
    this.#credentials ??= this.#findCredentials();
    const scope = `repository:${this.#repository}:${this.#options.actions ?? 'pull'}`;
    this.#authorization = await authorize(challenge, scope, await this.#credentials, this.#http, base);
    return send();
  }

  async #findCredentials(): Promise<Credentials | undefined> {
    const host = this.#host === 'registry-1.docker.io' ? this.#registry : this.#host;
    const { credentials, issues } = await findCredentials(host, this.#repository, this.#options.env);
    this.issues.push(...issues);
    return credentials;
  }

  /** https, or http where that was asked for or the registry is on this machine, and https does not answer. */
  async #baseUrl(): Promise<URL> {
    if (this.#base) return this.#base;
    const secure = new URL(`https://${this.#host}`);
    if (!isInsecure(this.#host, this.#options) && !isLoopback(secure.hostname)) {
      this.#base = secure;
      return secure;
    }
    try {
      const response = await this.#http.send({ method: 'GET', url: new URL('/v2/', secure), headers: {} });
      response.body.resume();
      this.#base = secure;
    } catch (error) {
      // A refused connection or an unknown certificate says nothing about plain HTTP; an answer that is not TLS does.
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (!/EPROTO|ERR_SSL|ECONNRESET|ECONNREFUSED/.test(code)) throw error;
      this.#base = new URL(`http://${this.#host}`);
    }
    return this.#base;
  }

  async #guard<T>(what: string, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof AuthError) {
        return failed(
          errorIssue('registry/unauthorized', `no access to ${this.where}: ${cause.message}`, {
            where: this.where,
            hint: `log in first: docker login ${this.#registry}`,
          }),
        );
      }
      const code = (cause as NodeJS.ErrnoException).code ?? '';
      const tls = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
      const hint = tls
        ? `give its certificate authority with --registry-ca FILE, or allow it with --insecure-registry ${this.#host}`
        : /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/.test(code)
          ? `is ${this.#host} the right name, and reachable from here? Behind a proxy, set HTTPS_PROXY`
          : undefined;
      return failed(
        errorIssue('registry/unreachable', `${what} could not be fetched from ${this.#host}`, {
          where: this.where,
          cause,
          hint,
        }),
      );
    }
  }

  #refused<T>(status: number, body: Buffer, what: string): Outcome<T> {
    const message = errorText(body);
    if (status === 401 || status === 403) {
      return failed(
        errorIssue('registry/unauthorized', `no access to ${what} in ${this.where}`, {
          where: this.where,
          cause: message ?? `status ${status}`,
          hint: `log in first: docker login ${this.#registry}`,
        }),
      );
    }
    if (status === 404)
      return failed(errorIssue('registry/not-found', `${what} is not in ${this.where}`, { where: this.where }));
    if (status === 429)
      return failed(
        errorIssue('registry/rate-limited', `${this.#host} limits the rate of requests`, {
          where: this.where,
          hint: 'log in, or use a mirror: --mirror',
        }),
      );
    const code = isTransientStatus(status) ? 'registry/unavailable' : 'registry/refused';
    return failed(
      errorIssue(code, `${this.#host} answered ${status} for ${what}`, { where: this.where, cause: message }),
    );
  }
}

function isInsecure(host: string, options: RegistryOptions): boolean {
  const list = options.insecure ?? [];
  return list.includes('*') || list.includes(host) || list.includes(host.replace(/:\d+$/, ''));
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function isAborted(error: unknown): boolean {
  return error instanceof Error && (error.message === 'aborted' || error.message === 'terminated');
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? (value.find((item) => /^bearer/i.test(item)) ?? value[0]) : value;
}

/** `{"errors":[{"code","message"}]}` of the distribution spec. */
function errorText(body: Buffer): string | undefined {
  try {
    const document = JSON.parse(body.toString('utf8')) as { errors?: { code?: unknown; message?: unknown }[] };
    const first = document.errors?.[0];
    return first
      ? [first.code, first.message]
          .filter((part) => typeof part === 'string')
          .join(': ')
          .slice(0, 300)
      : undefined;
  } catch {
    return undefined;
  }
}
