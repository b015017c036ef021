import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly requests: { method: string; path: string; authorization: string | undefined; range: string | undefined }[];
  readonly blobs: Map<string, Buffer>;
  /** By tag or digest, under any repository. */
  readonly manifests: Map<string, { bytes: Buffer; mediaType: string }>;
  /** Called first; true means that it has answered. */
  intercept: ((request: http.IncomingMessage, response: http.ServerResponse) => boolean) | undefined;
  addBlob(bytes: Buffer): { digest: string; size: number };
  addManifest(tag: string, value: unknown): { digest: string; size: number };
  close(): Promise<void>;
}

/** An in-process registry that can be told to misbehave: what a real one cannot be asked for. */
export async function startFakeRegistry(): Promise<FakeRegistry> {
  const server = http.createServer((request, response) => {
    const path = request.url ?? '';
    registry.requests.push({
      method: request.method ?? '',
      path,
      authorization: request.headers.authorization,
      range: request.headers.range,
    });
    if (registry.intercept?.(request, response)) return;
    const blob = registry.blobs.get(/\/blobs\/(sha256:\w+)$/.exec(path)?.[1] ?? '');
    const manifest = registry.manifests.get(/\/manifests\/(.+)$/.exec(path)?.[1] ?? '');
    if (path === '/v2/') response.end('{}');
    else if (manifest) response.writeHead(200, { 'content-type': manifest.mediaType }).end(manifest.bytes);
    else if (blob) sendBlob(blob, request, response);
    else response.writeHead(404).end('{"errors":[{"code":"NAME_UNKNOWN","message":"not here"}]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const registry: FakeRegistry = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    blobs: new Map(),
    manifests: new Map(),
    intercept: undefined,
    addBlob(bytes) {
      const digest = sha256(bytes);
      registry.blobs.set(digest, bytes);
      return { digest, size: bytes.length };
    },
    addManifest(tag, value) {
      const bytes = Buffer.from(JSON.stringify(value));
      const entry = { bytes, mediaType: (value as { mediaType?: string }).mediaType ?? 'application/json' };
      const digest = sha256(bytes);
      registry.manifests.set(tag, entry).set(digest, entry);
      return { digest, size: bytes.length };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return registry;
}

function sendBlob(blob: Buffer, request: http.IncomingMessage, response: http.ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const part = blob.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': String(part.length) }).end(part);
}

export function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
