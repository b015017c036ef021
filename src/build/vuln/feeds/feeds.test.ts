import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '#testing/advisories.ts';
import { mutations } from '#testing/fuzz.ts';
import { readHead } from './document.ts';
import { epss, readEpss } from './epss.ts';
import { feeds } from './index.ts';
import { kev, readKev } from './kev.ts';
import { readLines } from './line-file.ts';

const scratch = scratchFolder();
afterAll(() => scratch.dispose());
const at = (name: string) => join(scratch.path, name);

describe('the registry of feeds', () => {
  it('is sorted and has every file of the folder that makes a feed', () => {
    expect(feeds.map(({ id }) => id)).toEqual(feeds.map(({ id }) => id).sort());
    const files = readdirSync(import.meta.dirname).filter(
      (file) =>
        !file.endsWith('.test.ts') && readFileSync(join(import.meta.dirname, file), 'utf8').includes('satisfies Feed'),
    );
    expect(files.map((file) => file.replace(/\.ts$/, ''))).toEqual(feeds.map(({ id }) => id));
  });
});

describe('EPSS', () => {
  const csv =
    '#model_version:v2025.03.14,score_date:2025-06-01T00:00:00+0000\ncve,epss,percentile\nCVE-2021-44228,0.94358,0.99957\nCVE-1999-0001,0.00042,0.1\r\nCVE-2021-5,oops,1\nGHSA-1,0.1,0.1\nCVE-2022-1234,2,0.1\n';

  it('takes rows that make sense, sorted by number', () => {
    writeFileSync(at('scores.csv.gz'), gzipSync(csv));
    expect(epss.mayBe('epss_scores-current.csv.gz') && epss.recognises(readHead(at('scores.csv.gz')))).toBe(true);
    expect(epss.import(at('scores.csv.gz'), at('epss'))).toMatchObject({
      ok: true,
      value: { records: 2, newest: '2025-06-01T00:00:00+0000' },
    });
    expect([...readLines(at('epss'))]).toEqual(['CVE-1999-0001\t0.00042\t0.1', 'CVE-2021-44228\t0.94358\t0.99957']);
  });

  it('refuses another CSV', () => {
    expect(readEpss('a,b\n1,2\n').ok).toBe(false);
    expect(readEpss('cve,epss,percentile\n').ok).toBe(false);
  });

  it('never throws', () => {
    for (const bytes of mutations(Buffer.from(csv), 1000, 1)) readEpss(bytes.toString('utf8'));
  });
});

describe('KEV', () => {
  const catalogue = JSON.stringify({
    catalogVersion: '2025.08.25',
    dateReleased: '2025-08-25T17:04:19Z',
    vulnerabilities: [
      { cveID: 'CVE-2021-44228', dateAdded: '2021-12-10', knownRansomwareCampaignUse: 'Known' },
      { cveID: 'CVE-2020-0001', dateAdded: '2022-01-01', knownRansomwareCampaignUse: 'Unknown' },
      { cveID: 'nonsense' },
      null,
    ],
  });

  it('takes entries that name a CVE', () => {
    writeFileSync(at('kev.json.gz'), gzipSync(catalogue));
    expect(kev.recognises(readHead(at('kev.json.gz')))).toBe(true);
    expect(kev.import(at('kev.json.gz'), at('kev'))).toMatchObject({
      ok: true,
      value: { records: 2, newest: '2025-08-25T17:04:19Z' },
    });
    expect([...readLines(at('kev'))]).toEqual([
      'CVE-2020-0001\t["2022-01-01",false]',
      'CVE-2021-44228\t["2021-12-10",true]',
    ]);
  });

  it.each([[null], [{}], [{ vulnerabilities: [] }], [{ vulnerabilities: 'x' }]])('refuses %j', (value) => {
    expect(readKev(value).ok).toBe(false);
  });

  it('never throws', () => {
    for (const bytes of mutations(Buffer.from(catalogue), 1000, 2)) {
      writeFileSync(at('fuzz.json'), bytes);
      kev.import(at('fuzz.json'), at('fuzz'));
    }
  });
});
