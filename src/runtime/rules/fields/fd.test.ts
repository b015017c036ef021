import { describe, expect, it } from 'vitest';
import type { Container } from '#runtime/events/state/container.ts';
import { type Fd, FdFlag, FdType, Layer4 } from '#runtime/events/state/fd.ts';
import { type EventFacts, encodeEvent, eventOf } from '#testing/capture-builder.ts';
import { fakeContainer, fakeHost, fakeThread } from '#testing/fake-host.ts';
import { fields } from './index.ts';

function fdOf(facts: Partial<Fd>): Fd {
  return {
    number: 3,
    type: FdType.fileV2,
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
    ...facts,
  };
}

const ip = (text: string) => Buffer.from(text.split('.').map(Number));

const connection = fdOf({
  type: FdType.ipv4,
  name: '172.17.0.2:4711->10.0.0.9:443',
  l4: Layer4.tcp,
  flags: FdFlag.roleClient | FdFlag.connected,
  clientAddress: ip('172.17.0.2'),
  clientPort: 4711,
  serverAddress: ip('10.0.0.9'),
  serverPort: 443,
});

interface Around {
  readonly fd?: Fd;
  readonly facts?: EventFacts;
  readonly containerId?: string;
  readonly containers?: readonly Container[];
}

const read: EventFacts = { type: 'SYSCALL_READ_X', parameters: { res: 1, fd: 3 } };

function value(name: string, { fd, facts = read, containerId = '', containers = [] }: Around, argument?: string) {
  const fds = new Map(fd ? [[fd.number, fd]] : []);
  const thread = fakeThread({ tid: 7, cwd: '/work/', fds, containerId, lastFd: fd?.number ?? -1 });
  const event = eventOf(encodeEvent(facts));
  event.host = fakeHost({ threads: [thread], containers });
  event.thread = thread;
  event.fd = fd;
  const outcome = fields.get(name)!.reader(argument);
  if (!outcome.ok) throw new Error(outcome.issue.message);
  return outcome.value(event);
}

describe('files', () => {
  it.each([
    ['/etc/passwd', '/etc', 'passwd'],
    ['/passwd', '/', 'passwd'],
    ['/', '/', '/'],
    ['pipe', '/', '/'],
    ['/a/b/', '/a/b/', '/a/b/'],
  ])('%s lies in %s and is named %s', (name, directory, file) => {
    expect(value('fd.directory', { fd: fdOf({ name }) })).toBe(directory);
    expect(value('fd.filename', { fd: fdOf({ name }) })).toBe(file);
  });

  it('directories are their own directory, sockets have none', () => {
    expect(value('fd.directory', { fd: fdOf({ name: '/srv/www', type: FdType.directory }) })).toBe('/srv/www');
    expect(value('fd.directory', { fd: connection })).toBeUndefined();
  });

  it('device, inode, layer', () => {
    const fd = fdOf({ device: 0x1234_5678, inode: 2n ** 60n, flags: FdFlag.upperLayer });
    expect(value('fd.dev.major', { fd })).toBe(0x456);
    expect(value('fd.dev.minor', { fd })).toBe(0x12378);
    expect(value('fd.ino', { fd })).toBe(2n ** 60n);
    expect([value('fd.is_upper_layer', { fd }), value('fd.is_lower_layer', { fd })]).toEqual([true, false]);
  });

  it('the raw name loses only double slashes', () => {
    expect(value('fd.nameraw', { fd: fdOf({ rawName: '..//a///b/.' }) })).toBe('../a/b/.');
  });

  it('a failed open has the name that was asked for, and no type', () => {
    const facts: EventFacts = {
      type: 'SYSCALL_OPENAT_2_X',
      parameters: { fd: -2, dirfd: -100, name: 'x/../y', flags: 1 },
    };
    expect(value('fd.name', { facts })).toBe('/work/y');
    expect(value('fd.nameraw', { facts })).toBe('x/../y');
    expect(value('fd.directory', { facts })).toBe('/work');
    expect(value('fd.type', { facts })).toBeUndefined();
    expect(value('fd.typechar', { facts })).toBe('f');
    expect(value('fd.num', { facts })).toBe(-1);
  });

  it('a call that says nothing of its descriptor shows what the thread has under its number', () => {
    const event = eventOf(encodeEvent({ type: 'SOCKET_ACCEPT4_6_X', parameters: { fd: 3 } }));
    const fd = fdOf({ name: '/etc/passwd' });
    event.thread = fakeThread({ tid: 7, fds: new Map([[3, fd]]), lastFd: 3 });
    event.host = fakeHost({ threads: [event.thread] });
    event.fd = undefined;
    const read = (name: string) => {
      const outcome = fields.get(name)!.reader();
      return outcome.ok ? outcome.value(event) : undefined;
    };
    expect([read('fd.name'), read('fd.typechar'), read('fd.directory')]).toEqual(['/etc/passwd', 'f', '/etc']);
  });

  it('nothing for events that work on no descriptor', () => {
    const facts: EventFacts = { type: 'SYSCALL_KILL_X', parameters: { res: 0 } };
    for (const name of ['fd.name', 'fd.num', 'fd.typechar', 'fd.types', 'fd.ip'])
      expect(value(name, { facts, fd: connection }), name).toBeUndefined();
  });
});

describe('connections', () => {
  it('have a client and a server, this end and the other one', () => {
    const around = { fd: connection, containerId: 'c1', containers: [fakeContainer({ id: 'c1', ip: '172.17.0.2' })] };
    expect(['c', 's', 'l', 'r'].map((end) => value(`fd.${end}ip`, around))).toEqual([
      '172.17.0.2',
      '10.0.0.9',
      '172.17.0.2',
      '10.0.0.9',
    ]);
    expect(['c', 's', 'l', 'r'].map((end) => value(`fd.${end}port`, around))).toEqual([4711, 443, 4711, 443]);
    expect(['c', 's', 'l', 'r'].map((end) => value(`fd.${end}proto`, around))).toEqual(['4711', '443', '4711', '443']);
    expect(value('fd.is_server', around)).toBe(false);
  });

  it("from the server's side", () => {
    const around = { fd: connection, containerId: 'c2', containers: [fakeContainer({ id: 'c2', ip: '10.0.0.9' })] };
    expect([value('fd.lip', around), value('fd.rport', around), value('fd.is_server', around)]).toEqual([
      '10.0.0.9',
      4711,
      true,
    ]);
  });

  it('where the container has no known address, that of any container is this side', () => {
    const around = { fd: connection, containerId: 'c3', containers: [fakeContainer({ id: 'x', ip: '172.17.0.2' })] };
    expect(value('fd.lip', around)).toBe('172.17.0.2');
  });

  it('tell nothing of ends as long as nobody knows which is which', () => {
    const fd = { ...connection, flags: 0 };
    for (const name of ['fd.cip', 'fd.sport', 'fd.lip', 'fd.cproto']) expect(value(name, { fd }), name).toBeUndefined();
    expect(value('fd.l4proto', { fd })).toBe('<NA>');
    expect(value('fd.ip', { fd })).toEqual(['172.17.0.2', '10.0.0.9']);
    expect(value('fd.port', { fd })).toEqual([4711, 443]);
  });

  it('either end: nothing of what is no socket, one of what listens', () => {
    expect(value('fd.ip', { fd: fdOf({}) })).toEqual([]);
    const listener = fdOf({ type: FdType.ipv4Server, serverAddress: ip('0.0.0.0'), serverPort: 80 });
    expect([value('fd.ip', { fd: listener }), value('fd.port', { fd: listener })]).toEqual([['0.0.0.0'], [80]]);
    expect([
      value('fd.sport', { fd: listener }),
      value('fd.sip', { fd: listener }),
      value('fd.is_server', { fd: listener }),
    ]).toEqual([80, undefined, true]);
  });

  it('host names are not looked up', () => {
    expect(value('fd.sip.name', { fd: connection })).toBe('');
    expect(value('fd.sip.name', { fd: fdOf({}) })).toBeUndefined();
  });
});

it('types: each once; of one descriptor', () => {
  expect(value('fd.types', { fd: connection })).toEqual(['ipv4']);
  expect(value('fd.types', { fd: connection }, '3')).toEqual(['ipv4']);
  expect(value('fd.types', { fd: connection }, '4')).toBeUndefined();
});

describe('paths of syscalls that take paths', () => {
  it.each<[string, EventFacts, string, string | undefined]>([
    ['relative', { type: 'SYSCALL_UNLINK_2_X', parameters: { res: 0, path: 'a' } }, 'fs.path.name', '/work/a'],
    ['raw', { type: 'SYSCALL_UNLINK_2_X', parameters: { res: 0, path: './/a' } }, 'fs.path.nameraw', './/a'],
    ['failed', { type: 'SYSCALL_UNLINK_2_X', parameters: { res: -2, path: 'a' } }, 'fs.path.name', undefined],
    [
      'of two: the old',
      { type: 'SYSCALL_RENAME_X', parameters: { res: 0, oldpath: 'a', newpath: '/b/../c' } },
      'fs.path.source',
      '/work/a',
    ],
    [
      'of two: the new',
      { type: 'SYSCALL_RENAME_X', parameters: { res: 0, oldpath: 'a', newpath: '/b/../c' } },
      'fs.path.target',
      '/c',
    ],
    [
      'of a link the new name is the source',
      { type: 'SYSCALL_SYMLINK_X', parameters: { res: 0, target: '/t', linkpath: '/l' } },
      'fs.path.source',
      '/l',
    ],
    [
      'below a directory that is not known',
      { type: 'SYSCALL_RENAMEAT2_X', parameters: { res: 0, olddirfd: 9, oldpath: 'a', newdirfd: -100, newpath: 'b' } },
      'fs.path.source',
      '<UNKNOWN>a',
    ],
    [
      'absolute of openat',
      { type: 'SYSCALL_OPENAT_2_X', parameters: { fd: -2, dirfd: -100, name: '/x//y', flags: 1 } },
      'fs.path.name',
      '/x/y',
    ],
    ['no path', { type: 'SYSCALL_READ_X', parameters: { res: 0, fd: 3 } }, 'fs.path.name', undefined],
  ])('%s', (_, facts, name, path) => expect(value(name, { facts })).toBe(path));
});

it('poll: numbers, names and ends of what it waits for', () => {
  const item = (number: bigint) => {
    const bytes = Buffer.alloc(10);
    bytes.writeBigInt64LE(number);
    return bytes;
  };
  const facts: EventFacts = {
    type: 'SYSCALL_POLL_X',
    parameters: { res: 1, fds: Buffer.concat([Buffer.from([2, 0]), item(3n), item(-1n)]) },
  };
  const around = { facts, fd: connection };
  expect(value('fdlist.nums', around)).toBe('3,-1');
  expect(value('fdlist.names', around)).toBe('172.17.0.2:4711->10.0.0.9:443,<NA>');
  expect([value('fdlist.cips', around), value('fdlist.sports', around)]).toEqual(['172.17.0.2', '443']);
  expect(value('fdlist.nums', { fd: connection })).toBeUndefined();
  const listening = fdOf({ type: FdType.ipv6Server, serverAddress: Buffer.from('fe80'.padEnd(32, '0'), 'hex') });
  expect(value('fdlist.sips', { ...around, fd: listening })).toBe('254.128.0.0');
});
