import { describe, expect, it } from 'vitest';
import type { Affected, EventKind } from '../db/record.ts';
import { schemesOf } from '../ecosystem.ts';
import { describeComparison, describeRange, matchVersion } from './evaluate.ts';

/** `introduced 0, fixed 1.2`; several ranges are separated by `|`. */
function affected(ranges: string, versions: readonly string[] = [], semver = false): Affected {
  return {
    advisory: 0,
    versions,
    detail: {},
    ranges: ranges.split('|').map((range) => ({
      semver,
      events:
        range.trim() === ''
          ? []
          : range.split(',').map((event) => {
              const [kind = '', version = ''] = event.trim().split(' ');
              return { kind: kind as EventKind, version };
            }),
    })),
  };
}

function match(ecosystem: string, version: string, entry: Affected) {
  const schemes = schemesOf(ecosystem);
  if (schemes === undefined) throw new Error(ecosystem);
  const found = matchVersion(entry, version, schemes);
  return found && { range: describeRange(found), comparison: describeComparison(found, version) };
}

const inside = (ecosystem: string, version: string, entry: Affected) => match(ecosystem, version, entry) !== undefined;

describe('OSV ranges', () => {
  it.each([
    ['introduced 0, fixed 1.2.0', { '0.0.1': true, '1.1.9': true, '1.2.0': false, '1.2.0-rc.1': true }],
    ['introduced 1.0.0, last_affected 2.0.0', { '0.9.0': false, '1.0.0': true, '2.0.0': true, '2.0.1': false }],
    ['introduced 1.0.0', { '0.9.0': false, '1.0.0': true, '99.0.0': true }],
    [
      'fixed 2.1.0, introduced 2.0.0, fixed 1.1.0, introduced 0',
      { '1.0.0': true, '1.1.0': false, '1.9.0': false, '2.0.5': true, '2.1.0': false },
    ],
    ['introduced 0, fixed 1.0.0 | introduced 2.0.0, fixed 3.0.0', { '0.5.0': true, '1.5.0': false, '2.5.0': true }],
    ['introduced 1.0.0, fixed 1.0.0', { '1.0.0': false, '2.0.0': false }],
    ['introduced 1.0.0, last_affected 1.0.0', { '1.0.0': true, '1.0.1': false }],
    ['introduced 1.0.0, fixed 2.0.0, introduced 2.0.0, fixed 3.0.0', { '2.0.0': true, '3.0.0': false }],
    ['introduced 0, limit 2.0.0', { '1.9.9': true, '2.0.0': false }],
    ['introduced 0, limit *', { '9.0.0': true }],
    ['introduced 0, fixed 1.0.0, limit 0.5.0', { '0.4.0': true, '0.7.0': false }],
  ])('%s', (ranges, cases) => {
    for (const [version, expected] of Object.entries(cases)) {
      expect([version, inside('npm', version, affected(ranges))]).toEqual([version, expected]);
    }
  });

  it('list versions beside ranges', () => {
    const entry = affected('introduced 2.0, fixed 3.0', ['1.0', '1.5.post1']);
    expect(inside('PyPI', '1.0', entry)).toBe(true);
    expect(inside('PyPI', '1.0.0', entry)).toBe(true);
    expect(inside('PyPI', '1.5', entry)).toBe(false);
    expect(match('PyPI', '1.0.0', entry)).toEqual({ range: 'in versions list', comparison: 'pep440: 1.0.0 is listed' });
  });

  it('begin before everything, also before versions that sort below 0', () => {
    expect(inside('Debian:12', '0~rc1-1', affected('introduced 0, fixed 1-1'))).toBe(true);
    expect(inside('PyPI', '0.dev0', affected('introduced 0, fixed 1'))).toBe(true);
  });

  it('use the order of the ecosystem', () => {
    expect(inside('Debian:12', '1:1.0-1', affected('introduced 0, fixed 2.0-1'))).toBe(false);
    expect(inside('Debian:12', '2.0-1~deb12u1', affected('introduced 0, fixed 2.0-1'))).toBe(true);
    expect(inside('Alpine:v3.16', '1.35.0-r13', affected('introduced 0, fixed 1.35.0-r7'))).toBe(false);
    expect(inside('Maven', '2.0-beta9', affected('introduced 2.0-beta9, fixed 2.15.0'))).toBe(true);
    expect(
      inside(
        'Go',
        'go1.21rc2',
        affected('introduced 0, fixed 1.20.6, introduced 1.21.0-0, fixed 1.21.0-rc.3', [], true),
      ),
    ).toBe(true);
    expect(inside('Bitnami', '6.2.6-3', affected('introduced 6.2.0, fixed 6.2.6', [], true))).toBe(false);
  });

  it('say which part of the range decided, and by what comparison', () => {
    const entry = affected('introduced 0, fixed 1.1.0, introduced 2.0.0, fixed 2.1.0');
    expect(match('npm', '1.0.0', entry)).toEqual({ range: '<1.1.0', comparison: 'npm: 1.0.0 < 1.1.0' });
    expect(match('npm', '2.0.5', entry)).toEqual({ range: '>=2.0.0 <2.1.0', comparison: 'npm: 2.0.5 < 2.1.0' });
    expect(match('npm', '2.0.5', affected('introduced 2.0.0'))).toEqual({
      range: '>=2.0.0',
      comparison: 'npm: 2.0.5 >= 2.0.0',
    });
    expect(match('npm', '2.0.5', affected('introduced 0'))).toMatchObject({ range: 'all versions' });
    expect(match('npm', '2.0.5', affected('introduced 0, last_affected 3.0.0'))).toMatchObject({ range: '<=3.0.0' });
  });
});
