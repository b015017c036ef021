import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeDb, osv, scratchFolder, writeDb } from '#testing/advisories.ts';
import { mutations, randomFrom } from '#testing/fuzz.ts';
import { openDb } from './reader.ts';
import { DbWriter } from './writer.ts';

const scratch = scratchFolder();
afterAll(() => scratch.dispose());
const file = (name: string) => join(scratch.path, name);

const records = {
  npm: [
    osv('GHSA-aaaa-bbbb-cccc', [['npm', 'lodash', 'introduced 0', 'fixed 4.17.12']], {
      aliases: ['CVE-2019-10744'],
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H' }],
    }),
  ],
  PyPI: [
    osv('PYSEC-2020-1', [['PyPI', 'Zope.Interface', 'introduced 1.0', 'last_affected 2.0']], {
      modified: '2024-06-01T00:00:00Z',
    }),
  ],
  Debian: Array.from({ length: 400 }, (_, index) =>
    osv(`DEBIAN-CVE-2021-${1000 + index}`, [['Debian:12', `pkg${index % 7}`, 'introduced 0', `fixed 1.${index}-1`]], {
      upstream: [`CVE-2021-${1000 + index}`],
    }),
  ),
};

describe('the database file', () => {
  it('gives back what was written, under any spelling of a name', () => {
    const db = makeDb(records);
    expect(db.lookup('npm', 'lodash')).toHaveLength(1);
    expect(db.lookup('npm', 'Lodash')).toHaveLength(0);
    expect(db.lookup('PyPI', 'zope_INTERFACE')[0]?.ranges[0]?.events).toEqual([
      { kind: 'introduced', version: '1.0' },
      { kind: 'last_affected', version: '2.0' },
    ]);
    expect(db.lookup('Debian:12', 'pkg3')).toHaveLength(57);
    expect(db.lookup('Debian:11', 'pkg3')).toEqual([]);
    expect(db.advisory(db.lookup('npm', 'lodash')[0]!.advisory)).toMatchObject({
      id: 'GHSA-aaaa-bbbb-cccc',
      feed: 'npm',
      cvss: [{ score: 9.1, version: '3.1' }],
      affects: ['npm/lodash'],
    });
    expect(db.meta).toMatchObject({ advisories: 402, entries: 402, newest: '2024-06-01T00:00:00Z', set: 'full' });
    expect(db.hasEcosystem('Debian:12')).toBe(true);
    expect(db.hasEcosystem('toString')).toBe(false);
    expect(db.verify()).toBe(true);
  });

  it('finds advisories by id and by alias', () => {
    const db = makeDb(records);
    expect(db.byId('DEBIAN-CVE-2021-1399')?.upstream).toEqual(['CVE-2021-1399']);
    expect(db.byId('CVE-2021-1399')).toBeUndefined();
    expect(db.named('CVE-2021-1399')).toEqual({ advisories: [399], same: [], scored: [] });
    expect(db.named('CVE-2019-10744')).toEqual({ advisories: [400], same: [400], scored: [400] });
    expect(db.named('CVE-1999-0001').advisories).toEqual([]);
  });

  it('is the same byte for byte whatever the order of the records', () => {
    writeDb(file('one.db'), records);
    writeDb(file('two.db'), { PyPI: records.PyPI, Debian: [...records.Debian].reverse(), npm: records.npm });
    expect(readFileSync(file('one.db')).equals(readFileSync(file('two.db')))).toBe(true);
  });

  it('keeps KEV and EPSS', () => {
    const writer = new DbWriter(file('extra.db'));
    writer.addKev({ 'CVE-2021-44228': ['2021-12-10', true] });
    writer.addEpss([
      { cve: 'CVE-1999-0001', score: 0.00042, percentile: 0.1 },
      { cve: 'CVE-2021-44228', score: 0.94358, percentile: 0.99957 },
      { cve: 'CVE-2021-1000000', score: 1, percentile: 1 },
    ]);
    writer.finish({ set: 'full', advisories: 0, entries: 0, newest: '', ecosystems: {}, sources: [] });
    const opened = openDb(file('extra.db'));
    if (!opened.ok) throw new Error(opened.issue.message);
    expect(opened.value.kev('CVE-2021-44228')).toEqual({ added: '2021-12-10', ransomware: true });
    expect(opened.value.kev('CVE-2021-1')).toBeUndefined();
    expect(opened.value.epss('CVE-2021-44228')).toEqual({ score: 0.94358, percentile: 0.99957 });
    expect(opened.value.epss('CVE-2021-1000000')?.score).toBe(1);
    expect(opened.value.epss('CVE-2020-0001')).toBeUndefined();
    expect(opened.value.epss('GHSA-x')).toBeUndefined();
  });

  it('opens in milliseconds', () => {
    writeDb(file('speed.db'), records);
    const before = performance.now();
    for (let round = 0; round < 20; round++) {
      const opened = openDb(file('speed.db'));
      if (opened.ok) opened.value.close();
    }
    expect((performance.now() - before) / 20).toBeLessThan(20);
  });
});

describe('a file that is no sound database', () => {
  writeDb(file('sound.db'), records);
  const sound = readFileSync(file('sound.db'));

  it.each([
    ['absent', undefined],
    ['empty', Buffer.alloc(0)],
    ['something else', Buffer.from('SQLite format 3\0'.padEnd(2000, 'x'))],
    ['truncated', sound.subarray(0, sound.length - 1)],
    ['longer', Buffer.concat([sound, Buffer.from('x')])],
    ['of another format', Buffer.concat([sound.subarray(0, 8), Buffer.from([9, 0, 0, 0]), sound.subarray(12)])],
    ['damaged in its header', Buffer.concat([sound.subarray(0, 70), Buffer.from([77]), sound.subarray(71)])],
  ])('%s: a failure with a code', (_name, bytes) => {
    const path = file('bad.db');
    if (bytes !== undefined) writeFileSync(path, bytes);
    const opened = openDb(bytes === undefined ? file('none.db') : path);
    expect(opened.ok).toBe(false);
    if (!opened.ok) expect(opened.issue.code).toMatch(/^advisory-db\//);
  });

  it('answers without throwing, and says that it is damaged, when blocks are', () => {
    const random = randomFrom(20260801);
    let noticed = 0;
    const start = performance.now();
    for (let round = 0; round < 1500; round++) {
      const bytes = Buffer.from(sound);
      // Behind the header, so that the file opens.
      for (let flips = 0; flips < 200; flips++)
        bytes[512 + Math.floor(random() * (bytes.length - 512))] = Math.floor(random() * 256);
      writeFileSync(file('fuzz.db'), bytes);
      const opened = openDb(file('fuzz.db'));
      if (!opened.ok) {
        noticed++;
        continue;
      }
      const db = opened.value;
      db.lookup('Debian:12', 'pkg1');
      db.lookup('npm', 'lodash');
      db.named('CVE-2021-1001');
      db.advisory(Math.floor(random() * 1e6));
      db.kev('CVE-2021-44228');
      db.epss('CVE-2021-44228');
      if (db.issues.length > 0) noticed++;
      if (round % 100 === 0) expect(db.verify()).toBe(false);
      db.close();
    }
    expect(noticed).toBeGreaterThan(1000);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('never throws for bytes of any kind', () => {
    for (const bytes of mutations(sound, 500, 7)) {
      writeFileSync(file('any.db'), bytes);
      const opened = openDb(file('any.db'));
      if (opened.ok) {
        opened.value.lookup('npm', 'lodash');
        opened.value.close();
      }
    }
  });
});
