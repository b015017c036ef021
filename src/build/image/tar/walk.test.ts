import { describe, expect, it } from 'vitest';
import type { Issue } from '#core/outcome.ts';
import { mutations } from '#testing/fuzz.ts';
import { paxRecord, type TarMember, writeTar } from '#testing/tar-writer.ts';
import { type TarEntry, TarWalker } from './walk.ts';

function walk(
  archive: Buffer,
  chunkSize = archive.length,
): { entries: TarEntry[]; contents: Map<string, string>; issues: Issue[] } {
  const entries: TarEntry[] = [];
  const contents = new Map<string, string>();
  const issues: Issue[] = [];
  const walker = new TarWalker({
    entry(entry) {
      entries.push(entry);
      let text = '';
      return { write: (bytes) => (text += bytes.toString('latin1')), end: () => contents.set(entry.path, text) };
    },
    issue: (issue) => issues.push(issue),
  });
  for (let at = 0; at < archive.length; at += chunkSize) walker.push(archive.subarray(at, at + chunkSize));
  walker.finish();
  return { entries, contents, issues };
}

const sample: TarMember[] = [
  { path: './', type: 'directory' },
  { path: './etc/', type: 'directory', mode: 0o755 },
  { path: './etc/hosts', content: 'x'.repeat(700), mode: 0o600, uid: 33 },
  { path: `long/${'n'.repeat(200)}`, content: 'long' },
  { path: 'etc/link', type: 'symlink', linkTarget: '../usr/lib/target' },
  { path: 'etc/hard', type: 'hardlink', linkTarget: './etc/hosts' },
  { path: 'dev/pipe', type: 'fifo' },
  { path: 'empty', content: '' },
];

describe('TarWalker', () => {
  it.each([1, 7, 511, 512, 513, 4096, 1 << 20])('reads the same with chunks of %i bytes', (chunkSize) => {
    const { entries, contents, issues } = walk(writeTar(sample), chunkSize);
    expect(issues).toEqual([]);
    expect(entries.map(({ path, type, mode, size }) => [path, type, mode, size])).toEqual([
      ['', 'directory', 0o755, 0],
      ['etc', 'directory', 0o755, 0],
      ['etc/hosts', 'file', 0o600, 700],
      [`long/${'n'.repeat(200)}`, 'file', 0o644, 4],
      ['etc/link', 'symlink', 0o644, 0],
      ['etc/hard', 'hardlink', 0o644, 0],
      ['dev/pipe', 'fifo', 0o644, 0],
      ['empty', 'file', 0o644, 0],
    ]);
    expect(entries[2]?.uid).toBe(33);
    expect(entries[4]?.linkTarget).toBe('../usr/lib/target');
    expect(entries[5]?.linkTarget).toBe('etc/hosts');
    expect(contents.get('etc/hosts')).toBe('x'.repeat(700));
    expect(contents.get('empty')).toBe('');
  });

  it('keeps names inside the root and says so', () => {
    const { entries, issues } = walk(
      writeTar([
        { path: '../../tmp/x', content: 'a' },
        { path: '/etc//./passwd', content: 'b' },
        { path: 'a/../../b', content: 'c' },
      ]),
    );
    expect(entries.map((entry) => entry.path)).toEqual(['tmp/x', 'etc/passwd', 'b']);
    expect(issues.map((issue) => issue.code)).toEqual(['tar/path-escapes-root', 'tar/path-escapes-root']);
  });

  it('keeps different names that are not UTF-8 apart', () => {
    const raw = (byte: number) => {
      const archive = writeTar([{ path: 'bad_name', content: 'x' }]);
      archive[3] = byte;
      fixChecksum(archive);
      return walk(archive).entries[0]?.path;
    };
    expect(raw(0xff)).toBe('bad\\xffname');
    expect(raw(0xfe)).toBe('bad\\xfename');
  });

  it('takes size and path from PAX records over the header', () => {
    const pax = Buffer.concat([
      paxRecord('path', 'ünïcode/name'),
      paxRecord('size', '3'),
      paxRecord('SCHILY.xattr.user.x', 'y'),
    ]);
    const archive = Buffer.concat([
      writeTar([{ path: 'pax', flag: 'x', content: pax }]).subarray(0, -1024),
      writeTar([{ path: 'short', content: 'abc' }]),
    ]);
    expect(walk(archive).entries.map(({ path, size }) => [path, size])).toEqual([['ünïcode/name', 3]]);
  });

  it('calls entries as the engines do that unpack them, whoever says otherwise', () => {
    const meta = (flag: string, content: Buffer | string) =>
      writeTar([{ path: 'meta', flag, content }]).subarray(0, -1024);
    const name = (...parts: Buffer[]) =>
      walk(Buffer.concat([...parts, writeTar([{ path: 'own', content: 'abc' }])])).entries.map(({ path }) => path);
    expect(name(meta('g', paxRecord('path', 'global')))).toEqual(['own']);
    expect(name(meta('x', paxRecord('path', '')))).toEqual(['own']);
    expect(name(meta('x', paxRecord('GNU.sparse.name', 'sparse')))).toEqual(['own']);
    expect(name(meta('L', 'long\0'), meta('x', paxRecord('path', 'pax')))).toEqual(['long']);
    expect(name(meta('x', paxRecord('path', 'pax')), meta('L', 'long\0'))).toEqual(['long']);
    const types = (flag: string) =>
      walk(writeTar([{ path: 'name/', flag, content: 'abc' }])).entries.map(({ type }) => type);
    expect([types('0'), types('\0')]).toEqual([['file'], ['directory']]);
  });

  it('reads GNU long names and base-256 sizes', () => {
    const long = `${'d/'.repeat(90)}file`;
    const head = writeTar([{ path: '././@LongLink', flag: 'L', content: `${long}\0` }]).subarray(0, -1024);
    const archive = Buffer.concat([head, writeTar([{ path: long.slice(0, 99), content: 'hello' }])]);
    expect(walk(archive).contents.get(long)).toBe('hello');
    const binary = writeTar([{ path: 'b', content: 'hello' }]);
    binary.fill(0, 124, 136);
    binary[124] = 0x80;
    binary[135] = 5;
    fixChecksum(binary);
    expect(walk(binary).contents.get('b')).toBe('hello');
  });

  it.each([
    ['not a tar', Buffer.alloc(2048, 'garbage '), 'tar/bad-header'],
    ['cut off', writeTar([{ path: 'a', content: 'x'.repeat(2000) }]).subarray(0, 1500), 'tar/truncated'],
  ])('reports an archive that is %s', (_, archive, code) => {
    expect(walk(archive).issues.map((issue) => issue.code)).toEqual([code]);
  });

  it('skips what a reader of a local file may jump over', () => {
    const archive = writeTar([
      { path: 'big', content: 'x'.repeat(100_000) },
      { path: 'next', content: 'y' },
    ]);
    const seen: string[] = [];
    const walker = new TarWalker({ entry: (entry) => void seen.push(entry.path), issue: () => {} });
    walker.push(archive.subarray(0, 600));
    const jump = walker.skippable;
    walker.skip(jump);
    walker.push(archive.subarray(600 + jump));
    walker.finish();
    expect(jump).toBe(512 + Math.ceil(100_000 / 512) * 512 - 600);
    expect(seen).toEqual(['big', 'next']);
  });

  it('survives damaged archives', () => {
    const archive = writeTar(sample);
    for (const damaged of mutations(archive, 3000, 1)) {
      const { issues } = walk(damaged, 333);
      expect(issues.every((issue) => issue.code.startsWith('tar/'))).toBe(true);
    }
  });
});

function fixChecksum(archive: Buffer): void {
  archive.write('        ', 148);
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
}
