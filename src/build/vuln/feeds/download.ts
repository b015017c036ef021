import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GiB } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';

export const downloadLimits = {
  /** One file. */
  bytes: 16 * GiB,
  attempts: 4,
  /** Until headers come, and between two pieces of a body. */
  idleMs: 60_000,
  retryMs: 1_000,
  longestRetryMs: 60_000,
} as const;

export interface Fetched {
  /** `unchanged`: the server says that what the caller has is still right. */
  readonly state: 'new' | 'unchanged' | 'absent';
  readonly etag?: string;
  readonly lastModified?: string;
  /** Hex, of a new file. */
  readonly sha256?: string;
  readonly bytes?: number;
}

export interface DownloadOptions {
  readonly fetch: typeof fetch;
  /** What the caller has: sent as If-None-Match and If-Modified-Since. */
  readonly known?: { readonly etag?: string; readonly lastModified?: string };
  readonly progress?: (done: number, total: number | undefined) => void;
  readonly sleep?: (ms: number) => Promise<void>;
}

/**
 * Downloads to `file`. What was interrupted stays in `file.part`, and the next call asks for the rest of it (RFC 9110 §14, If-Range), so
 * that the parts of two versions are never joined. Length and, where the server gives one, MD5 are checked.
 */
export async function download(url: string, file: string, options: DownloadOptions): Promise<Outcome<Fetched>> {
  const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  mkdirSync(dirname(file), { recursive: true });
  let last: unknown;
  for (let attempt = 0; attempt < downloadLimits.attempts; attempt++) {
    if (attempt > 0) await sleep(waitOf(last, attempt));
    try {
      return ok(await tryOnce(url, file, options));
    } catch (error) {
      last = error;
      if (error instanceof HttpError && !error.transient) break;
    }
  }
  return failed(
    errorIssue('db-update/download', 'a download failed', {
      where: withoutCredentials(url),
      hint: 'the present data stays in use; run the update again to resume',
      cause: causeOf(last),
    }),
  );
}

async function tryOnce(url: string, file: string, options: DownloadOptions): Promise<Fetched> {
  const part = `${file}.part`;
  const begun = begunPart(part, url);
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(new Error('the server does not answer')), downloadLimits.idleMs);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(new Error('the server stopped sending')), downloadLimits.idleMs);
  };
  try {
    const response = await options.fetch(url, {
      headers: headersFor(begun, options.known),
      signal: abort.signal,
      redirect: 'follow',
    });
    alive();
    if (response.status === 304) return { state: 'unchanged', ...options.known };
    if (response.status === 404 || response.status === 410) return { state: 'absent' };
    if (response.status === 416) {
      removePart(part);
      throw new HttpError(response, true);
    }
    if (!response.ok || response.body === null)
      throw new HttpError(response, response.status === 429 || response.status >= 500);
    return await store(response, { url, file, part, begun, alive, progress: options.progress });
  } finally {
    clearTimeout(timer);
  }
}

interface Begun {
  readonly bytes: number;
  readonly validator: string;
}

interface StoreContext {
  readonly url: string;
  readonly file: string;
  readonly part: string;
  readonly begun: Begun | undefined;
  readonly alive: () => void;
  readonly progress: DownloadOptions['progress'];
}

async function store(response: Response, { url, file, part, begun, alive, progress }: StoreContext): Promise<Fetched> {
  const resumed = response.status === 206 && begun !== undefined && contentRangeStart(response) === begun.bytes;
  if (response.status === 206 && !resumed) {
    removePart(part);
    throw new HttpError(response, true);
  }
  const etag = response.headers.get('etag') ?? undefined;
  const lastModified = response.headers.get('last-modified') ?? undefined;
  const start = resumed ? (begun as Begun).bytes : 0;
  const announced =
    response.headers.get('content-encoding') === null
      ? Number(response.headers.get('content-length') ?? Number.NaN)
      : Number.NaN;
  const total = Number.isFinite(announced) ? start + announced : undefined;
  if (!resumed) writeFileSync(`${part}.json`, JSON.stringify({ url, validator: strongValidator(etag, lastModified) }));
  let done = start;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length;
      alive();
      progress?.(done, total);
      next(done > downloadLimits.bytes ? new Error(`more than ${downloadLimits.bytes} bytes`) : null, chunk);
    },
  });
  const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  await pipeline(body, meter, createWriteStream(part, { flags: resumed ? 'a' : 'w' }));
  if (total !== undefined && done !== total) throw new Error(`got ${done} of ${total} bytes`);
  const { sha256, md5 } = await hashFile(part);
  const said = /(?:^|,)\s*md5=([A-Za-z0-9+/=]+)/.exec(response.headers.get('x-goog-hash') ?? '')?.[1];
  if (said !== undefined && said !== md5) {
    removePart(part);
    throw new Error('the file does not have the checksum that the server gave');
  }
  renameSync(part, file);
  rmSync(`${part}.json`, { force: true });
  return {
    state: 'new',
    sha256,
    bytes: done,
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
}

function headersFor(begun: Begun | undefined, known: DownloadOptions['known']): Record<string, string> {
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'holdfast' };
  // A part of a newer version is worth more than the answer that the old one is old.
  if (begun !== undefined) return { ...headers, range: `bytes=${begun.bytes}-`, 'if-range': begun.validator };
  if (known?.etag !== undefined) headers['if-none-match'] = known.etag;
  if (known?.lastModified !== undefined) headers['if-modified-since'] = known.lastModified;
  return headers;
}

/** A part that can be continued: of this URL, and with a validator that names exactly one version. */
function begunPart(part: string, url: string): Begun | undefined {
  try {
    const note = JSON.parse(readFileSync(`${part}.json`, 'utf8')) as { url?: unknown; validator?: unknown };
    const bytes = existsSync(part) ? statSync(part).size : 0;
    return note.url === url && typeof note.validator === 'string' && bytes > 0
      ? { bytes, validator: note.validator }
      : undefined;
  } catch {
    return undefined;
  }
}

function removePart(part: string): void {
  rmSync(part, { force: true });
  rmSync(`${part}.json`, { force: true });
}

/** RFC 9110 §13.1.5: a weak ETag must not be used with If-Range. */
function strongValidator(etag: string | undefined, lastModified: string | undefined): string | undefined {
  return etag !== undefined && !etag.startsWith('W/') ? etag : lastModified;
}

function contentRangeStart(response: Response): number | undefined {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

async function hashFile(path: string): Promise<{ sha256: string; md5: string }> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    sha256.update(chunk as Buffer);
    md5.update(chunk as Buffer);
  }
  return { sha256: sha256.digest('hex'), md5: md5.digest('base64') };
}

class HttpError extends Error {
  readonly transient: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(response: Response, transient: boolean) {
    super(`HTTP ${response.status} ${response.statusText}`.trim());
    this.transient = transient;
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    this.retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  }
}

function waitOf(error: unknown, attempt: number): number {
  const asked = error instanceof HttpError ? error.retryAfterMs : undefined;
  return Math.min(asked ?? downloadLimits.retryMs * 2 ** (attempt - 1), downloadLimits.longestRetryMs);
}

/** fetch hides the reason in `cause`. */
function causeOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? `${(error as Error).message}: ${cause.message}` : error;
}

export function withoutCredentials(url: string): string {
  try {
    const parsed = new URL(url);
    parsed.username = '';
    parsed.password = '';
    return parsed.toString();
  } catch {
    return url;
  }
}
