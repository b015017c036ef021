import { describe, expect, it } from 'vitest';
import { parsePurl } from '#core/ids/purl.ts';
import { isOsPackage, osPurl } from './os-purl.ts';

describe('osPurl', () => {
  it.each([
    [
      {
        type: 'deb',
        name: 'curl',
        version: '7.88.1-10',
        arch: 'amd64',
        source: { name: 'curl', version: '7.88.1-10' },
      },
      { id: 'debian', versionId: '12' },
      'pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12',
    ],
    [
      {
        type: 'rpm',
        name: 'openssl-libs',
        version: '3.0.1-41.el9',
        epoch: 1,
        arch: 'x86_64',
        sourceRpm: 'openssl-3.0.1-41.el9.src.rpm',
      },
      { id: 'rhel', versionId: '9.4' },
      'pkg:rpm/redhat/openssl-libs@3.0.1-41.el9?arch=x86_64&distro=rhel-9.4&epoch=1&upstream=openssl-3.0.1-41.el9.src.rpm',
    ],
    [
      { type: 'rpm', name: 'a', version: '1-1', epoch: 0 },
      { id: 'sles', versionId: '15.4' },
      'pkg:rpm/suse/a@1-1?distro=sles-15.4',
    ],
    [{ type: 'apk', name: 'a', version: '1-r0' }, { id: 'wolfi', versionId: '' }, 'pkg:apk/wolfi/a@1-r0?distro=wolfi'],
    [{ type: 'deb', name: 'a', version: '1' }, undefined, 'pkg:deb/a@1'],
  ] as const)('%o on %o', (parts, os, expected) => {
    const purl = osPurl(parts, os);
    expect(purl).toBe(expected);
    expect(parsePurl(purl).ok).toBe(true);
  });
});

describe('isOsPackage', () => {
  it.each([
    ['libstdc++6', '12.2.0-14+deb12u1', true],
    ['a b', '1', false],
    ['a/b', '1', false],
    ['', '1', false],
    ['a', '', false],
    ['a', '1\n', false],
    ['a'.repeat(600), '1', false],
  ])('%s %s: %s', (name, version, expected) => expect(isOsPackage(name, version)).toBe(expected));
});
