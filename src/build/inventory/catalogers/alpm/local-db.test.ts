import { describe, expect, it } from 'vitest';
import { mutations } from '../../../../testing/fuzz.ts';
import { runCatalogers } from '../../../../testing/run-catalogers.ts';
import { alpmLocalDb } from './local-db.ts';

const gmp = `%NAME%
gmp

%VERSION%
6.2.1-2

%BASE%
gmp-base

%ARCH%
x86_64

%LICENSE%
LGPL3
GPL

%DEPENDS%
gcc-libs>=10
sh

`;
const gcc = '%NAME%\ngcc-libs\n\n%VERSION%\n1:13-1\n\n%PROVIDES%\nlibgcc_s.so=1-64\n\n';

function run(files: Record<string, string | Buffer>) {
  return runCatalogers([alpmLocalDb], new Map(Object.entries(files)), 'image', { id: 'arch', versionId: '' });
}

describe('alpm/local-db', () => {
  it('joins description and file list', () => {
    const { packages, owned, issues } = run({
      'var/lib/pacman/local/gmp-6.2.1-2/desc': gmp,
      'var/lib/pacman/local/gmp-6.2.1-2/files':
        '%FILES%\nusr/\nusr/lib/\nusr/lib/libgmp.so.10\n\n%BACKUP%\netc/x\tabc\n',
      'var/lib/pacman/local/gcc-libs-13-1/desc': gcc,
    });
    expect(issues).toEqual([]);
    expect(packages).toEqual([
      {
        type: 'alpm',
        name: 'gmp',
        version: '6.2.1-2',
        purl: 'pkg:alpm/arch/gmp@6.2.1-2?arch=x86_64&distro=arch&upstream=gmp-base',
        arch: 'x86_64',
        source: { name: 'gmp-base', version: '6.2.1-2' },
        licenses: ['LGPL3', 'GPL'],
        locations: ['var/lib/pacman/local/gmp-6.2.1-2/desc'],
        layer: 0,
        dependsOn: ['gcc-libs@1:13-1'],
      },
      expect.objectContaining({ name: 'gcc-libs', version: '1:13-1' }),
    ]);
    expect([...owned.values()]).toEqual([['usr/lib/libgmp.so.10']]);
  });

  it('reports a description without name or version', () => {
    expect(run({ 'var/lib/pacman/local/x/desc': '%NME%\nx\n' }).issues).toMatchObject([
      { code: 'alpm/incomplete-entry' },
    ]);
  });

  it('survives damaged files', () => {
    for (const damaged of mutations(Buffer.from(gmp), 3000, 9)) {
      run({ 'var/lib/pacman/local/a/desc': damaged, 'var/lib/pacman/local/a/files': damaged });
    }
  });
});
