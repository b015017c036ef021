import { type Attack, imageAttack } from './attack.ts';
import { endOfTar, members, numbered, pax } from './tar-pieces.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/** A chain of directory links, each through 4,000 characters of detours. */
const detour = './'.repeat(1990);
const chain = Array.from({ length: 39 }, (_, i) => ({
  path: `l${i}`,
  type: 'symlink' as const,
  linkTarget: i === 38 ? `${detour}real` : `${detour}l${i + 1}`,
}));

/** Names, links and whiteouts in numbers that no file system has. */
export const treeAttacks: readonly Attack[] = [
  imageAttack('a million empty files', () => [
    {
      write(feed) {
        for (const piece of numbered({ path: 'data/some/dir/@@@@@@@' }, 1_000_000)) feed(piece);
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('a million directories', () => [
    {
      write(feed) {
        for (const piece of numbered({ path: 'data/@@@@@@@/x', type: 'directory' }, 500_000)) feed(piece);
        feed(endOfTar);
      },
    },
  ]),
  imageAttack(
    'twenty thousand names of 64 KiB',
    () => [
      {
        write(feed) {
          const path = (start: string) => `${start}/${`${'n'.repeat(200)}/`.repeat(326)}file`;
          for (const piece of numbered({ path: path('@@@@@@@') }, 20_000)) feed(piece);
          feed(endOfTar);
        },
      },
    ],
    { issues: ['tar/path-too-long'] },
  ),
  imageAttack(
    'two hundred thousand names of 4,000 characters',
    () => [
      {
        write(feed) {
          const path = `@@@@@@@/${`${'n'.repeat(198)}/`.repeat(20)}file`;
          for (const piece of numbered({ path }, 200_000)) feed(piece);
          feed(endOfTar);
        },
      },
    ],
    { complete: false },
  ),
  imageAttack('two gigabytes of PAX headers', () => [
    {
      write(feed) {
        const one = members({ path: 'pax', flag: 'x', content: pax({ comment: 'x'.repeat(MiB - 100) }) });
        const global = members({ path: 'pax', flag: 'g', content: pax({ comment: 'x'.repeat(MiB - 100) }) });
        for (let i = 0; i < 1000; i++) feed(one);
        for (let i = 0; i < 1000; i++) feed(global);
        feed(members({ path: 'etc/hostname', content: 'x' }));
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('PAX headers of a hundred thousand records', () => [
    {
      write(feed) {
        const records = Buffer.alloc(MiB - 24, '8 a=bcd\n');
        const one = members({ path: 'pax', flag: 'x', content: records }, { path: 'a', content: 'x' });
        for (let i = 0; i < 100; i++) feed(one);
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('links to links, used by a million entries', () => [
    {
      write(feed) {
        feed(members({ path: 'real', type: 'directory' }, ...chain));
        for (let i = 0; i < 10; i++) {
          for (const piece of numbered({ path: `l0/@@@@@@@` }, 50_000, i * 50_000)) feed(interleaved(piece));
        }
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('loops of links', () => [
    {
      write(feed) {
        feed(
          members(
            { path: 'a', type: 'symlink', linkTarget: 'b/x' },
            { path: 'b', type: 'symlink', linkTarget: 'a/x' },
            { path: 'etc', type: 'symlink', linkTarget: 'etc' },
            { path: 'var', type: 'symlink', linkTarget: '../../../../../../etc/passwd/../../var' },
            { path: 'etc/os-release', content: 'ID=x' },
            { path: 'a/b/c', content: 'x' },
            { path: 'self', type: 'hardlink', linkTarget: 'self' },
            { path: 'h1', type: 'hardlink', linkTarget: 'h2' },
            { path: 'h2', type: 'hardlink', linkTarget: 'h1' },
          ),
        );
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('a directory emptied two hundred thousand times', () => [
    {
      write(feed) {
        for (const piece of numbered({ path: 'data/@@@@@@@' }, 100_000)) feed(piece);
        for (const piece of numbered({ path: 'data/.wh.@@@@@@@' }, 100_000)) feed(piece);
        const opaque = members({ path: 'data/.wh..wh..opq' }, { path: '.wh.data' });
        for (let i = 0; i < 10; i++) feed(Buffer.alloc(opaque.length * 10_000, opaque));
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('one file with two hundred thousand names', () => [
    {
      write(feed) {
        const content = '{"name":"a","version":"1.0.0"}';
        feed(members({ path: 'app/node_modules/a/package.json', content }));
        const link = {
          path: 'app/node_modules/@@@@@@@/package.json',
          type: 'hardlink' as const,
          linkTarget: 'app/node_modules/a/package.json',
        };
        for (const piece of numbered(link, 200_000)) feed(piece);
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('the same package two hundred thousand times', () => [
    {
      write(feed) {
        const content = '{"name":"a","version":"1.0.0"}';
        for (const piece of numbered({ path: 'app/@@@@@@@/node_modules/a/package.json', content }, 200_000))
          feed(piece);
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('the same file two hundred thousand times', () => [
    {
      write(feed) {
        const one = members(
          { path: 'app/node_modules/a/package.json', content: '{"name":"a","version":"1.0.0"}' },
          { path: 'b', type: 'hardlink', linkTarget: 'app/node_modules/a/package.json' },
        );
        for (let i = 0; i < 20; i++) feed(Buffer.alloc(one.length * 10_000, one));
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('two hundred thousand broken packages', () => [
    {
      write(feed) {
        for (const piece of numbered({ path: 'app/node_modules/@@@@@@@/package.json', content: '{' }, 200_000))
          feed(piece);
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('two hundred thousand files with fifty secrets each', () => [
    {
      write(feed) {
        const keys = Array.from(
          { length: 50 },
          (_, i) =>
            `export AWS_ACCESS_KEY_ID=AKIA${(0x5f3a9c71e2 + i * 7919)
              .toString(32)
              .toUpperCase()
              .padStart(16, 'QX7ZL2MBRW4KPD3T')
              .replace(/[01890]/g, 'K')}`,
        );
        const content = keys.join('\n');
        for (const piece of numbered({ path: 'srv/@@@@@@@.env', content }, 200_000)) feed(piece);
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('five thousand dpkg file lists of a megabyte', () => [
    {
      write(feed) {
        feed(
          members({ path: 'var/lib/dpkg/status', content: 'Package: a\nStatus: install ok installed\nVersion: 1\n' }),
        );
        const content = Buffer.alloc(MiB, '/usr/share/some/path\n');
        for (const piece of numbered({ path: 'var/lib/dpkg/info/@@@@@@@.list', content }, 5000)) feed(piece);
        feed(endOfTar);
      },
    },
  ]),
  imageAttack('a thousand layers', () =>
    Array.from({ length: 1000 }, (_, i) => ({
      write(feed) {
        feed(members({ path: `d/${i % 7}/f${i}`, content: 'x' }, { path: `d/.wh.${(i + 3) % 7}` }));
        feed(endOfTar);
      },
    })),
  ),
  imageAttack('directories two thousand deep', () => [
    {
      write(feed) {
        const path = `${'d/'.repeat(2040)}f`;
        for (const piece of numbered({ path: `${path}@@@@@@@` }, 2000)) feed(piece);
        feed(members({ path: `${'d/'.repeat(2060)}f`, content: 'x' }));
        feed(endOfTar);
      },
    },
  ]),
];

/** Between any two entries one in another directory, so that no directory is looked up once for two of them. */
function interleaved(piece: Buffer): Buffer {
  const other = members({ path: 'l1/x' });
  const out = Buffer.alloc(piece.length * 2);
  for (let at = 0; at < piece.length; at += 512) {
    piece.copy(out, at * 2, at, at + 512);
    other.copy(out, at * 2 + 512, 0, 512);
  }
  return out;
}
