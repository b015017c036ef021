import { describe, expect, it } from 'vitest';
import { osv } from '#testing/advisories.ts';
import { mutations } from '#testing/fuzz.ts';
import { readOsvRecord } from './osv-record.ts';

function read(value: unknown) {
  const record = readOsvRecord(value, 'feed');
  if (!record.ok) throw new Error(record.issue.code);
  return record.value;
}

describe('readOsvRecord', () => {
  it('keeps what matching and reports need', () => {
    const { advisory, affected } = read(
      osv('GHSA-1', [['npm', 'left-pad', 'introduced 0', 'fixed 1.2.0']], {
        published: '2024-01-01T10:00:00Z',
        withdrawn: '2024-02-01T00:00:00Z',
        aliases: ['CVE-2024-1', 'GHSA-1'],
        summary: 'Pads\nto the\u0007 left',
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' }],
        database_specific: { severity: 'HIGH' },
        references: [
          { type: 'WEB', url: 'https://example.org/web' },
          { type: 'ADVISORY', url: 'https://example.org/advisory' },
          { type: 'WEB', url: 'javascript:alert(1)' },
        ],
      }),
    );
    expect(advisory).toEqual({
      id: 'GHSA-1',
      feed: 'feed',
      modified: '2024-01-01T00:00:00Z',
      published: '2024-01-01T10:00:00Z',
      withdrawn: '2024-02-01T00:00:00Z',
      aliases: ['CVE-2024-1'],
      title: 'Pads to the left',
      cvss: [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', score: 7.5, version: '3.1' }],
      rating: 'HIGH',
      references: ['https://example.org/advisory', 'https://example.org/web'],
      affects: ['npm/left-pad'],
    });
    expect(affected).toEqual([
      {
        ecosystem: 'npm',
        name: 'left-pad',
        ranges: [
          {
            semver: false,
            events: [
              { kind: 'introduced', version: '0' },
              { kind: 'fixed', version: '1.2.0' },
            ],
          },
        ],
        versions: [],
        detail: {},
      },
    ]);
  });

  it('leaves out listed versions that a range covers, and keeps the others', () => {
    const record = osv('PYSEC-1', [['PyPI', 'x', 'introduced 1.0', 'fixed 2.0']]);
    (record.affected as Record<string, unknown>[])[0]!.versions = ['1.0', '1.5', '0.9', 'not-a-version'];
    expect(read(record).affected[0]?.versions).toEqual(['0.9', 'not-a-version']);
  });

  it('ignores GIT ranges but not the versions beside them', () => {
    const git = { type: 'GIT', repo: 'https://example.org/x', events: [{ introduced: 'abc' }] };
    const pack = { ecosystem: 'PyPI', name: 'x' };
    expect(
      read({ id: 'A-1', affected: [{ package: pack, ranges: [git], versions: ['1.0'] }] }).affected[0],
    ).toMatchObject({
      ranges: [],
      versions: ['1.0'],
    });
    const only = readOsvRecord({ id: 'A-1', affected: [{ package: pack, ranges: [git] }] }, 'feed');
    expect(only.ok ? undefined : only.issue.code).toBe('osv/nothing-affected');
  });

  it('takes one event object with several kinds for what it says', () => {
    const record = {
      id: 'A-1',
      affected: [
        {
          package: { ecosystem: 'npm', name: 'x' },
          ranges: [{ type: 'SEMVER', events: [{ introduced: '1.0.0', fixed: '2.0.0' }] }],
        },
      ],
    };
    expect(read(record).affected[0]?.ranges[0]).toMatchObject({
      semver: true,
      events: [{ kind: 'introduced' }, { kind: 'fixed' }],
    });
  });

  it.each([
    ['an AlmaLinux title', { summary: 'Important: httpd:2.4 security update' }, 'Important'],
    [
      "Red Hat's classification link",
      { references: [{ type: 'ARTICLE', url: 'https://access.redhat.com/security/updates/classification/#moderate' }] },
      'moderate',
    ],
    ["Ubuntu's severity entry", { severity: [{ type: 'Ubuntu', score: 'low' }] }, 'low'],
    ['database_specific', { database_specific: { severity: 'MODERATE' } }, 'MODERATE'],
    ['nothing', { database_specific: { severity: 'weird' } }, undefined],
  ])('rates by %s', (_name, more, rating) => {
    expect(read(osv('X-1', [['AlmaLinux:8', 'httpd', 'introduced 0', 'fixed 1-1']], more)).advisory.rating).toBe(
      rating,
    );
  });

  it('reads module streams from the title where a fix is a module build', () => {
    const modular = osv(
      'ALSA-1',
      [['AlmaLinux:8', 'Judy', 'introduced 0', 'fixed 1.0.5-18.module_el8.6.0+2867+72759d2f']],
      {
        summary: 'Important: mariadb:10.3 and mariadb-devel:10.3 security update',
      },
    );
    expect(read(modular).affected[0]?.detail.modules).toEqual(['mariadb:10.3', 'mariadb-devel:10.3']);
    const plain = osv('ALSA-2', [['AlmaLinux:8', 'pam', 'introduced 0', 'fixed 1.5.1-20.el8']], {
      summary: 'Important: pam:1.5.1 security update',
    });
    expect(read(plain).affected[0]?.detail.modules).toBeUndefined();
  });

  it('reads what Debian, Wolfi, RustSec and Ubuntu add', () => {
    const pack = { ecosystem: 'Debian:12', name: 'x' };
    const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }];
    const detail = (more: Record<string, unknown>) =>
      read({ id: 'A-1', affected: [{ package: pack, ranges, ...more }] }).affected[0]?.detail;
    expect(detail({ ecosystem_specific: { urgency: 'unimportant' } })).toEqual({
      rating: 'unimportant',
      status: 'unimportant',
    });
    expect(detail({ database_specific: { status: 'fix-not-planned' } })).toEqual({ status: 'fix-not-planned' });
    expect(
      detail({
        database_specific: { informational: 'unmaintained' },
        ecosystem_specific: { affects: { os: ['Windows'] } },
      }),
    ).toEqual({
      informational: 'unmaintained',
      os: ['windows'],
    });
    const map = { cves: [{ id: 'CVE-1', severity: [{ type: 'Ubuntu', score: 'medium' }] }] };
    expect(detail({ database_specific: { cves_map: map } })).toEqual({ ratings: { 'CVE-1': 'medium' } });
  });

  it.each([
    [null],
    ['text'],
    [[]],
    [{}],
    [{ id: '' }],
    [{ id: 'A', affected: null }],
    [{ id: 'A', affected: [{}] }],
    [{ id: 'a\nb', affected: [] }],
  ])('refuses %j with a code', (value) => {
    const record = readOsvRecord(value, 'feed');
    expect(record.ok).toBe(false);
    if (!record.ok) expect(record.issue).toMatchObject({ level: 'warning', code: expect.stringMatching(/^osv\//) });
  });

  it('never throws, whatever the JSON', () => {
    const valid = Buffer.from(
      JSON.stringify(
        osv(
          'ALSA-1',
          [
            ['AlmaLinux:8', 'Judy', 'introduced 0', 'fixed 1.0.5-18.module_el8.6.0+2867+72759d2f'],
            ['npm', 'a', 'introduced 1.0.0'],
          ],
          {
            severity: [{ type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' }],
            references: [{ type: 'WEB', url: 'https://example.org' }],
            details: 'Long words.\n\nMore.',
          },
        ),
      ),
    );
    let parsed = 0;
    for (const bytes of mutations(valid, 6000, 3)) {
      let value: unknown;
      try {
        value = JSON.parse(bytes.toString('utf8'));
      } catch {
        continue;
      }
      parsed++;
      readOsvRecord(value, 'feed');
    }
    expect(parsed).toBeGreaterThan(300);
  });
});
