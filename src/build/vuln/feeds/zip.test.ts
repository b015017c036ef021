import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeZip, scratchFolder } from '#testing/advisories.ts';
import { mutations } from '#testing/fuzz.ts';
import { openZip, zipLimits } from './zip.ts';

const scratch = scratchFolder();
afterAll(() => scratch.dispose());
const path = join(scratch.path, 'test.zip');

function readAll(bytes: Buffer): { names: string[]; texts: (string | undefined)[]; issues: string[] } {
  writeFileSync(path, bytes);
  const opened = openZip(path);
  if (!opened.ok) return { names: [], texts: [], issues: [opened.issue.code] };
  const names: string[] = [];
  const texts: (string | undefined)[] = [];
  const issues: string[] = [];
  for (const entry of opened.value.entries()) {
    names.push(entry.name);
    const content = entry.read();
    texts.push(content.ok ? content.value.toString('utf8') : undefined);
    if (!content.ok) issues.push(content.issue.code);
  }
  issues.push(...opened.value.issues.map(({ code }) => code));
  opened.value.close();
  return { names, texts, issues };
}

const archive = makeZip({ 'a.json': '{"id":"a"}', 'dir/b.json': 'b'.repeat(5000), 'ü.json': '' });

describe('openZip', () => {
  it('reads entries in the order of the directory', () => {
    expect(readAll(archive)).toEqual({
      names: ['a.json', 'dir/b.json', 'ü.json'],
      texts: ['{"id":"a"}', 'b'.repeat(5000), ''],
      issues: [],
    });
  });

  it('finds the directory behind a comment', () => {
    const commented = Buffer.concat([archive, Buffer.from('a comment')]);
    commented.writeUInt16LE(9, archive.length - 2);
    expect(readAll(commented).names).toHaveLength(3);
  });

  it('refuses content that does not have its checksum', () => {
    const wrong = Buffer.from(archive);
    // The CRC field of the first directory entry.
    const at = wrong.indexOf(Buffer.from('PK\x01\x02')) + 16;
    wrong.writeUInt32LE(1, at);
    expect(readAll(wrong)).toMatchObject({ issues: ['zip/bad-crc'] });
  });

  it('refuses entries that unpack to far more than they weigh', () => {
    expect(readAll(makeZip({ 'bomb.json': Buffer.alloc(8 * 1024 * 1024) }))).toMatchObject({ issues: ['zip/ratio'] });
    expect(readAll(makeZip({ 'large.json': Buffer.alloc(zipLimits.entryBytes + 1) }))).toMatchObject({
      issues: ['zip/too-large'],
    });
  });

  it('does not believe a size that is too small', () => {
    const lying = Buffer.from(archive);
    lying.writeUInt32LE(4, lying.indexOf(Buffer.from('PK\x01\x02')) + 24);
    expect(readAll(lying).issues).toEqual(['zip/bad-entry']);
  });

  it('says where a cut-off archive breaks', () => {
    expect(readAll(archive.subarray(0, archive.length - 30)).issues).toEqual(['zip/bad-directory']);
    expect(readAll(Buffer.alloc(0)).issues).toEqual(['zip/bad-directory']);
    const counted = Buffer.from(archive);
    counted.writeUInt16LE(9, archive.length - 12);
    expect(readAll(counted)).toMatchObject({
      names: ['a.json', 'dir/b.json', 'ü.json'],
      issues: ['zip/bad-directory'],
    });
  });

  it('reads zip64 sizes and offsets', () => {
    expect(readAll(asZip64(archive)).texts).toEqual(['{"id":"a"}', 'b'.repeat(5000), '']);
  });

  it('never throws or hangs for any bytes', () => {
    const start = performance.now();
    for (const bytes of mutations(archive, 3000, 42)) readAll(bytes);
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

/** The same archive with a zip64 end record and locator before the end record. */
function asZip64(bytes: Buffer): Buffer {
  const end = bytes.subarray(bytes.length - 22);
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 0, 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(end.readUInt16LE(10)), 24);
  record.writeBigUInt64LE(BigInt(end.readUInt16LE(10)), 32);
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(12)), 40);
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(16)), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 0, 'latin1');
  locator.writeBigUInt64LE(BigInt(bytes.length - 22), 8);
  const last = Buffer.from(end);
  last.writeUInt16LE(0xffff, 10);
  last.writeUInt32LE(0xffffffff, 12);
  last.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([bytes.subarray(0, bytes.length - 22), record, locator, last]);
}
