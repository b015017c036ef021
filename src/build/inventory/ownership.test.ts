import { describe, expect, it } from 'vitest';
import { mergeLayers } from '#build/image/layer/merge.ts';
import type { Package } from '#core/package.ts';
import { layeredInventory } from '../../testing/layered-inventory.ts';
import { memoryTree } from '../../testing/memory-tree.ts';
import type { Cataloger } from './cataloger.ts';
import { apkInstalled } from './catalogers/apk/installed.ts';
import { dpkgStatus } from './catalogers/dpkg/status.ts';
import { osRelease } from './catalogers/os/release.ts';
import { applyOwnership } from './ownership.ts';

const deb: Package = {
  type: 'deb',
  name: 'o',
  version: '1',
  purl: 'pkg:deb/o@1',
  locations: ['status'],
  layer: 0,
  cataloger: 'dpkg/status',
};
const tree = memoryTree(new Map());

function language(...locations: string[]): Package {
  return {
    type: 'maven',
    name: 'g:a',
    version: '1',
    purl: 'pkg:maven/g/a@1',
    locations,
    layer: 0,
    cataloger: 'java/archive',
  };
}

function ownedBy(packages: readonly Package[], owned: Record<string, string[]>, on = tree): (string | undefined)[] {
  return applyOwnership([deb, ...packages], new Map(Object.entries(owned)), on)
    .slice(1)
    .map((found) => found.ownedBy);
}

describe('applyOwnership', () => {
  it('takes the outer file of nested archives', () => {
    expect(ownedBy([language('a/app.jar!/lib/inner.jar!/x')], { 'pkg:deb/o@1': ['a/app.jar'] })).toEqual([
      'pkg:deb/o@1',
    ]);
    expect(ownedBy([language('a/app.jar')], { 'pkg:deb/o@1': ['a/other.jar'] })).toEqual([undefined]);
  });

  it('splits a package that lies in owned and other places', () => {
    expect(ownedBy([language('a.jar', 'b.jar')], { 'pkg:deb/o@1': ['a.jar'] })).toEqual(['pkg:deb/o@1', undefined]);
  });

  it('compares canonical paths', () => {
    const linked = mergeLayers([
      [{ path: 'lib', type: 'symlink', linkTarget: 'usr/lib', size: 7, mode: 0o777, uid: 0, gid: 0 }],
      [{ path: 'usr/lib/a.jar', type: 'file', size: 1, mode: 0o644, uid: 0, gid: 0 }],
    ]);
    expect(ownedBy([language('lib/a.jar')], { 'pkg:deb/o@1': ['usr/lib/a.jar'] }, linked)).toEqual(['pkg:deb/o@1']);
  });

  it('does not give a file that a later layer replaced to the package below', () => {
    expect(ownedBy([{ ...language('a.jar'), layer: 2 }], { 'pkg:deb/o@1': ['a.jar'] })).toEqual([undefined]);
  });

  it('never marks an OS package, and counts only owners that advisories speak of', () => {
    const arch: Package = { ...deb, type: 'alpm', purl: 'pkg:alpm/arch/o@1' };
    expect(ownedBy([arch, language('a.jar')], { 'pkg:alpm/arch/o@1': ['a.jar', 'status'] })).toEqual([
      undefined,
      undefined,
    ]);
    const marked = applyOwnership(
      [deb, language('a.jar')],
      new Map([['pkg:deb/o@1', ['a.jar']]]),
      tree,
      new Set(['pkg:deb/o@1']),
    );
    expect(marked[1]?.ownedBy).toBeUndefined();
  });
});

/** Stands for any language cataloger: one package for each file called METADATA. */
const metadata: Cataloger = {
  id: 'python/metadata',
  version: 1,
  scopes: ['image'],
  describes: 'test',
  wants: ({ name }) => name === 'METADATA',
  read: (file) => ({
    packages: [{ type: 'pypi', name: 'six', version: file.text(), purl: `pkg:pypi/six@${file.text()}` }],
  }),
};

describe('ownership, from database to package', () => {
  const path = 'usr/lib/python3/dist-packages/six.dist-info/METADATA';
  const debian = (maintainer: string) => ({
    'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
    'var/lib/dpkg/status': `Package: python3-six\nStatus: install ok installed\nVersion: 1.16-4\nArchitecture: all\nMaintainer: ${maintainer}\n`,
    'var/lib/dpkg/info/python3-six.list': `/.\n/usr\n/${path}\n`,
    [path]: '1.16',
  });
  const run = (...layers: Parameters<typeof layeredInventory>[0]) =>
    layeredInventory(layers, [dpkgStatus, apkInstalled, osRelease, metadata]).packages.find(
      ({ type }) => type === 'pypi',
    )?.ownedBy;

  it('marks the distribution’s', () => {
    expect(run(debian('Debian Python Team <team+python@tracker.debian.org>'))).toBe(
      'pkg:deb/debian/python3-six@1.16-4?arch=all&distro=debian-12',
    );
  });

  it('does not mark those of other publishers, or what was replaced since', () => {
    expect(run(debian('Docker <support@docker.com>'))).toBeUndefined();
    expect(run(debian('Debian Python Team <team+python@tracker.debian.org>'), { [path]: '1.17' })).toBeUndefined();
  });
});
