import { describe, expect, it } from 'vitest';
import { mutations } from '../../../../testing/fuzz.ts';
import { layeredInventory } from '../../../../testing/layered-inventory.ts';
import { runCatalogers } from '../../../../testing/run-catalogers.ts';
import { apkInstalled } from './installed.ts';

const path = 'lib/apk/db/installed';
const musl = `C:Q1WTPg2lHQnB6NNNWkv9GSsGQpYHM=
P:musl
V:1.2.3-r0
A:x86_64
L:MIT
o:musl
p:so:libc.musl-x86_64.so.1=1
F:lib
R:ld-musl-x86_64.so.1
a:0:0:755
Z:Q1xxx
R:libc.musl-x86_64.so.1
F:
R:root-file

`;
const libssl = `P:libssl1.1
V:1.1.1o-r0
A:x86_64
L:OpenSSL Zlib
o:openssl
D:so:libc.musl-x86_64.so.1 musl>=1.2 !conflict /bin/none
F:lib
M:0:0:1777
R:libssl.so.1.1

`;

function run(text: string | Buffer, at = path) {
  return runCatalogers([apkInstalled], new Map([[at, text]]), 'image', { id: 'alpine', versionId: '3.16.0' });
}

describe('apk/installed', () => {
  it.each([path, 'usr/lib/apk/db/installed'])('reads %s', (at) => {
    const { packages, issues, owned } = run(musl + libssl, at);
    expect(issues).toEqual([]);
    expect(packages).toEqual([
      {
        type: 'apk',
        name: 'musl',
        version: '1.2.3-r0',
        purl: 'pkg:apk/alpine/musl@1.2.3-r0?arch=x86_64&distro=alpine-3.16.0',
        arch: 'x86_64',
        source: { name: 'musl', version: '1.2.3-r0' },
        licenses: ['MIT'],
        locations: [at],
        layer: 0,
      },
      {
        type: 'apk',
        name: 'libssl1.1',
        version: '1.1.1o-r0',
        purl: 'pkg:apk/alpine/libssl1.1@1.1.1o-r0?arch=x86_64&distro=alpine-3.16.0&upstream=openssl',
        arch: 'x86_64',
        source: { name: 'openssl', version: '1.1.1o-r0' },
        licenses: ['OpenSSL', 'Zlib'],
        locations: [at],
        layer: 0,
        dependsOn: ['musl@1.2.3-r0'],
      },
    ]);
    expect([...owned.values()]).toEqual([
      ['lib/ld-musl-x86_64.so.1', 'lib/libc.musl-x86_64.so.1', 'root-file'],
      ['lib/libssl.so.1.1'],
    ]);
  });

  it('leaves out bookmarks of apk add --virtual, and keeps an SPDX expression whole', () => {
    const virtual =
      'P:.build-deps\nV:20230102.101112\nA:noarch\nD:gcc make\n\nP:my-deps\nV:20230102.101112\nA:noarch\n\n';
    const real = 'P:git\nV:2.40-r0\nA:x86_64\nL:GPL-2.0-only AND MIT\n\n';
    expect(run(virtual + real).packages.map(({ name, licenses }) => [name, licenses])).toEqual([
      ['git', ['GPL-2.0-only AND MIT']],
    ]);
  });

  it('reports entries without a version, and reads a last entry without a blank line', () => {
    const { packages, issues } = run('P:broken\nA:x86_64\n\nP:last\nV:1-r0');
    expect(packages.map(({ name }) => name)).toEqual(['last']);
    expect(issues).toMatchObject([{ code: 'apk/incomplete-entry', level: 'warning', where: path }]);
  });

  it('tells in which layer a package came, through a move of the database', () => {
    const { packages } = layeredInventory(
      [{ 'lib/apk/db/installed': musl }, { 'lib/apk/db/installed': musl + libssl }],
      [apkInstalled],
    );
    expect(packages.map(({ name, layer }) => [name, layer])).toEqual([
      ['libssl1.1', 1],
      ['musl', 0],
    ]);
  });

  it('survives damaged databases', () => {
    for (const damaged of mutations(Buffer.from(musl + libssl), 5000, 21)) run(damaged);
  });
});
