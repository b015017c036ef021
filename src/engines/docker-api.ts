import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';

/** Where a Docker-compatible engine listens. */
export interface EngineEndpoint {
  /** For messages: `unix:///var/run/docker.sock`. */
  readonly url: string;
  readonly request: Pick<http.RequestOptions, 'socketPath' | 'host' | 'port'>;
  readonly tls?: Pick<https.RequestOptions, 'ca' | 'cert' | 'key'>;
}

export interface EngineImage {
  readonly id: string;
  readonly tags: readonly string[];
  /** Bytes. */
  readonly size: number;
}

type Env = Readonly<Record<string, string | undefined>>;

/** An answer that does not come within this is no answer, milliseconds. The export of an image may pause longer. */
const answerTimeout = 10_000;
const exportIdleTimeout = 120_000;
/** A JSON answer of the API. */
const maxAnswerBytes = 64 * 1024 * 1024;

/** `DOCKER_HOST` (unix, tcp, with DOCKER_TLS_VERIFY and DOCKER_CERT_PATH), else the usual sockets. */
export function dockerEndpoints(env: Env): Outcome<EngineEndpoint[]> {
  if (env.DOCKER_HOST) return parseEndpoint(env.DOCKER_HOST, env);
  const home = env.HOME
    ? [join(env.HOME, '.docker/run/docker.sock'), join(env.HOME, '.docker/desktop/docker.sock')]
    : [];
  const rootless = env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'docker.sock')] : [];
  return ok(['/var/run/docker.sock', ...rootless, ...home].map(unixEndpoint));
}

/** `CONTAINER_HOST`, else podman's root and rootless sockets. */
export function podmanEndpoints(env: Env): Outcome<EngineEndpoint[]> {
  if (env.CONTAINER_HOST) return parseEndpoint(env.CONTAINER_HOST, env);
  const rootless = env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'podman/podman.sock')] : [];
  return ok([...rootless, '/run/podman/podman.sock'].map(unixEndpoint));
}

function unixEndpoint(path: string): EngineEndpoint {
  return { url: `unix://${path}`, request: { socketPath: path } };
}

function parseEndpoint(text: string, env: Env): Outcome<EngineEndpoint[]> {
  if (text.startsWith('unix://')) return ok([unixEndpoint(text.slice('unix://'.length))]);
  const url = URL.parse(text);
  if (!url || !['tcp:', 'http:', 'https:'].includes(url.protocol)) {
    return failed(
      errorIssue('engine/bad-host', `cannot use the engine address ${JSON.stringify(text)}`, {
        hint: 'unix:///path or tcp://host:port; for ssh use docker save and docker-archive:',
      }),
    );
  }
  const verify = url.protocol === 'https:' || Boolean(env.DOCKER_TLS_VERIFY);
  const request = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || (verify ? 2376 : 2375) };
  if (!verify) return ok([{ url: text, request }]);
  const directory = env.DOCKER_CERT_PATH ?? join(env.HOME ?? '', '.docker');
  try {
    const read = (name: string) => readFileSync(join(directory, name));
    return ok([{ url: text, request, tls: { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') } }]);
  } catch (cause) {
    return failed(
      errorIssue('engine/no-certificate', `no TLS certificates in ${directory}`, {
        cause,
        hint: 'set DOCKER_CERT_PATH',
      }),
    );
  }
}

/** A thin client of the Docker Engine API (v1.40 on), also spoken by podman. */
export class DockerApi {
  readonly endpoint: EngineEndpoint;

  constructor(endpoint: EngineEndpoint) {
    this.endpoint = endpoint;
  }

  /** Does an engine answer here? */
  async ping(): Promise<boolean> {
    const answer = await this.#open('/_ping', answerTimeout);
    if (!answer.ok) return false;
    answer.value.resume();
    return answer.value.statusCode === 200;
  }

  async listImages(): Promise<Outcome<EngineImage[]>> {
    const answer = await this.#json('/images/json');
    if (!answer.ok) return answer;
    const list = Array.isArray(answer.value) ? (answer.value as Record<string, unknown>[]) : [];
    return ok(
      list.map((item) => ({
        id: String(item.Id ?? ''),
        tags: Array.isArray(item.RepoTags)
          ? item.RepoTags.filter((tag): tag is string => typeof tag === 'string' && tag !== '<none>:<none>')
          : [],
        size: typeof item.Size === 'number' ? item.Size : 0,
      })),
    );
  }

  /** `GET /images/{name}/json`. */
  inspectImage(name: string): Promise<Outcome<unknown>> {
    return this.#json(`/images/${escapeName(name)}/json`);
  }

  /** `GET /images/{name}/history`: newest first. */
  imageHistory(name: string): Promise<Outcome<unknown>> {
    return this.#json(`/images/${escapeName(name)}/history`);
  }

  /** `GET /images/{name}/get`: the docker-archive of one image, as a stream. */
  async exportImage(name: string): Promise<Outcome<AsyncIterable<Buffer>>> {
    const answer = await this.#open(`/images/${escapeName(name)}/get`, exportIdleTimeout);
    if (!answer.ok) return answer;
    if (answer.value.statusCode === 200) return ok(answer.value);
    return failed(await this.#refusal(answer.value, name));
  }

  async #json(path: string): Promise<Outcome<unknown>> {
    const answer = await this.#open(path, answerTimeout);
    if (!answer.ok) return answer;
    if (answer.value.statusCode !== 200) return failed(await this.#refusal(answer.value, path));
    try {
      return ok(JSON.parse((await readAll(answer.value)).toString('utf8')));
    } catch (cause) {
      return failed(
        errorIssue('engine/bad-answer', `the engine's answer to ${path} cannot be read`, {
          where: this.endpoint.url,
          cause,
        }),
      );
    }
  }

  async #refusal(answer: http.IncomingMessage, what: string) {
    const body = await readAll(answer).catch(() => Buffer.alloc(0));
    let message: string | undefined;
    try {
      message = String((JSON.parse(body.toString('utf8')) as { message?: unknown }).message ?? '');
    } catch {
      message = `status ${answer.statusCode}`;
    }
    const code = answer.statusCode === 404 ? 'engine/not-found' : 'engine/refused';
    return errorIssue(code, message || `the engine answered ${answer.statusCode}`, {
      where: `${this.endpoint.url} ${what}`,
    });
  }

  #open(path: string, timeout: number): Promise<Outcome<http.IncomingMessage>> {
    const { request, tls, url } = this.endpoint;
    // A socket has no host name. Over TCP the header must be the engine's own: its certificate is checked against it.
    const headers = request.socketPath === undefined ? {} : { host: 'docker' };
    const options = { ...request, ...tls, path, method: 'GET', timeout, headers };
    return new Promise((resolve) => {
      const outgoing = tls ? https.request(options) : http.request(options);
      outgoing.on('response', (answer) => resolve(ok(answer)));
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer for ${timeout / 1000} s`)));
      outgoing.on('error', (cause: NodeJS.ErrnoException) => {
        const hint = cause.code === 'EACCES' ? 'this user may not use the socket' : 'is the engine running?';
        resolve(failed(errorIssue('engine/unreachable', 'no container engine answers', { where: url, cause, hint })));
      });
      outgoing.end();
    });
  }
}

/** The first endpoint where an engine answers. */
export async function connectEngine(endpoints: Outcome<EngineEndpoint[]>): Promise<Outcome<DockerApi>> {
  if (!endpoints.ok) return endpoints;
  for (const endpoint of endpoints.value) {
    const api = new DockerApi(endpoint);
    if (await api.ping()) return ok(api);
  }
  const tried = endpoints.value.map((endpoint) => endpoint.url).join(', ');
  return failed(
    errorIssue('engine/unreachable', 'no container engine answers', {
      where: tried,
      hint: 'start it, or set DOCKER_HOST',
    }),
  );
}

/** Slashes stay, everything else that a path may not hold is escaped. */
function escapeName(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw new Error(`more than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
