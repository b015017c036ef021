import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { osv, scratchFolder, zipOf } from '#testing/advisories.ts';
import { openDb } from '../db/reader.ts';
import { download } from './download.ts';
import { updateDb } from './update.ts';

interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

let scratch: ReturnType<typeof scratchFolder>;
let server: Server;
let base: string;
let asked: Asked[];
let files: Map<string, Buffer>;
/** May answer instead of the file server; true if it did. */
let interfere: (request: IncomingMessage, response: ServerResponse) => boolean;

beforeEach(async () => {
  scratch = scratchFolder();
  asked = [];
  files = new Map();
  interfere = () => false;
  server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    asked.push({ path, headers: request.headers });
    if (!interfere(request, response)) serve(path, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  scratch.dispose();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function serve(path: string, request: IncomingMessage, response: ServerResponse): void {
  const content = files.get(path);
  if (content === undefined) {
    response.writeHead(404).end();
    return;
  }
  const etag = etagOf(content);
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
  if (Number.isFinite(from) && request.headers['if-range'] === etag) {
    const rest = content.subarray(from);
    response
      .writeHead(206, {
        etag,
        'content-range': `bytes ${from}-${content.length - 1}/${content.length}`,
        'content-length': rest.length,
      })
      .end(rest);
    return;
  }
  response.writeHead(200, { etag, 'content-length': content.length }).end(content);
}

function etagOf(content: Buffer): string {
  return `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
}

const noSleep = async () => {};
const fetchFile = (file: string) => download(`${base}/file`, join(scratch.path, file), { fetch, sleep: noSleep });

describe('download', () => {
  it('continues an interrupted download of the same version', async () => {
    const content = Buffer.from('0123456789'.repeat(1000));
    files.set('/file', content);
    interfere = (_request, response) => {
      if (asked.length > 1) return false;
      response.writeHead(200, { etag: etagOf(content), 'content-length': content.length });
      response.write(content.subarray(0, 4000));
      setTimeout(() => response.destroy(), 20);
      return true;
    };
    const result = await fetchFile('a');
    expect(result.ok && result.value).toMatchObject({ state: 'new', bytes: 10_000, etag: etagOf(content) });
    expect(asked[1]?.headers.range).toBe('bytes=4000-');
    expect(readFileSync(join(scratch.path, 'a')).equals(content)).toBe(true);
    expect(existsSync(join(scratch.path, 'a.part.json'))).toBe(false);
  });

  it('starts again where the file changed in between', async () => {
    const old = Buffer.from('old'.repeat(1000));
    const content = Buffer.from('new'.repeat(2000));
    files.set('/file', content);
    interfere = (_request, response) => {
      if (asked.length > 1) return false;
      response.writeHead(200, { etag: etagOf(old), 'content-length': old.length });
      response.write(old.subarray(0, 500));
      setTimeout(() => response.destroy(), 20);
      return true;
    };
    const result = await fetchFile('a');
    expect(result.ok && result.value.bytes).toBe(6000);
    expect(readFileSync(join(scratch.path, 'a')).equals(content)).toBe(true);
  });

  it('starts again where the server cannot continue', async () => {
    const content = Buffer.from('x'.repeat(5000));
    files.set('/file', content);
    interfere = (request, response) => {
      if (asked.length === 1) {
        response.writeHead(200, { etag: etagOf(content), 'content-length': content.length });
        response.write(content.subarray(0, 100));
        setTimeout(() => response.destroy(), 20);
        return true;
      }
      if (request.headers.range === undefined) return false;
      response.writeHead(416).end();
      return true;
    };
    expect((await fetchFile('a')).ok).toBe(true);
    expect(readFileSync(join(scratch.path, 'a')).equals(content)).toBe(true);
  });

  it('waits as long as it is told and gives up in the end', async () => {
    const waits: number[] = [];
    interfere = (_request, response) => {
      response.writeHead(429, { 'retry-after': '7' }).end();
      return true;
    };
    const result = await download(`${base}/file`, join(scratch.path, 'a'), {
      fetch,
      sleep: async (ms) => void waits.push(ms),
    });
    expect(result.ok ? undefined : result.issue).toMatchObject({
      code: 'db-update/download',
      cause: expect.stringContaining('429'),
    });
    expect(waits).toEqual([7000, 7000, 7000]);
  });

  it('does not ask again what is forbidden, and never shows a password', async () => {
    interfere = (_request, response) => {
      response.writeHead(403).end();
      return true;
    };
    const result = await download(base.replace('//', '//user:secret@'), join(scratch.path, 'a'), {
      fetch: ((url: string) => fetch(url.replace('user:secret@', ''))) as typeof fetch,
      sleep: noSleep,
    });
    expect(asked).toHaveLength(1);
    expect(result.ok ? '' : JSON.stringify(result.issue)).not.toContain('secret');
  });

  it('refuses content that does not have the checksum of the server', async () => {
    interfere = (_request, response) => {
      response.writeHead(200, { 'x-goog-hash': 'crc32c=AAAAAA==,md5=1B2M2Y8AsgTpgAmY7PhCfg==' }).end('x');
      return true;
    };
    expect((await fetchFile('a')).ok).toBe(false);
    expect(existsSync(join(scratch.path, 'a'))).toBe(false);
  });
});

describe('updateDb', () => {
  const dbPath = () => join(scratch.path, 'data', 'advisories.db');
  const update = (more: object = {}) => updateDb({ dbPath: dbPath(), base, fetch, sleep: noSleep, ...more });
  const npm = (version: string) => zipOf([osv('GHSA-1', [['npm', 'a', 'introduced 0', `fixed ${version}`]])]);

  function fixed(): string | undefined {
    const opened = openDb(dbPath());
    const event = opened.ok ? opened.value.lookup('npm', 'a')[0]?.ranges[0]?.events[1] : undefined;
    if (opened.ok) opened.value.close();
    return event?.version;
  }

  beforeEach(() => {
    files.set('/ecosystems.txt', Buffer.from('Debian:12\nDebian\nnpm\nGIT\n'));
    files.set('/npm/all.zip', npm('1.0.0'));
    files.set('/Debian/all.zip', zipOf([osv('DSA-1-1', [['Debian:12', 'a', 'introduced 0', 'fixed 1-1']])]));
  });

  it('fetches the ecosystems that the server lists, and later only what changed', async () => {
    expect((await update()).ok).toBe(true);
    expect(asked.map(({ path }) => path)).toEqual(['/ecosystems.txt', '/Debian/all.zip', '/npm/all.zip']);
    files.set('/npm/all.zip', npm('2.0.0'));
    const second = await update();
    expect(second.ok && second.value.read).toEqual(['npm']);
    expect(asked.at(-2)).toMatchObject({ path: '/Debian/all.zip', headers: { 'if-none-match': expect.any(String) } });
    expect(fixed()).toBe('2.0.0');
    const third = await update();
    expect(third.ok && third.value.read).toEqual([]);
  });

  it('keeps the data of an ecosystem that cannot be fetched, and reports it', async () => {
    await update();
    files.set('/Debian/all.zip', zipOf([osv('DSA-2-1', [['Debian:12', 'a', 'introduced 0']])]));
    interfere = (request, response) => {
      if (!request.url?.startsWith('/npm')) return false;
      response.writeHead(500).end();
      return true;
    };
    const result = await update();
    expect(result.ok && result.value.read).toEqual(['Debian']);
    expect(result.ok && result.value.issues).toMatchObject([
      { code: 'db-update/download', where: expect.stringContaining('/npm/all.zip') },
    ]);
    expect(fixed()).toBe('1.0.0');
  });

  it('does not take an archive that was cut off on the way', async () => {
    await update();
    const cut = npm('2.0.0').subarray(0, 150);
    files.set('/npm/all.zip', cut);
    const result = await update();
    expect(result.ok && result.value.issues.map(({ code }) => code)).toEqual(['zip/bad-directory']);
    expect(fixed()).toBe('1.0.0');
  });

  it('fetches KEV, and only the ecosystems that were asked for', async () => {
    files.set(
      '/kev.json',
      Buffer.from(
        JSON.stringify({
          catalogVersion: '1',
          vulnerabilities: [{ cveID: 'CVE-2021-44228', dateAdded: '2021-12-10' }],
        }),
      ),
    );
    const result = await update({ ecosystems: ['npm'], kev: `${base}/kev.json` });
    expect(result.ok && result.value.meta).toMatchObject({ ecosystems: { npm: 1 }, kev: { entries: 1 } });
    expect(asked.map(({ path }) => path)).toEqual(['/npm/all.zip', '/kev.json']);
  });

  it('fails with a hint where there is nothing', async () => {
    files.clear();
    const result = await update();
    expect(result.ok ? undefined : result.issue).toMatchObject({
      code: 'db-update/nothing-found',
      hint: expect.any(String),
    });
    expect(existsSync(dbPath())).toBe(false);
  });
});
