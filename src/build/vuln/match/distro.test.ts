import { describe, expect, it } from 'vitest';
import { distroTarget, ecosystemTarget, parseDistro } from './distro.ts';

const known = [
  'AlmaLinux:9',
  'Alpine:edge',
  'Alpine:v3.16',
  'Azure Linux:3',
  'CBL-Mariner:1.0',
  'Chainguard',
  'Debian:12',
  'Debian:3.1',
  'Mageia:9',
  'Red Hat:enterprise_linux:8::appstream',
  'Red Hat:enterprise_linux:8::baseos',
  'Red Hat:rhel_aus:8.6::appstream',
  'Red Hat:rhel_eus:8.4::baseos',
  'Rocky Linux:9',
  'SUSE:Linux Enterprise Module for Basesystem 15 SP5',
  'SUSE:Linux Enterprise Server 15 SP5',
  'SUSE:Linux Enterprise Server 15 SP5-LTSS',
  'Ubuntu:22.04:LTS',
  'Ubuntu:25.10',
  'Ubuntu:Pro:22.04:LTS',
  'Wolfi',
  'openEuler:22.03-LTS-SP3',
  'openSUSE:Leap 15.5',
];

describe('distroTarget', () => {
  it.each([
    ['debian', '12', ['Debian:12']],
    ['debian', '12.5', ['Debian:12']],
    ['debian', '3.1', ['Debian:3.1']],
    ['raspbian', '12', ['Debian:12']],
    ['ubuntu', '22.04', ['Ubuntu:22.04:LTS']],
    ['ubuntu', '25.10', ['Ubuntu:25.10']],
    ['alpine', '3.16.2', ['Alpine:v3.16']],
    ['alpine', '3.22_alpha20250108', ['Alpine:edge']],
    ['almalinux', '9.4', ['AlmaLinux:9']],
    ['rocky', '9.3', ['Rocky Linux:9']],
    ['rhel', '8.6', ['Red Hat:enterprise_linux:8::appstream', 'Red Hat:enterprise_linux:8::baseos']],
    ['sles', '15.5', ['SUSE:Linux Enterprise Module for Basesystem 15 SP5', 'SUSE:Linux Enterprise Server 15 SP5']],
    ['opensuse-leap', '15.5', ['openSUSE:Leap 15.5']],
    ['azurelinux', '3.0', ['Azure Linux:3']],
    ['mariner', '1.0.20220122', ['CBL-Mariner:1.0']],
    ['mageia', '9', ['Mageia:9']],
    ['wolfi', '20230201', ['Wolfi']],
    ['chainguard', '', ['Chainguard']],
  ])('%s %s', (id, versionId, main) => {
    expect(distroTarget({ id, versionId }, known)?.main).toEqual(main);
  });

  it('knows the support level of openEuler from the pretty name', () => {
    const os = { id: 'openEuler', versionId: '22.03', prettyName: 'openEuler 22.03 (LTS-SP3)' };
    expect(distroTarget(os, known)?.main).toEqual(['openEuler:22.03-LTS-SP3']);
  });

  it('keeps paid support apart', () => {
    expect(distroTarget({ id: 'ubuntu', versionId: '22.04' }, known)?.extended).toEqual(['Ubuntu:Pro:22.04:LTS']);
    expect(distroTarget({ id: 'rhel', versionId: '8.6' }, known)?.extended).toEqual([
      'Red Hat:rhel_aus:8.6::appstream',
    ]);
    expect(distroTarget({ id: 'sles', versionId: '15.5' }, known)?.extended).toEqual([
      'SUSE:Linux Enterprise Server 15 SP5-LTSS',
    ]);
  });

  it('names a release that the database does not have', () => {
    expect(distroTarget({ id: 'alpine', versionId: '3.20.1' }, known)).toMatchObject({
      label: 'Alpine:v3.20',
      main: [],
    });
    expect(distroTarget({ id: 'arch', versionId: '' }, known)).toBeUndefined();
  });
});

describe('parseDistro', () => {
  it.each([
    ['debian-12', 'debian', '12'],
    ['Debian:12', 'debian', '12'],
    ['debian 12.5', 'debian', '12.5'],
    ['bookworm', 'debian', '12'],
    ['ubuntu-22.04', 'ubuntu', '22.04'],
    ['Ubuntu:22.04:LTS', 'ubuntu', '22.04'],
    ['jammy', 'ubuntu', '22.04'],
    ['trusty/esm', 'ubuntu', '14.04'],
    ['alpine-3.16.2', 'alpine', '3.16.2'],
    ['Alpine:v3.16', 'alpine', '3.16'],
    ['alpine-edge', 'alpine', 'edge'],
    ['el9', 'rhel', '9'],
    ['rhel-8.6', 'rhel', '8.6'],
    ['redhat-8.6', 'rhel', '8.6'],
    ['Rocky Linux:9', 'rocky', '9'],
    ['rocky-linux-8', 'rocky', '8'],
    ['almalinux-9.0', 'almalinux', '9.0'],
    ['Azure Linux:3', 'azurelinux', '3'],
    ['opensuse-leap-15.5', 'opensuse', '15.5'],
    ['opensuse-tumbleweed', 'tumbleweed', ''],
    ['wolfi', 'wolfi', ''],
    ['wolfi-20230201', 'wolfi', '20230201'],
  ])('%s', (text, id, versionId) => {
    expect(parseDistro(text)).toMatchObject({ id, versionId });
  });

  it.each([[''], ['arch-1'], ['..'], ['constructor'], ['-'.repeat(10_000)]])('does not guess %j', (text) => {
    expect(parseDistro(text.slice(0, 20_000))).toBeUndefined();
  });
});

it('takes names of OSV as they are', () => {
  expect(ecosystemTarget('Red Hat:rhel_aus:8.6::appstream')).toMatchObject({
    main: ['Red Hat:rhel_aus:8.6::appstream'],
    names: 'binary',
  });
  expect(ecosystemTarget('npm')).toBeUndefined();
});
