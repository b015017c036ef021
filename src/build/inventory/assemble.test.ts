import { describe, expect, it } from 'vitest';
import { memoryTree } from '../../testing/memory-tree.ts';
import { assembleInventory } from './assemble.ts';
import type { Cataloger, FileFacts, FoundFile, PackageFact } from './cataloger.ts';

function cataloger(id: string, more: Partial<Cataloger> = {}): Cataloger {
  return { id, version: 1, scopes: ['image'], describes: id, wants: () => true, read: () => undefined, ...more };
}

function npm(name: string, version: string, more: Partial<PackageFact> = {}): PackageFact {
  return { type: 'npm', name, version, purl: `pkg:npm/${name}@${version}`, ...more };
}

/** What each layer said at one path, lowest first. */
function file(path: string, ...versions: readonly [layer: number, facts: FileFacts][]): FoundFile {
  const [layer, facts] = versions.at(-1)!;
  return { path, layer, facts, versions: versions.map(([layer, facts]) => ({ layer, facts })) };
}

function assemble(found: Record<string, readonly FoundFile[]>, catalogers: readonly Cataloger[]) {
  return assembleInventory({ found: new Map(Object.entries(found)), tree: memoryTree(new Map()), catalogers });
}

describe('assembleInventory', () => {
  it('places packages at their file, in the layer since which they are there without a break', () => {
    const a = { packages: [npm('a', '1')] };
    const ab = { packages: [npm('a', '1'), npm('b', '1')] };
    const b = { packages: [npm('b', '1')] };
    const { packages } = assemble({ 'npm/x': [file('p.json', [0, ab], [1, a], [3, b], [5, ab])] }, [
      cataloger('npm/x'),
    ]);
    expect(packages.map(({ name, layer, locations, cataloger }) => [name, layer, locations, cataloger])).toEqual([
      ['a', 5, ['p.json'], 'npm/x'],
      ['b', 3, ['p.json'], 'npm/x'],
    ]);
  });

  it('makes one package of the same purl, with all that each place says', () => {
    const { packages } = assemble(
      {
        'npm/a': [
          file('z/package.json', [2, { packages: [npm('x', '1', { licenses: ['MIT'], dev: true })] }]),
          file('a/package.json', [1, { packages: [npm('x', '1', { licenses: ['ISC'], dependsOn: ['y@1'] })] }]),
        ],
        'npm/b': [file('lock.json', [3, { packages: [npm('x', '1', { dev: true })] }])],
      },
      [cataloger('npm/b'), cataloger('npm/a')],
    );
    expect(packages).toEqual([
      {
        ...npm('x', '1'),
        licenses: ['ISC', 'MIT'],
        dependsOn: ['y@1'],
        locations: ['a/package.json', 'lock.json', 'z/package.json'],
        layer: 1,
        cataloger: 'npm/a',
      },
    ]);
  });

  it('keeps dev only where every place says so', () => {
    const dev = { packages: [npm('x', '1', { dev: true })] };
    const { packages } = assemble({ 'npm/a': [file('a', [0, dev]), file('b', [0, dev])] }, [cataloger('npm/a')]);
    expect(packages).toMatchObject([{ dev: true }]);
  });

  it('gives the same inventory for any order of its input', () => {
    const files = ['c', 'a', 'b'].map((name) =>
      file(name, [0, { packages: [npm(name, '1'), npm('same', '2'), npm('same', '10')] }]),
    );
    const one = assemble({ 'npm/a': files }, [cataloger('npm/a')]);
    const other = assemble({ 'npm/a': [...files].reverse() }, [cataloger('npm/a')]);
    expect(one).toEqual(other);
    expect(one.packages.map(({ name, version }) => `${name}@${version}`)).toEqual([
      'a@1',
      'b@1',
      'c@1',
      'same@10',
      'same@2',
    ]);
  });

  it('chooses the operating system first and hands it to the catalogers', () => {
    const os = { id: 'alpine', versionId: '3.16.0' };
    const joining = cataloger('apk/x', {
      assemble: (input) => ({
        packages: [{ type: 'apk', name: input.os?.id ?? '', version: '1', purl: 'pkg:apk/x@1', locations: [] }],
        issues: [{ code: 'apk/x', message: 'm', level: 'warning' }],
      }),
    });
    const inventory = assemble(
      {
        'apk/x': [file('db', [0, { issues: [{ code: 'apk/y', message: 'm', level: 'error' }] }])],
        'os/x': [file('etc/os-release', [0, { os }])],
      },
      [joining, cataloger('os/x')],
    );
    expect(inventory.os).toEqual({ ...os, endOfLife: '2024-05-23' });
    expect(inventory.packages).toMatchObject([{ name: 'alpine' }]);
    expect(inventory.issues.map(({ code }) => code)).toEqual(['apk/y', 'apk/x']);
  });

  it('lets a cataloger that throws cost only its own packages', () => {
    const broken = cataloger('a/broken', {
      assemble: () => {
        throw new Error('oops');
      },
    });
    const inventory = assemble(
      { 'a/broken': [file('x', [0, {}])], 'npm/a': [file('y', [0, { packages: [npm('x', '1')] }])] },
      [broken, cataloger('npm/a')],
    );
    expect(inventory.packages).toHaveLength(1);
    expect(inventory.issues).toMatchObject([{ code: 'inventory/cataloger-failed', level: 'error', cause: 'oops' }]);
  });

  it('marks what an OS package owns before anything is matched', () => {
    const owning = cataloger('dpkg/x', {
      assemble: () => ({
        packages: [
          { type: 'deb', name: 'python3-x', version: '1', purl: 'pkg:deb/x@1', locations: ['status'], layer: 0 },
        ],
        owned: new Map([['pkg:deb/x@1', ['usr/lib/x/METADATA']]]),
      }),
    });
    const inventory = assemble(
      {
        'dpkg/x': [file('status', [0, {}])],
        'npm/a': [
          file('usr/lib/x/METADATA', [0, { packages: [npm('x', '1')] }]),
          file('opt/x/METADATA', [0, { packages: [npm('x', '1')] }]),
        ],
      },
      [owning, cataloger('npm/a')],
    );
    expect(inventory.packages.map(({ name, locations, ownedBy }) => [name, locations, ownedBy])).toEqual([
      ['python3-x', ['status'], undefined],
      ['x', ['opt/x/METADATA'], undefined],
      ['x', ['usr/lib/x/METADATA'], 'pkg:deb/x@1'],
    ]);
    expect(inventory.owned.get('pkg:deb/x@1')).toEqual(['usr/lib/x/METADATA']);
  });
});
