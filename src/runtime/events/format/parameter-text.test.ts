import { expect, it } from 'vitest';
import { type EventFacts, encodeEvent, eventOf, ipv4Tuple, unixTuple } from '#testing/capture-builder.ts';
import { fakeHost, fakeThread } from '#testing/fake-host.ts';
import { type Fd, FdFlag, FdType, Layer4 } from '../state/fd.ts';
import { parametersText } from './parameter-text.ts';

const nothing: Fd = {
  number: -1,
  type: FdType.unknown,
  name: '',
  rawName: '',
  openFlags: 0,
  mode: 0,
  device: 0,
  inode: 0n,
  flags: 0,
  l4: 0,
  family: 0,
  clientAddress: undefined,
  clientPort: 0,
  serverAddress: undefined,
  serverPort: 0,
  unixSource: 0n,
  unixDestination: 0n,
  pid: 0,
};
const fds = new Map<number, Fd>([
  [3, { ...nothing, number: 3, type: FdType.fileV2, name: '/etc/passwd' }],
  [4, { ...nothing, number: 4, type: FdType.directory, name: '/srv' }],
  [
    5,
    {
      ...nothing,
      number: 5,
      type: FdType.ipv4,
      l4: Layer4.tcp,
      flags: FdFlag.roleClient,
      name: '10.0.0.2:40->10.0.0.3:80',
    },
  ],
  [6, { ...nothing, number: 6, type: FdType.ipv6, l4: Layer4.udp, name: '' }],
]);
const thread = fakeThread({ tid: 7, comm: 'sh', cwd: '/work/', fds, containerId: '' });
const host = fakeHost({ threads: [thread], users: [{ uid: 33, gid: 33, name: 'www', home: '/', shell: '' }] });

function shown(facts: EventFacts, known = true): string {
  const event = eventOf(encodeEvent(facts));
  event.host = host;
  event.thread = known ? thread : undefined;
  return parametersText(event);
}

const i64 = (value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
};

it.each<[string, EventFacts, string]>([
  [
    'descriptors, relative paths against the directory, flags, octal and hexadecimal numbers',
    {
      type: 'SYSCALL_OPENAT_2_X',
      parameters: { fd: 3, dirfd: 4, name: 'a/../b', flags: 0x1003, mode: 0o644, dev: 0x2a, ino: 9 },
    },
    'fd=3(<f>/etc/passwd) dirfd=4(<d>/srv) name=a/../b(/srv/b) flags=4099(O_RDWR|O_CLOEXEC) mode=0644 dev=2A ino=9',
  ],
  [
    'the working directory, an error, absolute paths, the flag of nothing',
    { type: 'SYSCALL_OPENAT_2_X', parameters: { fd: -2, dirfd: -100, name: '/x', flags: 0, mode: 0, dev: 0, ino: 0 } },
    'fd=-2(ENOENT) dirfd=-100(AT_FDCWD) name=/x flags=0(O_NONE) mode=0 dev=0 ino=0',
  ],
  [
    'what is missing',
    { type: 'SYSCALL_OPENAT_2_X' },
    'fd=<NA> dirfd=<NA> name=<NA> flags=<NA> mode=<NA> dev=<NA> ino=<NA>',
  ],
  [
    'missing values of types that could always be empty',
    { type: 'SOCKET_SENDTO_X', parameters: { res: -11, fd: 5, size: 3 } },
    'res=-11(EAGAIN) data=NULL fd=5(<4t>10.0.0.2:40->10.0.0.3:80) size=3 tuple=NULL',
  ],
  [
    'bytes, tuples',
    {
      type: 'SOCKET_SENDTO_X',
      parameters: {
        res: 4,
        data: Buffer.from('a\0\xffb', 'latin1'),
        fd: 6,
        size: 4,
        tuple: ipv4Tuple('1.2.3.4', 5, '6.7.8.9', 80),
      },
    },
    'res=4 data=a..b fd=6(<6>) size=4 tuple=1.2.3.4:5->6.7.8.9:80',
  ],
  [
    'unix tuples: kernel addresses in hexadecimal, then the path',
    { type: 'SOCKET_CONNECT_X', parameters: { res: 0, tuple: unixTuple(0xffff8881n, 0x2an, '/run/x'), fd: 99 } },
    'res=0 tuple=ffff8881->2a /run/x fd=99 addr=<NA>',
  ],
  ['processes', { type: 'SYSCALL_KILL_X', parameters: { res: 0, pid: 7, sig: 9 } }, 'res=0 pid=7(sh) sig=9(SIGKILL)'],
  ['users', { type: 'SYSCALL_SETUID_X', parameters: { res: 0, uid: 33 } }, 'res=0 uid=33(www)'],
  ['users without a name', { type: 'SYSCALL_SETUID_X', parameters: { res: 0, uid: 34 } }, 'res=0 uid=34(<NA>)'],
  ['nobody', { type: 'SYSCALL_SETUID_X', parameters: { res: 0, uid: 0xffffffff } }, 'res=0 uid=-1(<NONE>)'],
  [
    'times',
    { type: 'SYSCALL_NANOSLEEP_X', parameters: { res: 0, interval: 1_500_000_000 } },
    'res=0 interval=1500000000(1.5s)',
  ],
  ['a time without end', { type: 'SYSCALL_NANOSLEEP_X', parameters: { res: 0, interval: -1 } }, 'res=0 interval=none'],
  [
    'lists of descriptors; negative numbers as they lie there',
    {
      type: 'SYSCALL_POLL_X',
      parameters: {
        res: 1,
        fds: Buffer.concat([Buffer.from([2, 0]), i64(5n), Buffer.from([0x11, 0]), i64(-1n), Buffer.from([1, 0x80])]),
        timeout: -1,
      },
    },
    'res=1 fds=5:411 18446744073709551615:?ffff8001 timeout=-1',
  ],
  [
    'a value of which the first byte says what it is',
    {
      type: 'SOCKET_GETSOCKOPT_X',
      parameters: { res: 0, fd: 3, level: 1, optname: 4, val: Buffer.concat([Buffer.from([1]), i64(-2n)]), optlen: 4 },
    },
    'res=0 fd=3(<f>/etc/passwd) level=1(SOL_SOCKET) optname=4(SO_ERROR) val=-2(ENOENT) optlen=4',
  ],
  [
    'a value of bytes without any',
    {
      type: 'SOCKET_SETSOCKOPT_X',
      parameters: { res: 0, fd: 3, level: 0, optname: 0, val: Buffer.from([0]), optlen: 0 },
    },
    'res=0 fd=3(<f>/etc/passwd) level=0(UNKNOWN) optname=0(UNKNOWN) val= optlen=0',
  ],
  ['nothing of the generic event', { type: 'GENERIC_X', parameters: { ID: 1, nativeID: 2 } }, ''],
])('shows %s', (_, facts, text) => expect(shown(facts)).toBe(text));

it('knows neither descriptors nor directories without the thread', () => {
  const facts: EventFacts = {
    type: 'SYSCALL_OPENAT_2_X',
    parameters: { fd: 3, dirfd: 4, name: 'b', flags: 1, mode: 0, dev: 0, ino: 0 },
  };
  expect(shown(facts, false)).toBe('fd=3 dirfd=4 name=b flags=1(O_RDONLY) mode=0 dev=0 ino=0');
});

it('keeps what is not UTF-8 in text apart', () => {
  const facts: EventFacts = { type: 'SYSCALL_CHDIR_X', parameters: { res: 0, path: Buffer.from('/\xff\0', 'latin1') } };
  expect(shown(facts)).toBe('res=0 path=/\udcff');
});

it('takes an event of an older layout: fewer parameters', () => {
  expect(shown({ type: 'SYSCALL_OPENAT_2_X', parameters: { fd: 3, dirfd: -100 }, count: 2 })).toBe(
    'fd=3(<f>/etc/passwd) dirfd=-100(AT_FDCWD)',
  );
});
