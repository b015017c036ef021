import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import type { PackedAffected } from './codec.ts';
import {
  encodeBlock,
  encodeHeader,
  epssRowBytes,
  headerBytes,
  packCve,
  type Section,
  type SectionName,
} from './format.ts';
import { HashTableBuilder } from './hash-table.ts';
import type { DbMeta } from './meta.ts';
import type { Advisory, Named } from './record.ts';

/** Advisories of one block: a reader that wants one decodes all of them. */
export const advisoriesPerBlock = 8;
const bufferBytes = 1024 * 1024;

/**
 * Writes the file front to back, so the caller must bring things sorted and in this order: advisories (by id), buckets, names, tables.
 * Throws on I/O errors only.
 */
export class DbWriter {
  #fd: number;
  #hash = createHash('sha256');
  #buffer = Buffer.allocUnsafe(bufferBytes);
  #buffered = 0;
  #at = headerBytes;
  #sections = new Map<SectionName, Section>();
  #keys = new HashTableBuilder();
  #ids = new HashTableBuilder();
  #block: Advisory[] = [];
  #blocks: { readonly offset: number; readonly bytes: number }[] = [];

  constructor(path: string) {
    this.#fd = openSync(path, 'w', 0o644);
    writeSync(this.#fd, Buffer.alloc(headerBytes), 0, headerBytes, 0);
  }

  addAdvisory(advisory: Advisory): void {
    this.#block.push(advisory);
    if (this.#block.length === advisoriesPerBlock) this.#flushAdvisories();
  }

  /** `key` is `ecosystem NUL name`. */
  addBucket(key: string, affected: readonly PackedAffected[]): void {
    this.#flushAdvisories();
    this.#addKeyed(this.#keys, key, [key, affected]);
  }

  /** The advisories that an id leads to; see `Named`. */
  addName(id: string, named: Named): void {
    this.#flushAdvisories();
    this.#addKeyed(this.#ids, id, [id, named.advisories, named.same, named.scored]);
  }

  /** Known exploited: CVE → [day added, ransomware]. */
  addKev(kev: Readonly<Record<string, readonly [string, boolean]>>): void {
    this.#section('kev', encodeBlock(Buffer.from(JSON.stringify(kev))));
  }

  /** Rows sorted by year and number; score and percentile 0–1. */
  addEpss(rows: Iterable<{ readonly cve: string; readonly score: number; readonly percentile: number }>): void {
    const offset = this.#at;
    for (const { cve, score, percentile } of rows) {
      const packed = packCve(cve);
      if (packed === undefined) continue;
      const row = Buffer.alloc(epssRowBytes);
      row.writeUInt16LE(packed.year, 0);
      row.writeUInt32LE(packed.number, 2);
      row.writeUInt32LE(Math.round(score * 1e9), 6);
      row.writeUInt32LE(Math.round(percentile * 1e9), 10);
      this.#write(row);
    }
    this.#sections.set('epss', { offset, bytes: this.#at - offset });
  }

  /** Writes tables and header, syncs and closes. Returns the digest, hex. */
  finish(meta: DbMeta): string {
    this.#flushAdvisories();
    const table = Buffer.alloc(this.#blocks.length * 12);
    for (const [index, block] of this.#blocks.entries()) {
      table.writeUIntLE(block.offset, index * 12, 6);
      table.writeUInt32LE(block.bytes, index * 12 + 6);
    }
    this.#section('advtable', table);
    this.#section('keys', this.#keys.build());
    this.#section('ids', this.#ids.build());
    if (!this.#sections.has('kev')) this.addKev({});
    if (!this.#sections.has('epss')) this.addEpss([]);
    this.#section('meta', encodeBlock(Buffer.from(JSON.stringify(meta))));
    this.#flush();
    const digest = this.#hash.digest('hex');
    const header = encodeHeader({ fileBytes: this.#at, digest, sections: this.#sections });
    writeSync(this.#fd, header, 0, header.length, 0);
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    return digest;
  }

  /** After an error. */
  abandon(): void {
    try {
      closeSync(this.#fd);
    } catch {
      // Closed already.
    }
  }

  #flushAdvisories(): void {
    if (this.#block.length === 0) return;
    const block = encodeBlock(Buffer.from(JSON.stringify(this.#block)));
    this.#blocks.push({ offset: this.#at, bytes: block.length });
    this.#write(block);
    this.#block = [];
  }

  #addKeyed(table: HashTableBuilder, key: string, value: unknown): void {
    const block = encodeBlock(Buffer.from(JSON.stringify(value)));
    table.add(key, this.#at, block.length);
    this.#write(block);
  }

  #section(name: SectionName, bytes: Buffer): void {
    this.#sections.set(name, { offset: this.#at, bytes: bytes.length });
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    if (this.#buffered + bytes.length > bufferBytes) this.#flush();
    if (bytes.length > bufferBytes) {
      this.#put(bytes, this.#at);
    } else {
      bytes.copy(this.#buffer, this.#buffered);
      this.#buffered += bytes.length;
    }
    this.#at += bytes.length;
  }

  #flush(): void {
    this.#put(this.#buffer.subarray(0, this.#buffered), this.#at - this.#buffered);
    this.#buffered = 0;
  }

  #put(bytes: Buffer, position: number): void {
    this.#hash.update(bytes);
    let done = 0;
    while (done < bytes.length) done += writeSync(this.#fd, bytes, done, bytes.length - done, position + done);
  }
}
