import { describe, expect, it } from 'vitest';
import { mutations } from '../../../../testing/fuzz.ts';
import { rpmHeaderBlob } from '../../../../testing/rpm-writer.ts';
import { parseRpmHeader } from './header.ts';
import { sourceOf } from './record.ts';

describe('parseRpmHeader', () => {
  it('lets an entry outside the signed region win over the one inside', () => {
    const blob = rpmHeaderBlob({ name: 'a', version: '1', release: '1', license: 'MIT', vendor: 'first' });
    // A second Vendor entry (1011) at the end of the index, pointing at the licence's text.
    const count = blob.readUInt32BE(0);
    const entries = Array.from({ length: count }, (_, index) => blob.subarray(8 + 16 * index, 24 + 16 * index));
    const extra = Buffer.from(entries.find((entry) => entry.readUInt32BE(0) === 1014)!);
    extra.writeUInt32BE(1011, 0);
    const start = Buffer.from(blob.subarray(0, 8));
    start.writeUInt32BE(count + 1, 0);
    const changed = Buffer.concat([start, ...entries, extra, blob.subarray(8 + 16 * count)]);
    expect(parseRpmHeader(changed, 'x')).toMatchObject({ ok: true, value: { vendor: 'MIT' } });
  });

  it('refuses a header without name, version or release, and one that is cut off', () => {
    const blob = rpmHeaderBlob({ name: '', version: '1', release: '1' });
    expect(parseRpmHeader(blob, 'x')).toMatchObject({ ok: false, issue: { code: 'rpm/bad-header', where: 'x' } });
    const whole = rpmHeaderBlob({ name: 'a', version: '1', release: '1' });
    for (let length = 0; length < whole.length; length += 1) {
      expect(parseRpmHeader(whole.subarray(0, length), 'x').ok).toBe(false);
    }
  });

  it('survives damaged headers', () => {
    const valid = rpmHeaderBlob({
      name: 'a',
      epoch: 3,
      version: '1',
      release: '1',
      requires: ['x', 'y'],
      provides: ['z'],
      files: ['/usr/bin/a', '/etc/a.conf'],
    });
    for (const damaged of mutations(valid, 5000, 11)) parseRpmHeader(damaged, 'x');
  });

  it('does not make more strings than there are bytes', () => {
    const blob = rpmHeaderBlob({ name: 'a', version: '1', release: '1', files: ['/a/b'] });
    const at =
      8 + 16 * [...Array(blob.readUInt32BE(0)).keys()].findIndex((n) => blob.readUInt32BE(8 + 16 * n) === 1117);
    blob.writeUInt32BE(0xffffffff, at + 12);
    const header = parseRpmHeader(blob, 'x');
    expect(header.ok && header.value.files.names.length).toBeLessThan(10);
  });
});

describe('sourceOf', () => {
  it.each([
    ['util-linux-2.32.1-42.el8_8.src.rpm', { name: 'util-linux', version: '2.32.1-42.el8_8' }],
    ['java-1.8.0-openjdk-1.8.0.352-b08.nosrc.rpm', { name: 'java-1.8.0-openjdk', version: '1.8.0.352-b08' }],
    ['(none)', undefined],
    ['plain.rpm', undefined],
    [undefined, undefined],
  ])('%s', (sourceRpm, expected) => expect(sourceOf(sourceRpm)).toEqual(expected));
});
