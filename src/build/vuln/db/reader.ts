import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { normaliseName } from '../ecosystem.ts';
import { type PackedAffected, unpackAffected } from './codec.ts';
import {
  decodeBlock,
  decodeHeader,
  epssRowBytes,
  type Header,
  headerBytes,
  packCve,
  type SectionName,
} from './format.ts';
import { findSlots } from './hash-table.ts';
import type { DbMeta } from './meta.ts';
import type { Advisory, Affected, Named } from './record.ts';
import { advisoriesPerBlock } from './writer.ts';

/** A compiled database, open for reading. Synchronous; each look-up is one to three `pread`s. Damage found on the way is in `issues`. */
export interface AdvisoryDb {
  readonly path: string;
  /** `sha256:…` over everything behind the header, as the header says; `verify` recomputes it. */
  readonly digest: string;
  readonly meta: DbMeta;
  readonly issues: readonly Issue[];
  /** What advisories say of this package. `ecosystem` with release, as OSV writes it (`Debian:12`); the name in any spelling. */
  lookup(ecosystem: string, name: string): readonly Affected[];
  advisory(number: number): Advisory | undefined;
  named(id: string): Named;
  /** The advisory of exactly this id. */
  byId(id: string): Advisory | undefined;
  hasEcosystem(ecosystem: string): boolean;
  kev(cve: string): { readonly added: string; readonly ransomware: boolean } | undefined;
  epss(cve: string): { readonly score: number; readonly percentile: number } | undefined;
  /** Reads the whole file: does the content have the digest that the header says? */
  verify(): boolean;
  close(): void;
}

/** A file that is damaged, truncated, of another format or absent gives a failure. */
export function openDb(path: string): Outcome<AdvisoryDb> {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (cause) {
    return failed(
      errorIssue('advisory-db/unreadable', 'the advisory database cannot be opened', {
        where: path,
        hint: 'run `holdfast db import` or `holdfast db pull`',
        cause,
      }),
    );
  }
  const opened = read(fd, path);
  if (!opened.ok) closeSync(fd);
  return opened;
}

function read(fd: number, path: string): Outcome<AdvisoryDb> {
  try {
    const size = fstatSync(fd).size;
    const header = decodeHeader(pread(fd, 0, headerBytes), size);
    if (!header.ok) return failed({ ...header.issue, where: path });
    const section = header.value.sections.get('meta') as { offset: number; bytes: number };
    const meta = parseMeta(decodeBlock(pread(fd, section.offset, section.bytes)));
    if (meta === undefined) {
      return failed(
        errorIssue('advisory-db/corrupt', 'the summary of the advisory database is damaged', { where: path }),
      );
    }
    return ok(new FileDb(fd, path, header.value, meta));
  } catch (cause) {
    return failed(errorIssue('advisory-db/unreadable', 'the advisory database cannot be read', { where: path, cause }));
  }
}

function parseMeta(payload: Buffer | undefined): DbMeta | undefined {
  const value = payload && parseJson(payload);
  if (typeof value !== 'object' || value === null) return undefined;
  const meta = value as Partial<DbMeta>;
  return typeof meta.advisories === 'number' && typeof meta.ecosystems === 'object' && Array.isArray(meta.sources)
    ? (meta as DbMeta)
    : undefined;
}

class FileDb implements AdvisoryDb {
  readonly path: string;
  readonly digest: string;
  readonly meta: DbMeta;
  readonly issues: Issue[] = [];
  #fd: number;
  #header: Header;
  #kev: Map<string, { added: string; ransomware: boolean }> | undefined;
  #blocks = new Map<number, readonly Advisory[]>();
  #named = new Map<string, Named>();

  constructor(fd: number, path: string, header: Header, meta: DbMeta) {
    this.#fd = fd;
    this.#header = header;
    this.path = path;
    this.digest = `sha256:${header.digest}`;
    this.meta = meta;
  }

  lookup(ecosystem: string, name: string): readonly Affected[] {
    const key = bucketKey(ecosystem, name);
    const found = this.#find('keys', key) as [string, readonly PackedAffected[]] | undefined;
    return found && Array.isArray(found[1]) ? found[1].map(unpackAffected) : [];
  }

  named(id: string): Named {
    let named = this.#named.get(id);
    if (named === undefined) {
      const found = this.#find('ids', id) as [string, number[], number[], number[]] | undefined;
      named = { advisories: found?.[1] ?? [], same: found?.[2] ?? [], scored: found?.[3] ?? [] };
      if (this.#named.size >= cachedNames) this.#named.clear();
      this.#named.set(id, named);
    }
    return named;
  }

  byId(id: string): Advisory | undefined {
    for (const number of this.named(id).same) {
      const advisory = this.advisory(number);
      if (advisory?.id === id) return advisory;
    }
    return undefined;
  }

  advisory(number: number): Advisory | undefined {
    const index = Math.floor(number / advisoriesPerBlock);
    let block = this.#blocks.get(index);
    if (block === undefined) {
      block = this.#readAdvisories(index);
      if (this.#blocks.size >= cachedBlocks) this.#blocks.clear();
      this.#blocks.set(index, block);
    }
    return block[number % advisoriesPerBlock];
  }

  hasEcosystem(ecosystem: string): boolean {
    return Object.hasOwn(this.meta.ecosystems, ecosystem);
  }

  kev(cve: string): { added: string; ransomware: boolean } | undefined {
    this.#kev ??= this.#readKev();
    return this.#kev.get(cve);
  }

  epss(cve: string): { score: number; percentile: number } | undefined {
    const wanted = packCve(cve);
    if (wanted === undefined) return undefined;
    const { offset, bytes } = this.#section('epss');
    let low = 0;
    let high = Math.floor(bytes / epssRowBytes) - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const row = this.#read(offset + middle * epssRowBytes, epssRowBytes);
      if (row.length < epssRowBytes) return undefined;
      const order = row.readUInt16LE(0) - wanted.year || row.readUInt32LE(2) - wanted.number;
      if (order === 0) return { score: row.readUInt32LE(6) / 1e9, percentile: row.readUInt32LE(10) / 1e9 };
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  verify(): boolean {
    const hash = createHash('sha256');
    const step = 4 * 1024 * 1024;
    for (let at = headerBytes; at < this.#header.fileBytes; at += step) hash.update(this.#read(at, step));
    return hash.digest('hex') === this.#header.digest;
  }

  close(): void {
    if (this.#fd < 0) return;
    closeSync(this.#fd);
    this.#fd = -1;
  }

  #section(name: SectionName): { offset: number; bytes: number } {
    return this.#header.sections.get(name) as { offset: number; bytes: number };
  }

  /** The block filed under `key`: an array that begins with the key. */
  #find(table: 'keys' | 'ids', key: string): unknown[] | undefined {
    const { offset, bytes } = this.#section(table);
    for (const slot of findSlots(key, bytes, (at, length) => this.#read(offset + at, length))) {
      const value = this.#json(slot.offset, slot.bytes);
      if (Array.isArray(value) && value[0] === key) return value;
    }
    return undefined;
  }

  #readAdvisories(index: number): readonly Advisory[] {
    const table = this.#section('advtable');
    if (index < 0 || (index + 1) * 12 > table.bytes) return [];
    const row = this.#read(table.offset + index * 12, 12);
    if (row.length < 12) return [];
    const block = this.#json(row.readUIntLE(0, 6), row.readUInt32LE(6));
    return Array.isArray(block) ? (block as Advisory[]) : [];
  }

  #readKev(): Map<string, { added: string; ransomware: boolean }> {
    const { offset, bytes } = this.#section('kev');
    const value = this.#json(offset, bytes);
    const rows =
      typeof value === 'object' && value !== null ? Object.entries(value as Record<string, [string, boolean]>) : [];
    return new Map(rows.map(([cve, [added, ransomware]]) => [cve, { added, ransomware }]));
  }

  /** Undefined, and an issue, where the block is damaged. */
  #json(offset: number, bytes: number): unknown {
    if (offset + bytes <= this.#header.fileBytes) {
      const payload = decodeBlock(this.#read(offset, bytes));
      const value = payload && parseJson(payload);
      if (value !== undefined) return value;
    }
    if (this.issues.length === 0) {
      this.issues.push(
        errorIssue(
          'advisory-db/damaged-block',
          'a part of the advisory database is damaged, so advisories are missing',
          {
            where: this.path,
            hint: 'import or pull the database again',
          },
        ),
      );
    }
    return undefined;
  }

  /** Shorter than asked where the file ends or cannot be read. */
  #read(offset: number, length: number): Buffer {
    try {
      return pread(this.#fd, offset, length);
    } catch {
      return Buffer.alloc(0);
    }
  }
}

/** Decoded blocks kept; a scan touches a few hundred. */
const cachedBlocks = 512;
const cachedNames = 4096;

/** Under which a package is filed. */
export function bucketKey(ecosystem: string, name: string): string {
  return `${ecosystem}\0${normaliseName(ecosystem, name)}`;
}

function pread(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const got = readSync(fd, bytes, done, length - done, offset + done);
    if (got === 0) break;
    done += got;
  }
  return bytes.subarray(0, done);
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
