import { describe, expect, it } from 'vitest';
import { endOfLife } from './eol.ts';

describe('endOfLife', () => {
  it.each([
    ['debian', '12', '2028-06-30'],
    ['debian', '11.7', '2026-08-31'],
    ['ubuntu', '20.04', '2025-05-31'],
    ['alpine', '3.16.0', '2024-05-23'],
    ['alpine', '3.10.2', '2021-05-01'],
    ['almalinux', '9.0', '2032-05-31'],
    ['rhel', '7.9', '2024-06-30'],
    ['centos', '7', '2024-06-30'],
    ['amzn', '2018.03', '2023-12-31'],
    ['amzn', '2023', '2029-06-30'],
    ['sles', '15.4', '2023-12-31'],
    ['opensuse-leap', '42.3', '2019-07-01'],
    ['wolfi', '20230201', undefined],
    ['debian', '', undefined],
    ['constructor', '1', undefined],
    ['__proto__', '1', undefined],
  ])('%s %s: %s', (id, versionId, expected) => expect(endOfLife({ id, versionId })).toBe(expected));

  it('tells CentOS Stream from CentOS', () => {
    expect(endOfLife({ id: 'centos', versionId: '8', prettyName: 'CentOS Stream 8' })).toBe('2024-05-31');
    expect(endOfLife({ id: 'centos', versionId: '8', prettyName: 'CentOS Linux 8' })).toBe('2021-12-31');
  });
});
