import { TarWalker } from '#build/image/tar/walk.ts';
import type { Issue } from '#core/outcome.ts';
import { mutate, nastyTokens } from '#testing/fuzz.ts';
import { paxRecord, type TarMember, writeTar } from '#testing/tar-writer.ts';
import { fixChecksum, pax } from '../attacks/tar-pieces.ts';
import { below, type FuzzTarget, pick, promise, type Random } from '../target.ts';

const plain: TarMember[] = [
  { path: './', type: 'directory' },
  { path: './etc/', type: 'directory', mode: 0o4755 },
  { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
  { path: 'usr/bin/sh', content: 'x'.repeat(1300), mode: 0o755, uid: 7 },
  { path: 'bin', type: 'symlink', linkTarget: 'usr/bin' },
  { path: 'etc/hard', type: 'hardlink', linkTarget: './etc/os-release' },
  { path: 'etc/.wh.gone' },
  { path: 'etc/.wh..wh..opq' },
  { path: 'dev/pipe', type: 'fifo' },
  { path: 'dev/null', type: 'char' },
  { path: `long/${'n'.repeat(180)}/${'m'.repeat(90)}`, content: 'long', linkTarget: '' },
  { path: 'far', type: 'symlink', linkTarget: '../'.repeat(60) },
];

const extended: TarMember[] = [
  { path: 'g', flag: 'g', content: pax({ comment: 'all', mtime: '1.5' }) },
  { path: 'x', flag: 'x', content: pax({ path: 'ünïcode/name', size: '3', 'SCHILY.xattr.user.x': 'y' }) },
  { path: 'short', content: 'abc' },
  { path: '././@LongLink', flag: 'L', content: `${'d/'.repeat(90)}file\0` },
  { path: 'd', content: 'hello' },
  { path: '././@LongLink', flag: 'K', content: `${'t/'.repeat(90)}target\0` },
  { path: 'link', type: 'symlink' },
  {
    path: 'x',
    flag: 'x',
    content: pax({ 'GNU.sparse.map': '0,3,1000,4', 'GNU.sparse.size': '2000', 'GNU.sparse.name': 's1' }),
  },
  { path: 's', content: 'abcdefg' },
  {
    path: 'x',
    flag: 'x',
    content: pax({
      'GNU.sparse.major': '1',
      'GNU.sparse.minor': '0',
      'GNU.sparse.realsize': '5000',
      'GNU.sparse.name': 's2',
    }),
  },
  { path: 's', content: `2\n0\n3\n4000\n4\n${'\0'.repeat(500)}abcdefg` },
  {
    path: 'x',
    flag: 'x',
    content: Buffer.concat(
      ['0', '3', '100', '2'].map((value, i) => paxRecord(`GNU.sparse.${i % 2 ? 'numbytes' : 'offset'}`, value)),
    ),
  },
  { path: 's3', content: 'abcde' },
  { path: 'volume', flag: 'V' },
  { path: 'odd', flag: 'Z', content: 'skipped' },
];

export const tarSeeds = (): Buffer[] => [
  writeTar(plain),
  writeTar(extended),
  oldGnuSparse(),
  writeTar([...plain, ...extended]),
];

function oldGnuSparse(): Buffer {
  const tar = writeTar([{ path: 'sparse', flag: 'S', content: 'x'.repeat(1024) }]);
  tar.write('ustar  \0', 257, 'latin1');
  tar.write(`${'0'.padStart(11, '0')}\0${'1000'.padStart(11, '0')}\0`, 386, 'latin1');
  tar.write(`${'4000'.padStart(11, '0')}\0`, 483, 'latin1');
  fixChecksum(tar, 0);
  return tar;
}

const fields: readonly (readonly [offset: number, length: number])[] = [
  [0, 100],
  [100, 8],
  [108, 8],
  [116, 8],
  [124, 12],
  [156, 1],
  [157, 100],
  [257, 8],
  [345, 155],
  [386, 48],
  [482, 1],
  [483, 12],
];

/** Damages header fields and content, and makes the checksums right again: else nearly every damage ends at the first header. */
export function mutateTar(seed: Buffer, random: Random): Buffer {
  if (random() < 0.2) return mutate(seed, random);
  let bytes = Buffer.from(seed);
  for (let edit = 1 + below(5, random); edit > 0; edit--) {
    const block = below(bytes.length / 512, random) * 512;
    const kind = random();
    if (kind < 0.6 && isHeader(bytes, block)) {
      const [offset, length] = pick(fields, random);
      bytes.set(fieldValue(length, random), block + offset);
      fixChecksum(bytes, block);
    } else if (kind < 0.75) {
      bytes = Buffer.concat([bytes.subarray(0, block), bytes.subarray(block + 512)]);
    } else if (kind < 0.85) {
      bytes = Buffer.concat([bytes.subarray(0, block), bytes.subarray(block, block + 1024), bytes.subarray(block)]);
    } else {
      const at = block + below(512, random);
      bytes[at] = below(256, random);
      if (isHeader(bytes, block)) fixChecksum(bytes, block);
    }
    if (bytes.length < 512) return bytes;
  }
  return random() < 0.1 ? bytes.subarray(0, below(bytes.length, random)) : bytes;
}

function isHeader(bytes: Buffer, at: number): boolean {
  return bytes.length >= at + 512 && bytes.toString('latin1', at + 257, at + 262) === 'ustar';
}

function fieldValue(length: number, random: Random): Buffer {
  const value = Buffer.alloc(length);
  switch (below(6, random)) {
    case 0:
      value.write(pick(nastyTokens, random).slice(0, length));
      break;
    case 1:
      value.write(
        below(2 ** 31, random)
          .toString(8)
          .slice(0, length),
      );
      break;
    case 2:
      value.fill(0xff);
      if (length > 1) value[0] = random() < 0.5 ? 0x80 : 0xff;
      break;
    case 3:
      value.write('0123456LKxgSVMND\0 '.charAt(below(18, random)));
      break;
    case 4:
      value.fill(0x37);
      break;
    default:
      for (let i = 0; i < length; i++) value[i] = below(256, random);
  }
  return value;
}

interface Walked {
  readonly entries: unknown[];
  readonly issues: Issue[];
}

function walk(input: Buffer, chunkOf: () => number): Walked {
  const entries: unknown[] = [];
  const issues: Issue[] = [];
  let stored = 0;
  const walker = new TarWalker({
    entry(entry) {
      promise(
        !entry.path.split('/').some((part) => part === '..' || part === '.') && !entry.path.startsWith('/'),
        'a path leaves the root',
      );
      promise(Number.isSafeInteger(entry.size) && entry.size >= 0, `size ${entry.size}`);
      promise(Number.isSafeInteger(entry.mode) && entry.mode >= 0 && entry.mode <= 0o7777, `mode ${entry.mode}`);
      const row = { ...entry, content: 0 };
      entries.push(row);
      return {
        write(bytes) {
          row.content += bytes.length;
          stored += bytes.length;
        },
        end() {},
      };
    },
    issue: (issue) => issues.push(issue),
  });
  for (let at = 0; at < input.length; ) {
    const size = Math.max(1, chunkOf());
    walker.push(input.subarray(at, at + size));
    at += size;
  }
  walker.finish();
  promise(stored <= input.length, 'more content than input');
  return { entries, issues };
}

export const tarTargets: readonly FuzzTarget[] = [
  {
    id: 'tar/walk',
    weight: 12,
    seeds: tarSeeds,
    make: mutateTar,
    run(input, random) {
      const whole = walk(input, () => input.length);
      const pieces = walk(input, () => below(1500, random));
      promise(JSON.stringify(whole) === JSON.stringify(pieces), 'the answer depends on how the bytes come');
      return whole;
    },
  },
];
