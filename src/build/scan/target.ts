import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import type { TargetKind } from '#core/scan-report.ts';

/** What the user asked to be scanned: `kind` undefined means a bare image reference, to be looked for in the engines and then the registry. */
export interface ScanTarget {
  readonly kind: TargetKind | undefined;
  /** What follows the prefix. */
  readonly rest: string;
}

const targetPrefixes = [
  'docker-archive',
  'oci',
  'oci-archive',
  'registry',
  'docker',
  'podman',
  'rootfs',
  'dir',
  'sbom',
] as const;

/** `docker-archive:FILE` and its kin, or a bare argument that is recognised by what lies there. */
export function parseTarget(text: string): Outcome<ScanTarget> {
  if (text === '')
    return failed(errorIssue('target/empty', 'no target given', { hint: 'for example: holdfast scan alpine:3.20' }));
  const match = /^([a-z-]+):(.*)$/s.exec(text);
  const prefix = targetPrefixes.find((name) => name === match?.[1]);
  if (prefix) {
    const rest = match?.[2]?.replace(/^\/\/(?=[^/])/, '') ?? '';
    if (rest === '') return failed(errorIssue('target/empty', `nothing after ${quote(`${prefix}:`)}`));
    return ok({ kind: prefix === 'oci-archive' ? 'oci' : prefix, rest });
  }
  if (existsSync(text)) return recognisePath(text);
  if (/^[./~]/.test(text) || /\.(tar|json|tgz)$/.test(text)) {
    return failed(errorIssue('target/no-such-file', `no such file or directory: ${quote(text)}`));
  }
  return ok({ kind: undefined, rest: text });
}

function recognisePath(path: string): Outcome<ScanTarget> {
  if (statSync(path).isDirectory()) {
    const has = (name: string) => existsSync(join(path, name));
    if (has('oci-layout') && has('index.json')) return ok({ kind: 'oci', rest: path });
    const unpacked =
      has('etc/os-release') || has('usr/lib/os-release') || has('var/lib/dpkg') || has('lib/apk/db') || has('usr/bin');
    return ok({ kind: unpacked ? 'rootfs' : 'dir', rest: path });
  }
  const start = firstBytes(path, 512);
  if (start.length === 512 && start.toString('latin1', 257, 262) === 'ustar')
    return ok({ kind: 'docker-archive', rest: path });
  if (/^\s*[{[]/.test(start.toString('utf8').replace(/^\uFEFF/, ''))) return ok({ kind: 'sbom', rest: path });
  // gzip or zstd: most likely `docker save | gzip`.
  if ((start[0] === 0x1f && start[1] === 0x8b) || (start.length > 4 && start.readUInt32LE(0) === 0xfd2fb528))
    return ok({ kind: 'docker-archive', rest: path });
  const hint = 'name its kind, for example docker-archive:FILE, oci:DIR or sbom:FILE';
  return failed(errorIssue('target/unknown-file', `cannot tell what ${quote(path)} is`, { hint }));
}

function firstBytes(path: string, count: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(count);
    return bytes.subarray(0, readSync(fd, bytes, 0, count, 0));
  } finally {
    closeSync(fd);
  }
}
