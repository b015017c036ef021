import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type Attack, imageAttack as layout } from './attack.ts';
import type { BigLayer } from './big-layout.ts';
import { endOfTar, fixChecksum, headerOf, members, pax } from './tar-pieces.ts';
import { flatZip, nestedZip, wideZip } from './zip-bombs.ts';

const MiB = 1024 * 1024;
const zeros = Buffer.alloc(16 * MiB);

/** A member whose content is `piece`, `times` over; pieces are whole blocks. */
function repeated(path: string, piece: Buffer, times: number, compression: BigLayer['compression']): BigLayer {
  return {
    ...(compression ? { compression } : {}),
    write(feed) {
      feed(headerOf({ path }, piece.length * times));
      for (let i = 0; i < times; i++) feed(piece);
      feed(endOfTar);
    },
  };
}

/** An image of one file. */
function file(id: string, path: string, content: () => Buffer, rest: Omit<Attack, 'id' | 'build'> = {}): Attack {
  return layout(
    id,
    () => [
      {
        write(feed) {
          feed(members({ path, content: content() }));
          feed(endOfTar);
        },
      },
    ],
    rest,
  );
}

const packageJson = 'app/node_modules/a/package.json';
const packageLock = 'app/package-lock.json';

/** Wanted files, and the archives inside them, that are large once unpacked. */
export const sizeAttacks: readonly Attack[] = [
  layout('a gigabyte of zeros as dpkg status, gzip', () => [repeated('var/lib/dpkg/status', zeros, 64, 'gzip')], {
    complete: false,
  }),
  layout('a gigabyte of zeros as dpkg status, zstd', () => [repeated('var/lib/dpkg/status', zeros, 64, 'zstd')], {
    complete: false,
  }),
  layout('three gigabytes of zeros as rpm database', () => [repeated('var/lib/rpm/rpmdb.sqlite', zeros, 192, 'zstd')], {
    issues: ['layer/file-too-large'],
  }),
  layout('a gigabyte of one line as dpkg status', () => [
    repeated('var/lib/dpkg/status', Buffer.alloc(16 * MiB, 'Package: a '), 64, 'zstd'),
  ]),
  layout('half a gigabyte of packages as dpkg status', () => [
    repeated(
      'var/lib/dpkg/status',
      Buffer.from('Package: a\nStatus: install ok installed\nVersion: 1\n\n'.repeat(32).padEnd(2048, '\n')),
      262_144,
      'zstd',
    ),
  ]),
  layout('a gigabyte as apk database', () => [
    repeated('lib/apk/db/installed', Buffer.alloc(16 * MiB, 'P:a\nV:1\nF:x\nR:y\n'), 64, 'zstd'),
  ]),
  layout('a gigabyte of zeros as a Go binary', () => [repeated('usr/bin/app', zeros, 64, 'zstd')]),
  layout('100 MB of package.json in one line', () => [
    {
      write(feed) {
        const size = 100 * MiB;
        const open = Buffer.alloc(16 * MiB, 'a');
        open.write('{"name":"a","version":"1.0.0","x":"');
        feed(headerOf({ path: 'app/node_modules/a/package.json' }, size));
        feed(open);
        for (let left = size - open.length; left > 0; left -= 12 * MiB) feed(Buffer.alloc(12 * MiB, 'a'));
        feed(endOfTar);
      },
    },
  ]),
  file('3 MB of package.json with a million objects', packageJson, () => Buffer.from(`[${'{},'.repeat(1_300_000)}{}]`)),
  file('30 MB of package-lock.json with ten million objects', packageLock, () =>
    Buffer.from(`{"packages":[${'{},'.repeat(10_000_000)}{}]}`),
  ),
  file('four million open brackets as package.json', packageJson, () => Buffer.alloc(4_000_000, '[')),
  file('objects inside each other as package.json', packageJson, () =>
    Buffer.from(`{"name":"a","version":"1","license":${'{"a":'.repeat(600_000)}1${'}'.repeat(600_000)}}`),
  ),
  layout('sparse file whose stored content is a gigabyte', () => [
    {
      write(feed) {
        const header = headerOf({ path: 'var/lib/dpkg/status', flag: 'S' }, 1024 * MiB);
        header.write('00000001000\x00', 483, 'latin1'); // real size: 512
        header.write('00000000000\x0000000001000\x00', 386, 'latin1');
        fixChecksum(header, 0);
        feed(header);
        for (let i = 0; i < 64; i++) feed(zeros);
        feed(endOfTar);
      },
    },
  ]),
  layout('sparse file of an exabyte', () => [
    {
      write(feed) {
        feed(
          members(
            {
              path: 'pax',
              flag: 'x',
              content: pax({ 'GNU.sparse.map': '0,1', 'GNU.sparse.size': '9007199254740991' }),
            },
            { path: 'var/lib/dpkg/status', content: 'x' },
            { path: 'pax', flag: 'x', content: pax({ 'GNU.sparse.map': '0,1' }) },
            { path: 'etc/os-release', content: 'x' },
          ),
        );
        feed(endOfTar);
      },
    },
  ]),
  layout('ten million empty gzip members', () => [
    { compression: 'none', write: (feed) => feed(Buffer.alloc(200 * MiB, gzipSync(Buffer.alloc(0)))) },
  ]),
  layout('three million empty zstd frames', () => [
    { compression: 'none', write: (feed) => feed(Buffer.alloc(27 * MiB, zstdCompressSync(Buffer.alloc(0)))) },
  ]),
  file('jar in jar in jar, sixteen each', 'opt/bomb.jar', nestedZip),
  file('jar with a thousand entries over the same zeros', 'opt/flat.jar', flatZip),
  file('jar with half a million entries', 'opt/wide.jar', wideZip),
];
