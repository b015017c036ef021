import { zstdDecompressSync } from 'node:zlib';
import { MiB } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { isOsPackage } from '../../os-purl.ts';
import type { DpkgRecord } from './status-file.ts';

export interface ChiselManifest {
  readonly records: readonly DpkgRecord[];
  /** Package name → paths of its slices, `/usr/lib/libssl.so.3`. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

/** Decompressed size; a whole Ubuntu has about 300,000 paths of 200 bytes. */
const maxBytes = 128 * MiB;

/**
 * Chisel's manifest (github.com/canonical/chisel, docs/reference/manifest.md): zstd-compressed "jsonwall" of one object a line: a header, then
 * `package`, `slice`, `path` and `content` objects. Only packages and the content of their slices matter here. The format has no source
 * package: `source` stays open.
 */
export function parseChiselManifest(bytes: Buffer, where: string): Outcome<ChiselManifest> {
  let text: string;
  try {
    text = zstdDecompressSync(bytes, { maxOutputLength: maxBytes }).toString('utf8');
  } catch (cause) {
    const message = 'the chisel manifest is not readable zstd, or too large';
    return failed(errorIssue('dpkg/chisel-unreadable', message, { where, cause }));
  }
  const header = parseLine(text.slice(0, Math.max(0, text.indexOf('\n'))));
  if (typeof header?.jsonwall !== 'string') {
    return failed(errorIssue('dpkg/chisel-unknown-format', 'the chisel manifest has no jsonwall header', { where }));
  }

  const records: DpkgRecord[] = [];
  const paths = new Map<string, string[]>();
  for (let start = text.indexOf('\n') + 1; start > 0 && start < text.length; ) {
    const end = text.indexOf('\n', start);
    const line = parseLine(text.slice(start, end < 0 ? text.length : end));
    start = end < 0 ? text.length : end + 1;
    if (line?.kind === 'package') addRecord(records, line);
    else if (line?.kind === 'content') addPath(paths, line);
  }
  return ok({ records, paths: Object.fromEntries(paths) });
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function addRecord(records: DpkgRecord[], { name, version, arch }: Record<string, unknown>): void {
  if (typeof name !== 'string' || typeof version !== 'string' || !isOsPackage(name, version)) return;
  records.push({ name, version, arch: typeof arch === 'string' ? arch : '' });
}

/** `libssl3_libs` is the slice `libs` of `libssl3`; package names have no underscore. */
function addPath(paths: Map<string, string[]>, { slice, path }: Record<string, unknown>): void {
  if (typeof slice !== 'string' || typeof path !== 'string' || path.endsWith('/')) return;
  const name = slice.slice(0, Math.max(0, slice.indexOf('_')));
  const list = paths.get(name);
  if (list) list.push(path);
  else paths.set(name, [path]);
}
