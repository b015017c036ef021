import { describe, expect, it } from 'vitest';
import { type LayerEntry, mergeLayers } from './merge.ts';

const file = (path: string, size = 1, more: Partial<LayerEntry> = {}): LayerEntry => ({
  path,
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size,
  ...more,
});
const dir = (path: string): LayerEntry => file(path, 0, { type: 'directory', mode: 0o755 });
const link = (path: string, linkTarget: string): LayerEntry =>
  file(path, 0, { type: 'symlink', mode: 0o777, linkTarget });
const hard = (path: string, linkTarget: string): LayerEntry => file(path, 0, { type: 'hardlink', linkTarget });

function shape(...layers: LayerEntry[][]): string[] {
  return [...mergeLayers(layers).entries()].map(
    ({ path, layer, type }) => `${path}${type === 'directory' ? '/' : ''} ${layer}`,
  );
}

describe('mergeLayers', () => {
  it('hides what a whiteout names, and only in lower layers', () => {
    expect(shape([file('a/x'), file('a/y'), file('b')], [file('a/.wh.x'), file('.wh.b'), file('b', 2)])).toEqual([
      'a/ 0',
      'a/y 0',
      'b 1',
    ]);
  });

  it('keeps a file of the same layer whichever comes first in the archive', () => {
    expect(shape([file('s/f')], [file('s/f', 2), file('s/.wh.f')])).toEqual(['s/ 0', 's/f 1']);
  });

  it('empties an opaque directory of what lower layers brought', () => {
    expect(
      shape([file('o/gone'), file('o/sub/gone')], [file('o/fresh'), file('o/.wh..wh..opq'), file('o/late')]),
    ).toEqual(['o/ 0', 'o/fresh 1', 'o/late 1']);
  });

  it('takes no name for a whiteout that only contains one', () => {
    expect(shape([file('a/awhile'), file('a/x.wh.y')], [file('a/.whale')])).toEqual([
      'a/ 0',
      'a/.whale 1',
      'a/awhile 0',
      'a/x.wh.y 0',
    ]);
  });

  it('replaces a directory by a file and a file by a directory', () => {
    expect(shape([file('d/x'), file('f')], [file('d'), dir('f'), file('f/y')])).toEqual(['d 1', 'f/ 1', 'f/y 1']);
  });

  it('writes through directory symlinks of lower layers', () => {
    const tree = mergeLayers([[dir('usr/bin'), link('bin', 'usr/bin'), file('usr/bin/sh')], [file('bin/sh', 9)]]);
    expect(tree.get('usr/bin/sh')).toMatchObject({ path: 'usr/bin/sh', size: 9, layer: 1 });
    expect(tree.originOf('bin/sh')).toEqual({ layer: 1, path: 'bin/sh' });
    expect(tree.canonical('bin/sh')).toBe('usr/bin/sh');
  });

  it('gives hard links one content, and breaks them in an upper layer', () => {
    const tree = mergeLayers([[file('a', 5), hard('b', 'a')], [file('a', 7)]]);
    expect(tree.get('b')).toMatchObject({ type: 'file', size: 5, layer: 0 });
    expect(tree.originOf('b')).toEqual({ layer: 0, path: 'a' });
    expect(tree.get('a')).toMatchObject({ size: 7, layer: 1 });
  });

  it('leaves out a hard link to nothing', () => {
    expect(shape([hard('b', 'absent')])).toEqual([]);
  });

  it('resolves links inside the root, and gives up on loops', () => {
    const tree = mergeLayers([
      [
        file('usr/lib/os-release', 3),
        link('etc/os-release', '../usr/lib/os-release'),
        link('up', '../../../etc/os-release'),
        link('a', 'b'),
        link('b', 'a'),
        link('self', '.'),
        link('dangling', '/nowhere'),
      ],
    ]);
    expect(tree.resolve('etc/os-release')?.path).toBe('usr/lib/os-release');
    expect(tree.resolve('up')?.path).toBe('usr/lib/os-release');
    expect(tree.resolve('self/self/self/etc/os-release')?.path).toBe('usr/lib/os-release');
    for (const path of ['a', 'a/x', 'dangling', 'usr/lib/os-release/x']) expect(tree.resolve(path)).toBeUndefined();
  });

  it('says how long a symlink is, as lstat does', () => {
    expect(mergeLayers([[link('l', 'ä/b')]]).get('l')).toMatchObject({ size: 4, linkTarget: 'ä/b' });
  });

  it('survives trees deeper than any file system has', () => {
    const deep = Array.from({ length: 30_000 }, () => 'd').join('/');
    const tree = mergeLayers([[file(`${deep}/f`), file('ok')], [file('.wh.d')]]);
    expect([...tree.entries()].map((entry) => entry.path)).toContain('ok');
  });
});
