import type { ByteSource } from '#core/byte-source.ts';
import { MiB } from '#core/limits.ts';
import { readAddress } from '../../executable.ts';
import type { Executable } from '../../executable-format.ts';
import { windowSource } from '../../zip.ts';

/** What the Go linker writes into every program (Go's debug/buildinfo and runtime/debug.BuildInfo). */
export interface GoBuildInfo {
  /** `go1.22.1`, also `go1.20.1 X:boringcrypto`, `devel go1.23-…`. */
  readonly goVersion: string;
  /** Import path of the main package: `k8s.io/kubernetes/cmd/kubelet`, `command-line-arguments`. */
  readonly path?: string;
  readonly main?: GoModule;
  readonly dependencies: readonly GoModule[];
  /** `-ldflags`, `vcs.revision`, `CGO_ENABLED` … */
  readonly settings: ReadonlyMap<string, string>;
}

export interface GoModule {
  readonly path: string;
  /** `v1.2.3`, a pseudo-version, or `(devel)`. */
  readonly version: string;
  /** What was built in its place. */
  readonly replace?: { readonly path: string; readonly version: string };
}

export const buildInfoLimits = {
  /** Where no section names the place: the part of the data segment that is searched. Go itself looked at 64 KiB until 1.18. */
  searchBytes: 1 * MiB,
  /** The text that lists the modules; Kubernetes' is below 100 KiB. */
  moduleBytes: 8 * MiB,
  versionBytes: 1024,
  modules: 50_000,
} as const;

const magic = Buffer.from('\xff Go buildinf:', 'latin1');
const alignment = 16;
const headerBytes = 32;

/** Undefined where the program was not made by Go, or with build information stripped. */
export function readGoBuildInfo(source: ByteSource, executable: Executable): GoBuildInfo | undefined {
  const data = findHeader(source, executable);
  if (data === undefined) return undefined;
  const texts = (data.flags & 2) !== 0 ? inlineTexts(data) : pointedTexts(source, executable, data);
  if (!texts || !/\bgo\d|^devel/.test(texts.version)) return undefined;
  return { goVersion: texts.version, ...parseModules(texts.modules) };
}

interface Header {
  /** From the magic on. */
  readonly bytes: Buffer;
  readonly flags: number;
  /** Reads on in the file from an offset behind the magic. */
  read(offset: number, length: number): Buffer;
}

function findHeader(source: ByteSource, executable: Executable): Header | undefined {
  const section = executable.sections.find(({ name }) => name === '.go.buildinfo' || name === '__go_buildinfo');
  const places = section ? [section] : unnamedPlaces(executable);
  const file = windowSource(source, 0, source.size);
  for (const { offset, size } of places) {
    const bytes = file.read(offset, Math.min(size, buildInfoLimits.searchBytes));
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
      if (at % alignment !== 0 || at + headerBytes > bytes.length) continue;
      const header = bytes.subarray(at, at + headerBytes);
      return {
        bytes: header,
        flags: header[15] ?? 0,
        read: (from, length) => file.read(offset + at + from, length),
      };
    }
  }
  return undefined;
}

/** Files whose section table was cut away, and PE files, which have no section of that name: writable data. */
function unnamedPlaces(executable: Executable): readonly { offset: number; size: number }[] {
  if (executable.format === 'elf' && executable.sections.length > 0) return [];
  return executable.segments.filter(({ writable }) => writable).slice(0, 2);
}

interface Texts {
  readonly version: string;
  readonly modules: string;
}

/** Since Go 1.18: two strings, each with its length as varint, follow the header. */
function inlineTexts({ read }: Header): Texts | undefined {
  const version = readCounted(read, headerBytes, buildInfoLimits.versionBytes);
  if (!version) return undefined;
  const modules = readCounted(read, version.end, buildInfoLimits.moduleBytes);
  return { version: version.bytes.toString('utf8'), modules: modules ? withoutSentinels(modules.bytes) : '' };
}

function readCounted(read: Header['read'], offset: number, limit: number) {
  const head = read(offset, 10);
  let length = 0;
  let used = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = head[used++];
    if (byte === undefined || used > 5) return undefined;
    length += (byte & 0x7f) * factor;
    if (byte < 0x80) break;
  }
  if (length > limit) return undefined;
  const bytes = read(offset + used, length);
  return bytes.length === length ? { bytes, end: offset + used + length } : undefined;
}

/** Before Go 1.18: addresses of two Go string headers (address, length). */
function pointedTexts(source: ByteSource, executable: Executable, { bytes, flags }: Header): Texts | undefined {
  const size = bytes[14];
  if (size !== 4 && size !== 8) return undefined;
  const bigEndian = (flags & 1) !== 0;
  const pointer = (from: Buffer, at: number): number => {
    if (size === 4) return bigEndian ? from.readUInt32BE(at) : from.readUInt32LE(at);
    return Number(bigEndian ? from.readBigUInt64BE(at) : from.readBigUInt64LE(at));
  };
  const text = (address: number, limit: number): Buffer | undefined => {
    const header = readAddress(source, executable, address, 2 * size);
    if (!header || header.length < 2 * size) return undefined;
    const length = pointer(header, size);
    return length > limit ? undefined : readAddress(source, executable, pointer(header, 0), length);
  };
  const version = text(pointer(bytes, 16), buildInfoLimits.versionBytes);
  if (!version) return undefined;
  const modules = text(pointer(bytes, 16 + size), buildInfoLimits.moduleBytes);
  return { version: version.toString('utf8'), modules: modules ? withoutSentinels(modules) : '' };
}

/** The module text lies between two 16-byte marks. */
function withoutSentinels(bytes: Buffer): string {
  if (bytes.length < 33 || bytes[bytes.length - 17] !== 0x0a) return '';
  return bytes.toString('utf8', 16, bytes.length - 16);
}

type Parsed = Omit<GoBuildInfo, 'goVersion'>;

/** Lines of tab-separated fields: `path`, `mod`, `dep`, `=>` (replaces the line before), `build` (key=value). */
function parseModules(text: string): Parsed {
  const dependencies: GoModule[] = [];
  const settings = new Map<string, string>();
  let path: string | undefined;
  let main: GoModule | undefined;
  let last: 'main' | 'dependency' | undefined;
  for (const line of text.split('\n', buildInfoLimits.modules)) {
    const [kind, first = '', second = ''] = line.split('\t', 4);
    if (kind === 'path') path = first;
    else if (kind === 'mod') {
      main = { path: first, version: second };
      last = 'main';
    } else if (kind === 'dep') {
      dependencies.push({ path: first, version: second });
      last = 'dependency';
    } else if (kind === '=>') {
      const replace = { path: first, version: second };
      if (last === 'main' && main) main = { ...main, replace };
      const replaced = last === 'dependency' ? dependencies.pop() : undefined;
      if (replaced) dependencies.push({ ...replaced, replace });
    } else if (kind === 'build') addSetting(settings, line.slice('build\t'.length));
  }
  return { dependencies, settings, ...(path ? { path } : {}), ...(main ? { main } : {}) };
}

/** `key=value`; a side with special characters is a quoted Go string. */
function addSetting(settings: Map<string, string>, text: string): void {
  const match = /^("(?:[^"\\]|\\.){0,1000}"|[^=]{0,1000})=/.exec(text);
  if (match?.[1]) settings.set(unquote(match[1]), unquote(text.slice(match[0].length)));
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text.startsWith('`') ? text.slice(1, -1) : text;
  return text.slice(1, text.endsWith('"') ? -1 : undefined).replace(/\\(.)/g, (_, one: string) => escapes[one] ?? one);
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
