import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memorySource } from '#core/byte-source.ts';
import { mutations } from '../../../../testing/fuzz.ts';
import { type RpmInput, rpmBdb, rpmHeaderBlob, rpmNdb, rpmSqlite } from '../../../../testing/rpm-writer.ts';
import { runCatalogers } from '../../../../testing/run-catalogers.ts';
import { sharedPath, skipShared } from '../../../../testing/shared.ts';
import { readBdb } from './bdb.ts';
import type { RpmBlobReader } from './blob-reader.ts';
import { rpmDatabase } from './database.ts';
import { readNdb } from './ndb.ts';
import { readSqlite } from './sqlite.ts';

const nodejs: RpmInput = {
  name: 'nodejs',
  epoch: 1,
  version: '16.14.0',
  release: '4.module_el9',
  arch: 'x86_64',
  sourceRpm: 'nodejs-16.14.0-4.module_el9.src.rpm',
  license: 'MIT and ASL 2.0',
  vendor: 'AlmaLinux',
  module: 'nodejs:16:9000020220519',
  requires: ['libc.so.6()(64bit)', '/usr/bin/sh', 'rpmlib(CompressedFileNames)'],
  provides: ['nodejs', 'npm(npm)'],
  files: ['/usr/bin/node', '/usr/lib/node_modules/npm/package.json'],
};
const glibc: RpmInput = {
  name: 'glibc',
  version: '2.34',
  release: '1.el9',
  arch: 'x86_64',
  provides: ['libc.so.6()(64bit)'],
  files: ['/lib64/libc.so.6'],
  padding: 20_000,
};
const bash: RpmInput = {
  name: 'bash',
  epoch: 0,
  version: '5.1',
  release: '4',
  files: ['/usr/bin/sh', '/usr/bin/bash'],
};
const key: RpmInput = { name: 'gpg-pubkey', version: 'ced7258b', release: '6525146f' };
const blobs = [nodejs, glibc, bash, key].map(rpmHeaderBlob);

const formats: readonly { name: string; path: string; reader: RpmBlobReader; bytes: Buffer }[] = [
  { name: 'sqlite', path: 'var/lib/rpm/rpmdb.sqlite', reader: readSqlite, bytes: rpmSqlite(blobs) },
  {
    name: 'sqlite, 512-byte pages',
    path: 'usr/lib/sysimage/rpm/rpmdb.sqlite',
    reader: readSqlite,
    bytes: rpmSqlite(blobs, 512),
  },
  {
    name: 'sqlite, 64 KiB pages',
    path: 'usr/share/rpm/rpmdb.sqlite',
    reader: readSqlite,
    bytes: rpmSqlite(blobs, 65_536),
  },
  { name: 'ndb', path: 'usr/lib/sysimage/rpm/Packages.db', reader: readNdb, bytes: rpmNdb(blobs) },
  { name: 'Berkeley DB', path: 'var/lib/rpm/Packages', reader: readBdb, bytes: rpmBdb(blobs) },
  { name: 'big-endian Berkeley DB', path: 'var/lib/rpm/Packages', reader: readBdb, bytes: rpmBdb(blobs, 'BE') },
];

function run(path: string, bytes: Buffer | string) {
  return runCatalogers([rpmDatabase], new Map([[path, bytes]]), 'image', { id: 'almalinux', versionId: '9.0' });
}

describe('rpm/database', () => {
  for (const { name, path, bytes } of formats) {
    it(`reads ${name}`, () => {
      const { packages, issues, owned } = run(path, bytes);
      expect(issues).toEqual([]);
      const byName = new Map(packages.map((found) => [found.name, found]));
      expect([...byName.keys()].sort()).toEqual(['bash', 'glibc', 'nodejs']);
      expect(byName.get('nodejs')).toEqual({
        type: 'rpm',
        name: 'nodejs',
        version: '1:16.14.0-4.module_el9',
        purl: 'pkg:rpm/almalinux/nodejs@16.14.0-4.module_el9?arch=x86_64&distro=almalinux-9.0&epoch=1&rpmmod=nodejs:16:9000020220519&upstream=nodejs-16.14.0-4.module_el9.src.rpm',
        arch: 'x86_64',
        source: { name: 'nodejs', version: '16.14.0-4.module_el9' },
        module: 'nodejs:16:9000020220519',
        licenses: ['MIT AND Apache-2.0'],
        dependsOn: ['bash@0:5.1-4', 'glibc@2.34-1.el9'],
        locations: [path],
        layer: 0,
      });
      // The tag is there, so the epoch is shown; a purl leaves 0 out.
      expect(byName.get('bash')).toMatchObject({
        version: '0:5.1-4',
        purl: 'pkg:rpm/almalinux/bash@5.1-4?distro=almalinux-9.0',
      });
      expect(owned.get(byName.get('glibc')?.purl ?? '')).toEqual(['lib64/libc.so.6']);
    });
  }

  it('reads a database of many packages, over several levels of the tree', () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      rpmHeaderBlob({ name: `p${index}`, version: '1', release: String(index), padding: index % 7 === 0 ? 3000 : 0 }),
    );
    const { packages, issues } = run('var/lib/rpm/rpmdb.sqlite', rpmSqlite(many, 1024));
    expect(issues).toEqual([]);
    expect(packages.map((found) => found.name)).toEqual(many.map((_, index) => `p${index}`));
  });

  it('reads the manifest of distroless CBL-Mariner', () => {
    const text = 'vim\t9.0-1.cm2\t1\t1\tMicrosoft Corporation\t2\t45000\tx86_64\t2\tvim-9.0-1.cm2.src.rpm\nbroken\n';
    const { packages, issues } = run('var/lib/rpmmanifest/container-manifest-2', text);
    expect(packages).toMatchObject([
      { name: 'vim', version: '2:9.0-1.cm2', arch: 'x86_64', source: { name: 'vim', version: '9.0-1.cm2' } },
    ]);
    expect(issues).toMatchObject([{ code: 'rpm/bad-package' }]);
  });

  it('reports what it cannot read', () => {
    expect(run('var/lib/rpm/Packages', 'not a database at all').issues).toMatchObject([
      { code: 'rpm/unknown-format', level: 'error' },
    ]);
    const cut = rpmSqlite(blobs).subarray(0, 9000);
    expect(run('var/lib/rpm/rpmdb.sqlite', cut).issues.map(({ code }) => code)).toContain('rpm/sqlite-damaged');
  });

  it('gives up on pages that point at each other', () => {
    const looped = rpmSqlite(
      Array.from({ length: 400 }, () => rpmHeaderBlob(bash)),
      512,
    );
    // Every interior page's right-most child becomes the root's own.
    for (let at = 512; at < looped.length; at += 512) if (looped[at] === 0x05) looped.writeUInt32BE(2, at + 8);
    const { issues } = run('var/lib/rpm/rpmdb.sqlite', looped);
    expect(issues.map(({ code }) => code)).toContain('rpm/sqlite-damaged');

    const chained = rpmBdb([rpmHeaderBlob(glibc)]);
    for (let page = 2; page * 4096 < chained.length; page += 1) chained.writeUInt32LE(2, page * 4096 + 16);
    for (let page = 2; page * 4096 < chained.length; page += 1) chained.writeUInt16LE(1, page * 4096 + 22);
    expect(run('var/lib/rpm/Packages', chained).issues.map(({ code }) => code)).toContain('rpm/bdb-damaged');
  });
});

describe('rpm databases, damaged', () => {
  for (const { name, path, reader, bytes } of formats) {
    it(`${name}: never throws, never gives more bytes than the file has`, () => {
      for (const damaged of mutations(bytes, 400, 7)) {
        let total = 0;
        reader(memorySource(damaged), (blob) => (total += blob.length), 'x');
        expect(total).toBeLessThanOrEqual(damaged.length);
        run(path, damaged);
      }
    });
  }
});

describe.skipIf(skipShared.skip)(`rpm databases of real images ${skipShared.note}`, () => {
  const cases = [
    ['libuuid-bdb-Packages', 'var/lib/rpm/Packages'],
    ['mariner2-rpmdb.sqlite', 'var/lib/rpm/rpmdb.sqlite'],
    ['sle15-bci-Packages.db', 'usr/lib/sysimage/rpm/Packages.db'],
  ] as const;
  for (const [file, path] of cases) {
    it(`${file}: exactly what rpm -qa says`, () => {
      const { packages, issues } = run(path, readFileSync(sharedPath('fixtures/rpmdb', file)));
      const expected = JSON.parse(
        readFileSync(sharedPath('fixtures/rpmdb', `${file}.expected.json`), 'utf8'),
      ) as Expected[];
      expect(issues).toEqual([]);
      expect(
        packages
          .map(({ name, version, arch, module, source }) => [
            name,
            version,
            arch,
            module,
            `${source?.name}-${source?.version}`,
          ])
          .sort(),
      ).toEqual(
        expected
          .map(({ name, epoch, version, release, arch, modularitylabel, sourcerpm }) => [
            name,
            `${epoch === null ? '' : `${epoch}:`}${version}-${release}`,
            arch,
            modularitylabel ?? undefined,
            sourcerpm.replace(/\.(no)?src\.rpm$/, ''),
          ])
          .sort(),
      );
    });
  }
});

interface Expected {
  readonly name: string;
  readonly epoch: number | null;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  readonly sourcerpm: string;
  readonly modularitylabel: string | null;
}
