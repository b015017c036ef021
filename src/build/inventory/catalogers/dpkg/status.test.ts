import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mutations } from '../../../../testing/fuzz.ts';
import { layeredInventory } from '../../../../testing/layered-inventory.ts';
import { readOne, runCatalogers } from '../../../../testing/run-catalogers.ts';
import { osRelease } from '../os/release.ts';
import { dpkgStatus } from './status.ts';

const debian = { id: 'debian', versionId: '12' };

function run(files: Record<string, string | Buffer>, os = debian) {
  return runCatalogers([dpkgStatus], new Map(Object.entries(files)), 'image', os);
}

function stanza(name: string, more: Record<string, string> = {}): string {
  const fields = { Package: name, Status: 'install ok installed', Architecture: 'amd64', Version: '1.0-1', ...more };
  return `${Object.entries(fields)
    .map(([field, value]) => `${field}: ${value}`)
    .join('\n')}\n\n`;
}

const status = 'var/lib/dpkg/status';

describe('dpkg/status', () => {
  it('reads source, binary-only rebuilds, epoch and architecture', () => {
    const text =
      stanza('bash', { Source: 'bash (5.2.15-2)', Version: '5.2.15-2+b13' }) +
      stanza('zlib1g', { Source: 'zlib', Version: '1:1.2.13.dfsg-1' }) +
      stanza('libgcc-s1', { Source: 'gcc-12', Version: '12.2.0-14' }) +
      stanza('libgcc-s1', { Source: 'gcc-12', Version: '12.2.0-14', Architecture: 'i386', 'Multi-Arch': 'same' });
    const { packages, issues } = run({ [status]: text });
    expect(issues).toEqual([]);
    expect(
      packages.map(({ name, version, arch, source }) => [name, version, arch, source?.name, source?.version]),
    ).toEqual([
      ['bash', '5.2.15-2+b13', 'amd64', 'bash', '5.2.15-2'],
      ['zlib1g', '1:1.2.13.dfsg-1', 'amd64', 'zlib', '1:1.2.13.dfsg-1'],
      ['libgcc-s1', '12.2.0-14', 'amd64', 'gcc-12', '12.2.0-14'],
      ['libgcc-s1', '12.2.0-14', 'i386', 'gcc-12', '12.2.0-14'],
    ]);
    expect(packages.map(({ purl }) => purl)).toEqual([
      'pkg:deb/debian/bash@5.2.15-2%2Bb13?arch=amd64&distro=debian-12&upstream=bash%405.2.15-2',
      'pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1?arch=amd64&distro=debian-12&upstream=zlib',
      'pkg:deb/debian/libgcc-s1@12.2.0-14?arch=amd64&distro=debian-12&upstream=gcc-12',
      'pkg:deb/debian/libgcc-s1@12.2.0-14?arch=i386&distro=debian-12&upstream=gcc-12',
    ]);
  });

  it.each([
    ['install ok installed', true],
    ['hold ok installed', true],
    ['deinstall ok installed', true],
    ['install ok half-configured', true],
    ['install ok unpacked', true],
    ['install ok triggers-pending', true],
    ['install reinstreq half-installed', false],
    ['deinstall ok config-files', false],
    ['purge ok not-installed', false],
  ])('status "%s": reported %s', (text, reported) => {
    expect(run({ [status]: stanza('a', { Status: text }) }).packages.length).toBe(reported ? 1 : 0);
  });

  it('needs a Status in the database and none below status.d', () => {
    const text = 'Package: a\nVersion: 1\nArchitecture: all\n';
    expect(run({ [status]: text }).packages).toEqual([]);
    expect(run({ 'var/lib/dpkg/status.d/a': text }).packages).toMatchObject([
      { name: 'a', locations: ['var/lib/dpkg/status.d/a'] },
    ]);
    expect(run({ 'var/lib/dpkg/status.d/notes': 'hello\n' })).toMatchObject({ packages: [], issues: [] });
  });

  it('takes continuation lines, CR, odd case and missing fields as they come', () => {
    const text =
      'package: a\r\nSTATUS: install ok installed\r\nVersion: 1\r\nDescription: x\r\n Version: 9\r\n Package: trap\r\n\r\n' +
      'Status: install ok installed\nVersion: 2\n\n' +
      'Package: c\nStatus: install ok installed\n\n\n\n' +
      'Package: d\nStatus: install ok installed\nVersion: 4';
    const { packages, issues } = run({ [status]: text });
    expect(packages.map(({ name, version }) => `${name}@${version}`)).toEqual(['a@1', 'd@4']);
    expect(issues).toMatchObject([{ code: 'dpkg/incomplete-entry', level: 'warning', where: status }]);
  });

  it('resolves dependencies to the first alternative that is installed', () => {
    const text =
      stanza('a', { Depends: 'libc6 (>= 2.3), x | virtual, missing', 'Pre-Depends': 'b:any' }) +
      stanza('b', { Provides: 'virtual (= 1)' }) +
      stanza('libc6', { Version: '2.36' });
    const [a] = run({ [status]: text }).packages;
    expect(a?.dependsOn).toEqual(['b@1.0-1', 'libc6@2.36']);
  });

  it('knows owned files, through usr-merge and diversions, without directories', () => {
    const { owned } = layeredInventory(
      [
        {
          bin: { link: 'usr/bin' },
          'usr/bin/sh.distrib': 'sh',
          [status]: stanza('dash') + stanza('libc6') + stanza('bash'),
          'var/lib/dpkg/info/dash.list':
            '/.\n/bin\n/bin/sh\n/usr\n/usr/share\n/usr/share/doc\n/usr/share/doc/dash\n/usr/share/doc/dash/x\n',
          'var/lib/dpkg/info/libc6:amd64.list': '/lib/x\n',
          'var/lib/dpkg/info/bash.list': '/bin/sh\n',
          'var/lib/dpkg/diversions': '/bin/sh\n/bin/sh.distrib\nbash\n',
        },
      ],
      [dpkgStatus],
    );
    expect(Object.fromEntries(owned)).toEqual({
      'pkg:deb/bash@1.0-1?arch=amd64': ['usr/bin/sh'],
      'pkg:deb/dash@1.0-1?arch=amd64': ['usr/bin/sh.distrib', 'usr/share/doc/dash/x'],
      'pkg:deb/libc6@1.0-1?arch=amd64': ['lib/x'],
    });
  });

  it('takes md5sums for the file list in distroless images', () => {
    const { owned } = run({
      'var/lib/dpkg/status.d/tzdata': 'Package: tzdata\nVersion: 1\nArchitecture: all\n',
      'var/lib/dpkg/status.d/tzdata.md5sums': 'd41d8cd98f00b204e9800998ecf8427e  usr/share/zoneinfo/UTC\n',
    });
    expect([...owned.values()]).toEqual([['usr/share/zoneinfo/UTC']]);
  });

  it('finds licences, also where the documentation is a link to a sibling', () => {
    const { packages } = layeredInventory(
      [
        {
          [status]: stanza('gcc-12-base') + stanza('libgcc-s1'),
          'usr/share/doc/gcc-12-base/copyright':
            'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-3+\n',
          'usr/share/doc/libgcc-s1': { link: 'gcc-12-base' },
        },
      ],
      [dpkgStatus],
    );
    expect(packages.map(({ licenses }) => licenses)).toEqual([['GPL-3.0-or-later'], ['GPL-3.0-or-later']]);
  });

  it('tells in which layer a package came, and that it came back', () => {
    const { packages } = layeredInventory(
      [
        { [status]: stanza('base') + stanza('again') + stanza('curl') },
        { [status]: stanza('base') + stanza('curl') + stanza('added') },
        { [status]: stanza('base') + stanza('curl', { Version: '2' }) + stanza('added') + stanza('again') },
      ],
      [dpkgStatus],
    );
    expect(packages.map(({ name, layer }) => [name, layer])).toEqual([
      ['added', 1],
      ['again', 2],
      ['base', 0],
      ['curl', 2],
    ]);
  });

  it('reads a chisel manifest', () => {
    const wall = [
      { jsonwall: '1.0', schema: '1.0', count: 5 },
      { kind: 'content', slice: 'libssl3_libs', path: '/usr/lib/libssl.so.3' },
      { kind: 'package', name: 'libssl3', version: '3.0.2-0ubuntu1', sha256: 'x', arch: 'amd64' },
      { kind: 'path', path: '/usr/lib/libssl.so.3', mode: '0644', slices: ['libssl3_libs'] },
      { kind: 'slice', name: 'libssl3_libs' },
    ];
    const text = wall.map((line) => JSON.stringify(line)).join('\n');
    const { packages, owned } = run({ 'var/lib/chisel/manifest.wall': zstdCompressSync(Buffer.from(text)) });
    expect(packages).toMatchObject([{ type: 'deb', name: 'libssl3', version: '3.0.2-0ubuntu1', arch: 'amd64' }]);
    expect([...owned.values()]).toEqual([['usr/lib/libssl.so.3']]);
  });

  it('reports a chisel manifest that is none, or grows too large', () => {
    expect(run({ 'var/lib/chisel/manifest.wall': 'text' }).issues).toMatchObject([{ code: 'dpkg/chisel-unreadable' }]);
    const other = zstdCompressSync(Buffer.from('{"a":1}\n'));
    expect(run({ 'var/lib/chisel/manifest.wall': other }).issues).toMatchObject([
      { code: 'dpkg/chisel-unknown-format' },
    ]);
    const bomb = zstdCompressSync(Buffer.alloc(200 * 1024 * 1024));
    expect(run({ 'var/lib/chisel/manifest.wall': bomb }).issues).toMatchObject([{ code: 'dpkg/chisel-unreadable' }]);
  });

  it('reads opkg as packages of its own kind', () => {
    const { packages } = run({ 'usr/lib/opkg/status': stanza('busybox') }, { id: 'openwrt', versionId: '23.05' });
    expect(packages).toMatchObject([
      { type: 'generic', name: 'busybox', purl: 'pkg:generic/openwrt/busybox@1.0-1?arch=amd64&distro=openwrt-23.05' },
    ]);
  });

  it('finds the packages of a debian image with its operating system', () => {
    const inventory = layeredInventory(
      [
        {
          'etc/os-release': { link: '../usr/lib/os-release' },
          'usr/lib/os-release': 'ID=debian\nVERSION_ID="12"\n',
          [status]: stanza('a'),
        },
      ],
      [dpkgStatus, osRelease],
    );
    expect(inventory.packages[0]?.purl).toBe('pkg:deb/debian/a@1.0-1?arch=amd64&distro=debian-12');
    expect(inventory.os).toMatchObject({ id: 'debian', versionId: '12', endOfLife: '2028-06-30' });
  });
});

describe('dpkg/status, damaged', () => {
  const text =
    stanza('bash', { Source: 'bash (5.2)', Depends: 'a | b (>= 1), c', Maintainer: 'X <x@debian.org>' }) +
    stanza('zlib1g');
  it('survives damaged databases', () => {
    for (const damaged of mutations(Buffer.from(text), 4000, 3))
      run({ [status]: damaged, 'var/lib/dpkg/info/bash.list': damaged });
  });

  it('survives damaged chisel manifests', () => {
    const wall = Buffer.from(
      '{"jsonwall":"1.0"}\n{"kind":"content","slice":"a_b","path":"/x"}\n{"kind":"package","name":"a","version":"1"}\n',
    );
    for (const damaged of mutations(zstdCompressSync(wall), 1500, 5)) readOne(dpkgStatus, 'a/manifest.wall', damaged);
    for (const damaged of mutations(wall, 1500, 5)) run({ 'a/manifest.wall': zstdCompressSync(damaged) });
  });

  it('takes time in proportion to the size', () => {
    const long = Buffer.alloc(4 * 1024 * 1024, 'a\n');
    const start = performance.now();
    run({
      [status]: long,
      'var/lib/dpkg/info/a.list': long,
      'usr/share/doc/a/copyright': Buffer.alloc(1024 * 1024, 'License: ('),
    });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
