import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { BlockType } from '#runtime/events/capture/block-type.ts';
import { EventType } from '#runtime/events/event.ts';
import { block, event, section, u32 } from '#testing/capture-writer.ts';
import type { Attack } from './attack.ts';
import {
  blockStart,
  cloneEvent,
  eventOf,
  exitEvent,
  type Feed,
  openEvent,
  openFd,
  processList,
  repeated,
  setClone,
  setEvent,
  valueAt,
} from './capture-pieces.ts';

const MiB = 1024 * 1024;
const replay = ['replay', 'FILE', '--format', 'jsonl'];
const fields = 'evt.num,evt.type,evt.args,proc.name,proc.aname,proc.cwd,fd.name,fd.types';
const events = ['events', 'FILE', '--fields', fields, '--format', 'jsonl'];
const state = ['events', 'FILE', 'proc.name = nosuch and fd.num exists'];

/** Many threads are much memory that is soon given up; the garbage collector lets the heap become four times as large as what is in use. */
const maxThreadMegabytes = 1_000;

type Expected = Omit<Attack, 'id' | 'build'> & { readonly command?: readonly string[] };

/** A capture that is written piece by piece, after the header of its section. */
function capture(id: string, write: (feed: Feed) => void, { command = replay, ...rest }: Expected): Attack {
  return {
    id,
    build(folder) {
      const path = join(folder, 'x.scap');
      const fd = openSync(path, 'w');
      write((bytes) => writeSync(fd, bytes));
      closeSync(fd);
      return command.map((word) => (word === 'FILE' ? path : word));
    },
    ...rest,
  };
}

function sectionOf(...pieces: readonly (Buffer | ((feed: Feed) => void))[]): (feed: Feed) => void {
  return (feed) => {
    feed(section());
    for (const piece of pieces) {
      if (Buffer.isBuffer(piece)) feed(piece);
      else piece(feed);
    }
  };
}

const compressions = {
  gzip: (bytes: Buffer) => gzipSync(bytes, { level: 1 }),
  zstd: (bytes: Buffer) => zstdCompressSync(bytes),
};

/** Whole gzip members or zstd frames of the same bytes, one after the other. */
function packed(kind: keyof typeof compressions, start: Buffer, piece: Buffer, times: number): (feed: Feed) => void {
  return (feed) => {
    feed(compressions[kind](start));
    const bytes = compressions[kind](piece);
    for (let index = 0; index < times; index += 1) feed(bytes);
  };
}

const zeros = Buffer.alloc(16 * MiB);
const shell = eventOf({
  type: 'SYSCALL_EXECVE_19_X',
  tid: 7,
  time: 10n,
  parameters: { res: 0, exe: '/bin/sh', comm: 'sh', tid: 7, pid: 7, ptid: 1 },
});
const close = eventOf({ type: 'SYSCALL_CLOSE_X', tid: 7, time: 11n, parameters: { res: 0, fd: 3 } });

/** An event block whose header says how many parameters it has, and does not have them. */
function lying(parameters: number): Buffer {
  const bytes = event({ type: EventType.SYSCALL_EXECVE_19_X, values: Array<Buffer>(3).fill(Buffer.alloc(0)) });
  bytes.writeUInt32LE(parameters, 32);
  return bytes;
}

function large(json: string | Buffer): Buffer {
  return event({
    type: EventType.CONTAINER_JSON_2_E,
    tid: -1,
    values: [Buffer.concat([Buffer.from(json), Buffer.alloc(1)])],
  });
}

const container = large('{"container":{"id":"000000000000","type":0,"name":"x","image":"y"}}');
const setContainer = (copy: Buffer, index: number): void => {
  copy.write(String(index).padStart(12, '0'), copy.indexOf('"id":"') + 6);
};
const user = eventOf({
  type: 'USER_ADDED_E',
  parameters: { uid: 1, gid: 1, name: 'x', home: '/', shell: '/', container_id: '000000000000' },
});
const setUser = (copy: Buffer, index: number): void => {
  copy.writeUInt32LE(index, valueAt(copy, 0));
  copy.write(String(index % 5000).padStart(12, '0'), valueAt(copy, 5));
};
const chdir = eventOf({ type: 'SYSCALL_CHDIR_X', tid: 7, parameters: { res: 0, path: 'a'.repeat(900) } });
const storedOpen = event({ type: EventType.SYSCALL_OPEN_E, values: [Buffer.alloc(2_000, 65)] });
const chain = (length: number): Buffer => processList(length, (index) => [index + 10, index + 10, index + 9]);

/** Captures that want memory or time, or are none. */
export const captureAttacks: readonly Attack[] = [
  capture('an empty file', () => {}, { exit: 3, says: /x\.scap.*no bytes/ }),
  capture('three bytes', (feed) => feed(Buffer.from('abc')), { exit: 3, says: /x\.scap.*not a capture/ }),
  capture('a file of text', (feed) => feed(Buffer.from('- rule: x\n'.repeat(1000))), {
    exit: 3,
    says: /x\.scap.*not a capture/,
  }),
  { id: 'a folder', build: (folder) => ['replay', folder], exit: 3, says: /[Cc]ould not read.*attack/ },
  {
    id: 'a file that is not there',
    build: (folder) => ['replay', join(folder, 'absent')],
    exit: 3,
    says: /[Cc]ould not read.*absent/,
  },
  { id: 'a device that never ends', build: () => ['replay', '/dev/zero'], exit: 3, says: /not a capture/ },
  capture('four gigabytes of zeros, gzip', packed('gzip', zeros, zeros, 255), { exit: 3, says: /not a capture/ }),
  capture('a gigabyte of zeros after a section, gzip', packed('gzip', section(), zeros, 64), {
    exit: 0,
    says: /byte 28/,
  }),
  capture('a gigabyte of zeros after a section, zstd', packed('zstd', section(), zeros, 64), {
    exit: 0,
    says: /byte 28/,
  }),
  capture(
    'one block that says it has 4 GiB, gzip',
    packed('gzip', Buffer.concat([section(), blockStart(BlockType.processes9, 0xfffffff0)]), zeros, 32),
    { exit: 0, says: /byte 28/ },
  ),
  capture(
    'twenty million events, gzip',
    packed('gzip', Buffer.concat([section(), shell]), Buffer.alloc(close.length * 200_000, close), 100),
    { exit: 0, command: state },
  ),
  capture(
    'twenty million events, zstd',
    packed('zstd', Buffer.concat([section(), shell]), Buffer.alloc(close.length * 200_000, close), 100),
    { exit: 0, command: state },
  ),
  capture('blocks of 63 MiB, zstd', packed('zstd', section(), large(Buffer.alloc(63 * MiB, 32)), 10), { exit: 0 }),
  capture(
    'a block of 64 MiB that does not end',
    sectionOf(blockStart(BlockType.event2Large, 64 * MiB), Buffer.alloc(40 * MiB, 1)),
    { exit: 0, says: /middle of a block.*byte 28|byte 28.*middle of a block/ },
  ),
  capture('three hundred thousand sections', repeated(section(), 300_000), { exit: 0 }),
  capture(
    'three million unknown blocks',
    sectionOf(
      repeated(
        block(0x999, (builder) => builder.u32(1)),
        3_000_000,
      ),
    ),
    { exit: 0, says: /3000000 unknown blocks/ },
  ),
  capture('blocks without a length', sectionOf(repeated(blockStart(BlockType.event2, 0), 4_000_000)), {
    exit: 0,
    says: /byte 28/,
  }),
  capture(
    'blocks that promise 64 KiB every eight bytes',
    sectionOf(repeated(blockStart(BlockType.event2, 65_000), 4_000_000)),
    { exit: 0, says: /byte 28/ },
  ),
  capture(
    'four hundred thousand damaged blocks',
    sectionOf(repeated(Buffer.concat([close, Buffer.from('damaged!')]), 400_000)),
    { exit: 0, says: /byte \d+/ },
  ),
  capture(
    'events of 28,000 parameters',
    sectionOf(
      repeated(event({ type: EventType.SYSCALL_CLOSE_X, values: Array<Buffer>(28_000).fill(Buffer.alloc(0)) }), 300),
    ),
    { exit: 0, command: events, prints: /"evt.type":"close"/ },
  ),
  capture(
    'a million events that say 65535 parameters',
    sectionOf(repeated(lying(65_535), 500_000), repeated(lying(0xffffffff), 500_000)),
    { exit: 0, says: /1000000 damaged events/ },
  ),
  capture(
    'parents in a circle',
    sectionOf(
      processList(5, (index) => [index + 5, index + 5, [6, 7, 5, 8, 7][index]!]),
      ...[5, 6, 7, 8, 9].flatMap((tid) => [openEvent(tid, 3, '/etc/shadow'), exitEvent(tid)]),
      openEvent(7, 4, '/etc/passwd'),
    ),
    { exit: 0, command: events, prints: /"evt.num":11,/ },
  ),
  capture(
    'a chain of fifty thousand parents',
    sectionOf(chain(50_000), repeated(openEvent(50_009, 3, '/etc/shadow'), 500)),
    { exit: 0, command: events, prints: /"evt.num":1,/ },
  ),
  capture(
    'a chain of fifty thousand parents that exit',
    sectionOf(
      chain(50_000),
      repeated(exitEvent(10), 49_000, (copy, index) => setEvent(copy, index, 50_000 - index)),
    ),
    { exit: 0, command: state },
  ),
  capture(
    'six hundred thousand threads in lists',
    sectionOf(
      ...Array.from({ length: 60 }, (_, list) =>
        processList(10_000, (index) => [list * 10_000 + index + 10, list * 10_000 + index + 10, 1]),
      ),
      shell,
    ),
    { exit: 0, says: /threads were forgotten/, megabytes: maxThreadMegabytes },
  ),
  capture(
    'six hundred thousand processes',
    sectionOf(repeated(cloneEvent(10, 10, 1), 600_000, (copy, index) => setClone(copy, index + 10))),
    { exit: 0, says: /threads were forgotten/, megabytes: maxThreadMegabytes },
  ),
  capture(
    'six hundred thousand threads of one process',
    sectionOf(
      cloneEvent(5, 5, 1),
      repeated(cloneEvent(10, 5, 1, 1 << 16), 600_000, (copy, index) => setClone(copy, index + 10, 5)),
    ),
    { exit: 0, says: /threads were forgotten/, megabytes: maxThreadMegabytes },
  ),
  capture(
    'a million descriptors of one process',
    sectionOf(cloneEvent(7, 7, 1), repeated(openEvent(7, 0, `/tmp/${'x'.repeat(200)}`), 1_000_000, openFd)),
    { exit: 0, says: /fds were forgotten/ },
  ),
  capture(
    'two million descriptors of fifty thousand processes',
    sectionOf(
      repeated(cloneEvent(10, 10, 1), 50_000, (copy, index) => setClone(copy, index + 10)),
      repeated(openEvent(7, 0, `/tmp/${'x'.repeat(100)}`), 2_000_000, (copy, index) => {
        setEvent(copy, 1e12 + index, 10 + (index % 50_000));
        openFd(copy, Math.floor(index / 50_000));
      }),
    ),
    { exit: 0, says: /fds were forgotten/, megabytes: 600 },
  ),
  capture(
    'forks of a process with sixty thousand descriptors',
    sectionOf(
      cloneEvent(7, 7, 1),
      repeated(openEvent(7, 0, '/tmp/x'), 60_000, openFd),
      repeated(Buffer.concat([cloneEvent(10, 10, 7), openEvent(10, 3, '/x')]), 2_000, (copy, index) => {
        setClone(copy, index + 10);
        setEvent(copy.subarray(copy.length - openEvent(10, 3, '/x').length), index * 1000 + 10_001, index + 10);
      }),
    ),
    { exit: 0 },
  ),
  capture('a hundred thousand containers', sectionOf(shell, repeated(container, 100_000, setContainer)), {
    exit: 0,
    says: /containers were forgotten/,
  }),
  capture('five hundred thousand users', sectionOf(shell, repeated(user, 500_000, setUser)), {
    exit: 0,
    says: /users were forgotten/,
  }),
  capture(
    'enter events of two hundred thousand threads',
    sectionOf(repeated(storedOpen, 200_000, (copy, index) => setEvent(copy, index, index + 10))),
    { exit: 0 },
  ),
  capture('a working directory that grows', sectionOf(cloneEvent(7, 7, 1), repeated(chdir, 100_000)), {
    exit: 0,
    command: state,
  }),
  capture(
    'containers of 15 MiB',
    sectionOf(
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((index) =>
        large(`{"container":{"id":"00000000000${index}","labels":{"a":"${'x'.repeat(15 * MiB)}"}}}`),
      ),
    ),
    { exit: 0 },
  ),
  capture(
    'containers of very many entries',
    sectionOf(
      ...Array.from({ length: 200 }, (_, index) =>
        large(`{"container":{"id":"${String(index).padStart(12, '0')}","Mounts":[${'{},'.repeat(100_000)}{}]}}`),
      ),
    ),
    { exit: 0, says: /containers were forgotten/, megabytes: 500 },
  ),
  capture(
    'interfaces without end',
    sectionOf(
      interfaces(),
      interfaces(),
      interfaces(),
      interfaces(),
      interfaces(),
      interfaces(),
      interfaces(),
      ...sockets(2_000),
    ),
    { exit: 0, command: events },
  ),
];

function interfaces(): Buffer {
  return block(BlockType.interfaces2, (builder) => {
    for (let index = 0; index < 10_000; index += 1) {
      builder.raw(u32(4 + 12 + 8 + 1));
      builder.u16(1);
      builder.u16(1);
      builder.u32(index);
      builder.u32(0xffffffff);
      builder.u32(index);
      builder.u64(0n);
      builder.raw(Buffer.from('e'));
    }
  });
}

/** Datagrams from no address of their own: each asks which of the host's it would be. */
function sockets(count: number): Buffer[] {
  const list = [eventOf({ type: 'SOCKET_SOCKET_X', tid: 7, parameters: { fd: 3, domain: 2, type: 2, proto: 17 } })];
  for (let index = 0; index < count; index += 1) {
    const tuple = Buffer.alloc(13);
    tuple[0] = 2;
    tuple.writeUInt32LE(0x01020304 + index, 7);
    tuple.writeUInt16LE(index, 11);
    list.push(eventOf({ type: 'SOCKET_CONNECT_X', tid: 7, parameters: { res: 0, tuple, fd: 3 } }));
  }
  return list;
}

/** A capture in a folder, for attacks on rules. */
export function writeSmallCapture(folder: string): string {
  const path = join(folder, 'x.scap');
  writeFileSync(path, Buffer.concat([section(), shell, close]));
  return path;
}
