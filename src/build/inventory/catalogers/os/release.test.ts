import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mutations } from '../../../../testing/fuzz.ts';
import { type LayerFiles, layeredInventory } from '../../../../testing/layered-inventory.ts';
import { loadPeerCases } from '../../../../testing/peer-fixtures.ts';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { sharedPath, skipShared } from '../../../../testing/shared.ts';
import { osRelease } from './release.ts';

function osOf(files: LayerFiles) {
  return layeredInventory([files], [osRelease]).os;
}

describe('os/release', () => {
  it('reads os-release with its quoting', () => {
    expect(
      osOf({
        'etc/os-release':
          '# c\nNAME="Debian GNU/Linux"\nID=debian\nVERSION_ID=\'12\'\nPRETTY_NAME="A \\"quoted\\" \\$name"\nVERSION="12 (bookworm)"\nID_LIKE="x  Y"\n',
      }),
    ).toEqual({
      id: 'debian',
      versionId: '12',
      prettyName: 'A "quoted" $name',
      codename: 'bookworm',
      idLike: ['x', 'y'],
      endOfLife: '2028-06-30',
    });
  });

  it('takes /etc before /usr/lib, and a link to it as the same', () => {
    const vendor = 'ID=fedora\nVERSION_ID=40\n';
    expect(osOf({ 'etc/os-release': 'ID=mine\nVERSION_ID=1\n', 'usr/lib/os-release': vendor })).toMatchObject({
      id: 'mine',
    });
    expect(osOf({ 'etc/os-release': { link: '../usr/lib/os-release' }, 'usr/lib/os-release': vendor })).toMatchObject({
      id: 'fedora',
    });
    expect(osOf({ 'etc/os-release': '\n', 'usr/lib/os-release': vendor })).toMatchObject({ id: 'fedora' });
  });

  it('takes what os-release leaves open from a release file of the same distribution only', () => {
    expect(osOf({ 'etc/os-release': 'ID=debian\n', 'etc/debian_version': '12.4\n' })).toMatchObject({
      id: 'debian',
      versionId: '12',
    });
    expect(osOf({ 'etc/os-release': 'ID=debian\n', 'etc/debian_version': 'forky/sid\n' })).toMatchObject({
      versionId: '',
      codename: 'forky',
    });
    expect(
      osOf({ 'etc/os-release': 'ID=ubuntu\nVERSION_ID="24.04"\n', 'etc/debian_version': 'trixie/sid\n' }),
    ).toMatchObject({
      id: 'ubuntu',
      versionId: '24.04',
    });
  });

  it.each([
    ['etc/redhat-release', 'CentOS Linux release 7.9.2009 (Core)\n', 'centos', '7.9.2009'],
    ['etc/redhat-release', 'Red Hat Enterprise Linux Server release 6.10 (Santiago)', 'rhel', '6.10'],
    ['etc/redhat-release', 'Rocky Linux release 8.10 (Green Obsidian)', 'rocky', '8.10'],
    ['etc/oracle-release', 'Oracle Linux Server release 7.9', 'ol', '7.9'],
    ['etc/system-release', 'Amazon Linux AMI release 2018.03', 'amzn', '2018.03'],
    ['etc/fedora-release', 'Fedora release 36 (Thirty Six)', 'fedora', '36'],
    ['etc/mariner-release', 'CBL-Mariner 2.0.20220226\nMARINER_BUILD_NUMBER=x', 'mariner', '2.0.20220226'],
    ['etc/photon-release', 'VMware Photon OS 3.0\nPHOTON_BUILD_NUMBER=x', 'photon', '3.0'],
    ['etc/SuSE-release', 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n', 'sles', '11.4'],
    ['etc/SuSE-release', 'openSUSE 13.2 (x86_64)\nVERSION = 13.2\n', 'opensuse', '13.2'],
    ['etc/lsb-release', 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=14.04\nDISTRIB_CODENAME=trusty\n', 'ubuntu', '14.04'],
    ['etc/alpine-release', '3.16.0\n', 'alpine', '3.16.0'],
    ['etc/alpine-release', '3.21.0_alpha20240923\n', 'alpine', '3.21.0_alpha20240923'],
    ['etc/debian_version', '8.9\n', 'debian', '8'],
    ['etc/system-release-cpe', 'cpe:/o:centos:linux:6:GA\n', 'centos', '6'],
    ['etc/system-release-cpe', 'cpe:2.3:o:amazon:amazon_linux:2\n', 'amzn', '2'],
  ])('%s alone: %s', (path, text, id, versionId) => expect(osOf({ [path]: text })).toMatchObject({ id, versionId }));

  it('lets the rebuild speak before what it rebuilds', () => {
    expect(
      osOf({
        'etc/redhat-release': 'Red Hat Enterprise Linux Server release 7.9 (Maipo)',
        'etc/oracle-release': 'Oracle Linux Server release 7.9',
      }),
    ).toMatchObject({ id: 'ol' });
  });

  it('makes an id out of any text, and none out of nothing', () => {
    expect(osOf({ 'etc/os-release': 'ID="../My Linux/"\n' })?.id).toBe('my-linux');
    expect(osOf({ 'etc/os-release': 'NAME="Rocky Linux"\nVERSION_ID=9.1\n' })).toMatchObject({
      id: 'rocky',
      versionId: '9.1',
    });
    expect(osOf({ 'etc/os-release': 'nothing here\n' })).toBeUndefined();
    expect(osOf({ 'etc/redhat-release': 'something else\n' })).toBeUndefined();
  });

  it('survives damaged files', () => {
    const text = 'NAME="Red Hat Enterprise Linux"\nID="rhel"\nVERSION_ID="8.1"\nVERSION="8.1 (Ootpa)"\n';
    for (const damaged of mutations(Buffer.from(text), 2000, 2)) {
      for (const path of [
        'etc/os-release',
        'etc/lsb-release',
        'etc/redhat-release',
        'etc/debian_version',
        'etc/system-release-cpe',
      ]) {
        readOne(osRelease, path, damaged);
      }
    }
  });
});

/** Where we differ, and why. */
const differences: Readonly<Record<string, string>> = {
  'syft/linux/testdata/os/busybox': 'Syft names a BusyBox binary an operating system; we report it as a package',
  'syft/linux/testdata/os/debian/with-point-release':
    'Syft shows the point release 13.5; advisories and os-release speak of 13 (fixtures of ours: versionId 12)',
};

describe.skipIf(skipShared.skip)(`operating systems of Syft's tests ${skipShared.note}`, () => {
  const cases = skipShared.skip ? [] : loadPeerCases('syft').filter(({ folder }) => folder === 'syft/linux');
  for (const { id, inputs, packages } of cases) {
    const [input = ''] = inputs;
    const [expected] = packages;
    it(`${id} ${input}`, () => {
      const found = osOf(filesOf(sharedPath('fixtures/syft/files', input), input));
      const matches = found?.id === expected?.ID && found?.versionId === expected?.VersionID;
      expect(matches, `${JSON.stringify(found)} against ${expected?.ID} ${expected?.VersionID}`).toBe(
        !(input in differences),
      );
    });
  }
});

function filesOf(path: string, input: string): LayerFiles {
  if (!existsSync(path)) return {};
  if (!statSync(path).isDirectory()) {
    return { [input.endsWith('redhat-release') ? 'etc/redhat-release' : 'etc/os-release']: readFileSync(path) };
  }
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(path, name)).isFile(),
  );
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name))]));
}
