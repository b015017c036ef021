import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: http.IncomingMessage;
  /** After redirects. */
  readonly url: URL;
}

export interface HttpOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Hosts (with port) whose certificate is not checked. */
  readonly insecure: (host: string) => boolean;
  /** PEM file with more certificate authorities. */
  readonly caFile?: string;
}

/** Time without a byte after which a connection counts as dead, milliseconds. */
const idleTimeout = 30_000;
const maxRedirects = 5;
/** Attempts for one request: transient errors and 429/5xx are tried again after 0.5, 1, 2, 4 s, or what Retry-After says. */
export const maxAttempts = 5;
const maxRetryAfter = 30_000;

/** A small HTTP client for registries: keep-alive, proxies from the environment, redirects without credentials, retries with backoff. */
export class HttpClient {
  readonly #options: HttpOptions;
  readonly #agents = new Map<string, http.Agent>();
  #ca: Buffer | undefined;

  constructor(options: HttpOptions) {
    this.#options = options;
    if (options.caFile) this.#ca = readFileSync(options.caFile);
  }

  /** Sends once, following redirects of GET and HEAD; the Authorization header stays with the first host. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    let { url, headers } = request;
    for (let hop = 0; ; hop++) {
      const response = await this.#once({ ...request, url, headers });
      const location = response.headers.location;
      const redirected = [301, 302, 303, 307, 308].includes(response.status) && location !== undefined;
      if (!redirected || (request.method !== 'GET' && request.method !== 'HEAD')) return response;
      response.body.resume();
      if (hop >= maxRedirects) throw new Error(`more than ${maxRedirects} redirects`);
      const next = new URL(location, url);
      if (url.protocol === 'https:' && next.protocol !== 'https:')
        throw new Error('redirect from https to http refused');
      if (next.origin !== url.origin) {
        const { authorization: _, ...rest } = headers;
        headers = rest;
      }
      url = next;
    }
  }

  /** As `send`, with retries. The last response or error is handed on. */
  async sendPatiently(request: HttpRequest): Promise<HttpResponse> {
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await this.send(request);
        if (attempt >= maxAttempts || !isTransientStatus(response.status)) return response;
        response.body.resume();
        await sleep(retryAfter(response.headers['retry-after']) ?? backoff(attempt));
      } catch (error) {
        if (attempt >= maxAttempts || !isTransientError(error)) throw error;
        await sleep(backoff(attempt));
      }
    }
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #once(request: HttpRequest): Promise<HttpResponse> {
    const { url } = request;
    const module = url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const outgoing = module.request(
        url,
        {
          method: request.method,
          headers: {
            'user-agent': 'holdfast',
            ...request.headers,
            ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
          },
          agent: this.#agent(url),
          timeout: idleTimeout,
        },
        (body) => resolve({ status: body.statusCode ?? 0, headers: body.headers, body, url }),
      );
      outgoing.on('timeout', () =>
        outgoing.destroy(
          Object.assign(new Error(`no answer from ${url.host} for ${idleTimeout / 1000} s`), { code: 'ETIMEDOUT' }),
        ),
      );
      outgoing.on('error', reject);
      outgoing.end(request.body);
    });
  }

  #agent(url: URL): http.Agent {
    const insecure = this.#options.insecure(url.host);
    const key = `${url.protocol}${insecure}`;
    const known = this.#agents.get(key);
    if (known) return known;
    // proxyEnv (Node 24.5) reads HTTP_PROXY, HTTPS_PROXY and NO_PROXY in both spellings.
    const shared = { keepAlive: true, maxSockets: 8, proxyEnv: this.#options.env as NodeJS.ProcessEnv };
    const agent =
      url.protocol === 'https:'
        ? new https.Agent({ ...shared, rejectUnauthorized: !insecure, ...(this.#ca ? { ca: this.#ca } : {}) })
        : new http.Agent(shared);
    this.#agents.set(key, agent);
    return agent;
  }
}

/** The whole body, refused past `limit` bytes. */
export async function readBody(response: HttpResponse, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      response.body.destroy();
      throw new Error(`answer of more than ${limit} bytes from ${response.url.host}`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 429 || status === 500 || status === 502 || status === 503 || status === 504;
}

export function isTransientError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  return [
    'ECONNRESET',
    'ECONNREFUSED',
    'ETIMEDOUT',
    'EPIPE',
    'EAI_AGAIN',
    'ECONNABORTED',
    'ERR_STREAM_PREMATURE_CLOSE',
    'UND_ERR_SOCKET',
  ].includes(code);
}

/** Milliseconds before attempt n + 1, with jitter so that parallel layers do not come back in step. */
export function backoff(attempt: number): number {
  const base = 500 * 2 ** (attempt - 1);
  return base / 2 + Math.random() * (base / 2);
}

function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(wait) && wait >= 0 ? Math.min(wait, maxRetryAfter) : undefined;
}
