import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scriptCapture } from '../detect/script-capture.ts';
import { holdfast, home } from '../support.ts';

const capture = join(home, 'write.scap');
writeFileSync(
  capture,
  await scriptCapture(`
processes: [{pid: 7, name: sh}, {pid: 8, name: cat}]
events:
  - {process: 7, openat: {name: /tmp/a, flags: O_RDONLY}}
  - {process: 8, openat: {name: /tmp/b, flags: O_RDONLY}}
  - {process: 7, read: {fd: 3, size: 10}}
  - {process: 8, close: {fd: 3}}
  - {process: 8, openat: {name: /tmp/c, flags: O_RDONLY}}
  - {process: 7, close: {fd: 3}}
`),
);
const shown = ['-p', '*%evt.time %proc.name %evt.type %fd.name'];
const written = join(home, 'written.scap');
const events = (...args: string[]) => holdfast(['events', ...args]);
const lines = async (...args: string[]) => (await events(...args, ...shown)).stdout;

describe('events --write', () => {
  it('writes a capture that shows the same', async () => {
    const { stdout, stderr, code } = await events(capture, '--write', written);
    expect(code).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toBe(`holdfast: wrote 6 events, ${readFileSync(written).length} bytes, to ${written}\n`);
    expect(await lines(written)).toBe(await lines(capture));
  });

  it('writes a part with the state of the host before it', async () => {
    await events(capture, '-w', written, '--from', '3', '--to', '5');
    const part = await lines(written);
    expect(part).toBe(await lines(capture, '--from', '3', '--to', '5'));
    expect(part).toContain('sh read /tmp/a\n');
    expect(part).toContain('cat close /tmp/b\n');
    expect(part.split('\n')).toHaveLength(4);
  });

  it('writes what a filter selects, and of the rest what changes the state', async () => {
    const filter = 'proc.name = cat and evt.type = close or evt.type = read';
    const { stderr } = await events(capture, filter, '-w', written);
    expect(stderr).toContain('wrote 2 events (and 4 for the state only)');
    expect(await lines(written)).toBe(await lines(capture, filter));
    await events(capture, filter, '-w', written, '-n', '1');
    expect(await lines(written)).toBe(await lines(capture, filter, '-n', '1'));
  });

  it('compresses by name and when asked to', async () => {
    await events(capture, '-w', `${written}.gz`);
    await events(capture, '-z', '-w', written);
    for (const file of [`${written}.gz`, written]) {
      expect(readFileSync(file).readUInt16BE(0)).toBe(0x1f8b);
      expect(await lines(file)).toBe(await lines(capture));
    }
  });

  it('writes the state alone where no event is left', async () => {
    const { stderr, code } = await events(capture, '-w', written, '--from', '100');
    expect(code).toBe(0);
    expect(stderr).toContain('wrote 0 events');
    expect(await events(written)).toMatchObject({ stdout: '', stderr: '', code: 0 });
  });

  it('does not write over what it reads, nor where there is nothing to read', async () => {
    const copy = join(home, 'own.scap');
    copyFileSync(capture, copy);
    const own = await events(copy, '-w', `${home}/./own.scap`);
    expect(own.code).toBe(2);
    expect(own.stderr).toContain('is the capture that is read');
    expect(readFileSync(copy).equals(readFileSync(capture))).toBe(true);
    const none = join(home, 'none.scap');
    expect((await events(join(home, 'absent.scap'), '-w', none)).code).toBe(3);
    expect(existsSync(none)).toBe(false);
    expect((await events(capture, '-w', join(home, 'absent/x.scap'))).code).toBe(3);
  });

  it.each([
    ['--write', '-'],
    ['--write', 'x', '--json'],
    ['--write', 'x', '--skip', '1'],
    ['--from', '3', '--to', '2'],
    ['--from', '0'],
    ['--gzip'],
  ])('refuses %s %s %s', async (...args) => {
    expect((await events(capture, ...args.filter((arg) => arg !== undefined))).code).toBe(2);
  });
});
