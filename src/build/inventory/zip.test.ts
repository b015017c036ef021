import { describe, expect, it } from 'vitest';
import { memorySource } from '#core/byte-source.ts';
import { mutations } from '../../testing/fuzz.ts';
import { zipOf } from '../../testing/zip-writer.ts';
import { openZip, openZipEntry, readZipEntry, windowSource } from './zip.ts';

const files = { 'a.txt': 'first', 'dir/': '', 'dir/b.txt': 'second'.repeat(100), empty: '' };

function contents(zip: Buffer): Record<string, string> {
  const source = memorySource(zip);
  const archive = openZip(source);
  if (!archive.ok) throw new Error(archive.issue.code);
  return Object.fromEntries(
    archive.value.entries.map((entry) => {
      const read = readZipEntry(source, entry, 10_000);
      return [entry.name, read.ok ? read.value.toString() : read.issue.code];
    }),
  );
}

describe('openZip', () => {
  const expected = { 'a.txt': 'first', 'dir/b.txt': 'second'.repeat(100), empty: '' };

  it.each([
    ['stored', {}],
    ['deflated', { deflate: true }],
    ['with a comment', { comment: 'PK\x05\x06 is not the end'.repeat(20) }],
    ['behind a shell script', { prefix: Buffer.from('#!/bin/sh\nexec java -jar "$0"\n') }],
    ['ZIP64', { zip64: true, deflate: true }],
    ['ZIP64 behind a prefix', { zip64: true, prefix: Buffer.alloc(1000, 0x50) }],
  ])('reads an archive that is %s', (_, options) => {
    expect(contents(zipOf(files, options))).toEqual(expected);
  });

  it('writes backslashes as slashes and skips folders', () => {
    expect(Object.keys(contents(zipOf({ 'META-INF\\MANIFEST.MF': '', 'lib/': '' })))).toEqual(['META-INF/MANIFEST.MF']);
  });

  it('keeps only what the filter accepts', () => {
    const archive = openZip(memorySource(zipOf(files)), (name) => name.endsWith('.txt'));
    expect(archive.ok && archive.value.entries.map(({ name }) => name)).toEqual(['a.txt', 'dir/b.txt']);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('this is no archive')],
    ['an archive whose end is missing', zipOf(files).subarray(0, 300)],
  ])('refuses %s', (_, bytes) => {
    expect(openZip(memorySource(bytes))).toMatchObject({ ok: false, issue: { code: 'zip/no-directory' } });
  });

  it('reports a directory that ends early, with what it could read', () => {
    const zip = zipOf({ one: '1', two: '2' });
    const second = zip.lastIndexOf('PK\x01\x02');
    zip[second] = 0;
    const archive = openZip(memorySource(zip));
    expect(archive).toMatchObject({ ok: true, issues: [{ code: 'zip/bad-directory' }] });
    expect(archive.ok && archive.value.entries.map(({ name }) => name)).toEqual(['one']);
  });
});

describe('readZipEntry', () => {
  it('never inflates past the limit, whatever the directory declares', () => {
    const zip = zipOf({ bomb: Buffer.alloc(1_000_000) }, { deflate: true });
    const source = memorySource(zip);
    const entry = openZip(source);
    if (!entry.ok) throw new Error(entry.issue.code);
    const bomb = entry.value.entries[0]!;
    expect(readZipEntry(source, bomb, 999_999)).toMatchObject({ ok: false, issue: { code: 'zip/entry-too-large' } });
    expect(readZipEntry(source, { ...bomb, size: 10 }, 5000)).toMatchObject({ ok: false });
    expect(readZipEntry(source, bomb, 1_000_000)).toMatchObject({ ok: true });
  });

  it.each([
    ['zip/encrypted', { encrypted: true }],
    ['zip/unknown-method', { method: 12 }],
    ['zip/bad-entry', { headerOffset: 3 }],
    ['zip/bad-entry', { compressedSize: 1_000_000 }],
  ])('answers %s', (code, change) => {
    const source = memorySource(zipOf({ a: 'x' }));
    const archive = openZip(source);
    const entry = archive.ok ? archive.value.entries[0]! : undefined;
    expect(readZipEntry(source, { ...entry!, ...change }, 100)).toMatchObject({ ok: false, issue: { code } });
  });

  it('opens a stored entry in place', () => {
    let read = 0;
    const zip = zipOf({ big: Buffer.alloc(5_000_000, 7) });
    const memory = memorySource(zip);
    const source = {
      size: zip.length,
      read(offset: number, length: number) {
        read += length;
        return memory.read(offset, length);
      },
    };
    const archive = openZip(source);
    const opened = archive.ok ? openZipEntry(source, archive.value.entries[0]!, 10) : undefined;
    expect(opened).toMatchObject({ ok: true, value: { size: 5_000_000 } });
    expect(opened?.ok && opened.value.read(4_999_999, 10)).toEqual(Buffer.from([7]));
    expect(read).toBeLessThan(100_000);
  });
});

describe('windowSource', () => {
  it('gives no bytes from outside', () => {
    const source = windowSource(memorySource(Buffer.from('0123456789')), 2, 5);
    expect(source.read(0, 100).toString()).toBe('23456');
    expect(source.read(4, 100).toString()).toBe('6');
    expect(source.read(5, 1)).toHaveLength(0);
    expect(source.read(-3, 2).toString()).toBe('23');
  });
});

describe('damaged archives', () => {
  it('never throw and never read without bound', () => {
    const valid = [zipOf(files, { deflate: true }), zipOf(files, { zip64: true }), zipOf(files, { comment: 'c' })];
    for (const [seed, bytes] of valid.entries()) {
      for (const damaged of mutations(bytes, 1500, seed)) {
        const source = memorySource(damaged);
        const archive = openZip(source);
        if (!archive.ok) continue;
        for (const entry of archive.value.entries) readZipEntry(source, entry, 10_000);
      }
    }
  });
});
