import { describe, expect, it } from 'vitest';
import { isThirdParty, maintainerDomain } from './third-party.ts';

describe('isThirdParty', () => {
  it.each([
    ['debian', '1.0-1', 'Debian Python Team <team+python@tracker.debian.org>', false],
    ['debian', '1.47-2', "Theodore Y. Ts'o <tytso@mit.edu>", false],
    ['debian', '5:24.0.7-1', 'Docker <support@docker.com>', true],
    ['debian', '470.0-0', 'Google Cloud CLI Authors <https://code.google.com/p/google-cloud-sdk/>', true],
    ['debian', '20.1-1nodesource1', 'Somebody <x@debian.org>', true],
    ['ubuntu', '1.0-1', 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>', false],
    ['ubuntu', '1.0-1', 'Somebody <x@example.org>', true],
    ['kali', '1.0-1', 'Docker <support@docker.com>', false],
    ['debian', '1.0-1', '', false],
  ])('deb on %s, %s by %s: %s', (id, version, maintainer, expected) => {
    const vendor = maintainerDomain(maintainer);
    expect(isThirdParty({ type: 'deb', version, vendor }, { id, versionId: '1' })).toBe(expected);
  });

  it.each([
    ['rhel', 'Red Hat, Inc.', false],
    ['rhel', 'Fedora Project', true],
    ['almalinux', '', true],
    ['sles', 'SUSE LLC <https://www.suse.com/>', false],
    ['somewhere', 'Docker', false],
  ])('rpm on %s by %s: %s', (id, vendor, expected) => {
    expect(isThirdParty({ type: 'rpm', version: '1-1', vendor }, { id, versionId: '1' })).toBe(expected);
  });

  it('is not known without an operating system', () => {
    expect(isThirdParty({ type: 'rpm', version: '1-1', vendor: '' }, undefined)).toBe(false);
  });
});
