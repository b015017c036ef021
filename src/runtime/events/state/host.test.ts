import { beforeEach, describe, expect, it } from 'vitest';
import {
  type EventFacts,
  encodeEvent,
  eventOf,
  ipv4Address,
  ipv4Tuple,
  unixTuple,
} from '../../../testing/capture-builder.ts';
import type { ProcessEntry } from '../capture/capture-entries.ts';
import type { CaptureEvent } from '../event.ts';
import { createHostState } from './create-host-state.ts';
import { FdFlag, FdType } from './fd.ts';
import type { Host } from './host.ts';
import { HostThread } from './host-thread.ts';
import { ThreadFlag } from './thread.ts';
import { entryFromThread } from './thread-entries.ts';

const second = 1_000_000_000n;
const dockerId = '0123456789ab'.padEnd(64, 'c');

describe('host state', () => {
  let host: Host;
  let number = 0;

  beforeEach(() => {
    host = createHostState();
    host.restart();
    number = 0;
    host.addThread(entry({ tid: 1, pid: 1, ptid: 0, vtid: 1, vpid: 1, comm: Buffer.from('init') }));
    host.addThread(entry({ tid: 10, pid: 10, ptid: 1, vtid: 10, vpid: 10, comm: Buffer.from('sh') }));
  });

  function apply(facts: EventFacts): CaptureEvent {
    number += 1;
    const event = eventOf(encodeEvent({ time: BigInt(number), ...facts }), number);
    host.apply(event);
    return event;
  }

  it('an event of no thread shows the known one that it came from, and invents none', () => {
    const parameters = { uid: 1, gid: 1, name: 'app', home: '/', shell: '/bin/sh' };
    expect(apply({ type: 'USER_ADDED_E', tid: 10, parameters }).thread?.comm).toBe('sh');
    expect(apply({ type: 'USER_ADDED_E', tid: 4711, parameters }).thread).toBeUndefined();
    expect(host.thread(4711)).toBeUndefined();
  });

  function clone(
    tid: number,
    result: number,
    more: Record<string, number | string | readonly string[]> = {},
    time = 0n,
  ) {
    return apply({
      type: 'SYSCALL_CLONE_20_X',
      tid,
      time: time || BigInt(number + 1),
      parameters: {
        res: result,
        exe: 'sh',
        comm: 'sh',
        tid,
        pid: tid,
        ptid: 10,
        fdlimit: 1024,
        flags: 0,
        uid: 0,
        gid: 0,
        vtid: tid,
        vpid: tid,
        ...more,
      },
    });
  }

  const exec = (tid: number, more: Record<string, number | string | readonly string[]> = {}) =>
    apply({
      type: 'SYSCALL_EXECVE_19_X',
      tid,
      parameters: { res: 0, exe: 'ls', comm: 'ls', args: Buffer.from('-l\0/tmp\0'), pid: tid, fdlimit: 1024, ...more },
    });

  const open = (tid: number, fd: number, name: string, directory = -100, flags = 1) =>
    apply({ type: 'SYSCALL_OPENAT_2_X', tid, parameters: { fd, dirfd: directory, name, flags } });

  const close = (tid: number, fd: number) => apply({ type: 'SYSCALL_CLOSE_X', tid, parameters: { res: 0, fd } });
  const exit = (tid: number, reaper = 0) => apply({ type: 'PROCEXIT_1_E', tid, parameters: { reaper_tid: reaper } });
  const nothing = (tid = 1) => apply({ type: 'SYSCALL_GETCWD_X', tid, parameters: { res: -2 } });

  describe('threads', () => {
    it('gives a child what its parent has, when only the parent is seen', () => {
      open(10, 3, '/etc/passwd');
      clone(10, 20);
      const child = host.thread(20)!;
      expect([child.pid, child.ptid, child.comm, child.cwd]).toEqual([20, 10, 'sh', '/root/']);
      expect(child.fds.get(3)?.name).toBe('/etc/passwd');
    });

    it('takes the child of its own event first, and lets the parent add nothing', () => {
      clone(20, 0);
      host.thread(20)!.root = '/marked';
      clone(10, 20);
      expect(host.thread(20)!.root).toBe('/marked');
    });

    it('replaces a thread whose exit was lost when its tid comes again', () => {
      clone(20, 0, {}, 1n);
      exec(20);
      clone(20, 0, {}, 10n * second);
      expect(host.thread(20)!.comm).toBe('sh');
      expect(host.thread(20)!.lastExecTime).toBe(0n);
    });

    it('does not bring a child back that exited before its parent went on', () => {
      clone(20, 0);
      exit(20);
      clone(10, 20);
      expect(host.thread(20)).toBeUndefined();
    });

    it('leaves the child to its own event where the parent only knows a tid of another pid namespace', () => {
      clone(10, 7, { flags: ThreadFlag.childPidns });
      expect(host.thread(7)).toBeUndefined();
    });

    it('keeps a thread until the event after its exit', () => {
      clone(20, 0);
      expect(exit(20).thread?.comm).toBe('sh');
      expect(host.thread(20)).toBeDefined();
      nothing();
      expect(host.thread(20)).toBeUndefined();
    });

    it('gives orphans to whom the kernel says, else to the next that adopts', () => {
      clone(20, 0);
      clone(21, 0, { ptid: 20 });
      exit(20, 10);
      nothing();
      expect(host.thread(21)!.ptid).toBe(10);
      exit(10);
      nothing();
      expect(host.thread(21)!.ptid).toBe(1);
    });

    it('keeps a dead main thread while others of its process live', () => {
      clone(20, 0);
      clone(21, 0, { pid: 20, ptid: 10, flags: ThreadFlag.thread });
      exit(20);
      nothing();
      expect(host.thread(21)!.main?.tid).toBe(20);
      expect([host.threadCount(host.thread(21)!), host.childCount(host.thread(21)!)]).toEqual([1, 1]);
      exit(21);
      nothing();
      expect(host.thread(20)).toBeUndefined();
    });

    it('ends the other threads at an exec, and revives a dead main thread', () => {
      clone(20, 0);
      clone(21, 0, { pid: 20, flags: ThreadFlag.thread });
      exit(20);
      exec(20);
      expect(host.thread(20)!.comm).toBe('ls');
      expect(host.thread(21)).toBeUndefined();
      expect(host.threadCount(host.thread(20)!)).toBe(1);
    });

    it('knows nothing but the tid of a thread that was never introduced, and learns from its clone', () => {
      expect(nothing(99).thread).toMatchObject({ tid: 99, pid: -1, comm: '<NA>' });
      expect(exit(98).thread).toBeUndefined();
      clone(99, 100, { pid: 99, ptid: 10 });
      expect(host.thread(99)).toMatchObject({ pid: 99, ptid: 10, comm: 'sh' });
    });

    it('finds the container from the cgroups at exec, not before', () => {
      clone(20, 0, { cgroups: '' });
      expect(host.thread(20)!.containerId).toBe('');
      exec(20, { cgroups: [`cpuset=/docker/${dockerId}`] });
      expect(host.thread(20)!.containerId).toBe('0123456789ab');
    });

    it('follows the working directory of the process, from any of its threads', () => {
      clone(21, 0, { pid: 10, flags: ThreadFlag.thread });
      apply({ type: 'SYSCALL_CHDIR_X', tid: 21, parameters: { res: 0, path: 'src/../lib' } });
      expect([host.thread(10)!.cwd, host.thread(21)!.cwd]).toEqual(['/root/lib/', '/root/lib/']);
    });

    it('cuts what /proc adds to the path of a removed executable', () => {
      exec(10, { trusted_exepath: '/tmp/x (deleted)' });
      expect(host.thread(10)!.exepath).toBe('/tmp/x');
    });

    it('takes an id of -1 as Falco does, or as the kernel does', () => {
      const set = {
        type: 'SYSCALL_SETRESUID_X',
        tid: 10,
        parameters: { res: 0, ruid: 5, euid: -1, suid: -1 },
      } as const;
      apply(set);
      expect(host.thread(10)!.uid).toBe(4294967295);
      const exact = createHostState({ keepIds: true });
      exact.addThread(entry({ tid: 10, pid: 10, ptid: 0, uid: 7 }));
      exact.apply(eventOf(encodeEvent(set)));
      expect(exact.thread(10)!.uid).toBe(7);
    });

    it('stays within its limit in a fork bomb, and counts what it threw away', () => {
      host = createHostState({ threads: 100 });
      host.addThread(entry({ tid: 1, pid: 1, ptid: 0, vtid: 1, vpid: 1 }));
      for (let tid = 2; tid < 1000; tid += 1) clone(tid, 0, { ptid: tid - 1 });
      expect(host.threadTable.size).toBeLessThanOrEqual(100);
      expect(host.evicted.threads).toBeGreaterThan(800);
      expect(host.thread(999)).toBeDefined();
      expect(host.thread(1)).toBeDefined();
    });
  });

  describe('descriptors', () => {
    it('resolves a path against its directory descriptor', () => {
      open(10, 3, '/usr', -100, 1 << 10);
      const event = open(10, 4, 'lib/../bin/./ls', 3);
      expect(event.fd).toMatchObject({ number: 4, name: '/usr/bin/ls', rawName: 'lib/../bin/./ls' });
      expect(open(10, 5, 'x', 77).fd?.name).toBe('<UNKNOWN>x');
      expect(open(10, -2, '/none').fd).toBeUndefined();
    });

    it('keeps a closed descriptor until the next event', () => {
      open(10, 3, '/a');
      expect(close(10, 3).fd?.name).toBe('/a');
      nothing();
      expect(host.thread(10)!.fds.has(3)).toBe(false);
    });

    it('does not let a child change its parent’s table, nor the other way round', () => {
      open(10, 3, '/a');
      clone(10, 20);
      close(20, 3);
      nothing();
      open(10, 4, '/b');
      expect([host.thread(10)!.fds.size, host.thread(20)!.fds.size]).toEqual([2, 0]);
      apply({ type: 'SYSCALL_FCNTL_X', tid: 10, parameters: { res: 0, fd: 3, cmd: 3, arg: 1 } });
      clone(10, 21);
      exec(21);
      expect([...host.thread(21)!.fds.keys()]).toEqual([4]);
      expect([...host.thread(10)!.fds.keys()]).toEqual([3, 4]);
    });

    it('closes a range, or marks it', () => {
      for (const fd of [3, 4, 5]) open(10, fd, `/${fd}`);
      const range = (first: number, last: number, flags: number) =>
        apply({ type: 'SYSCALL_CLOSE_RANGE_X', tid: 10, parameters: { res: 0, first, last, flags } });
      range(4, 0xffffffff, 4);
      expect(host.thread(10)!.fds.size).toBe(3);
      exec(10);
      expect([...host.thread(10)!.fds.keys()]).toEqual([3]);
      range(0, 3, 0);
      expect(host.thread(10)!.fds.size).toBe(0);
    });

    it('shows a changed name only at the event that changed it', () => {
      const opened = open(10, 3, '/a');
      expect(opened.fd!.flags & FdFlag.nameChanged).not.toBe(0);
      const read = apply({ type: 'SYSCALL_READ_X', tid: 10, parameters: { res: 1, fd: 3 } });
      expect(read.fd!.flags & FdFlag.nameChanged).toBe(0);
      const copy = apply({ type: 'SYSCALL_DUP2_X', tid: 10, parameters: { res: 7, oldfd: 3, newfd: 7 } });
      expect(copy.fd).toMatchObject({ number: 7, name: '/a', flags: 0 });
    });

    it('does not take a result of bpf that is no descriptor for one', () => {
      open(10, 0, '/dev/null');
      apply({ type: 'SYSCALL_BPF_2_X', tid: 10, parameters: { fd: 0, cmd: 16 } });
      expect(host.thread(10)!.fds.get(0)?.name).toBe('/dev/null');
    });
  });

  describe('sockets', () => {
    const socket = (fd: number, type = 1, domain = 2) =>
      apply({ type: 'SOCKET_SOCKET_X', tid: 10, parameters: { fd, domain, type, proto: 0, flags: 0 } });

    it('names a client by its connection', () => {
      socket(3);
      const tuple = ipv4Tuple('10.0.0.1', 40000, '10.0.0.2', 80);
      const event = apply({ type: 'SOCKET_CONNECT_X', tid: 10, parameters: { res: -115, tuple, fd: 3 } });
      expect(event.fd).toMatchObject({ name: '10.0.0.1:40000->10.0.0.2:80', type: FdType.ipv4, serverPort: 80 });
      expect(event.fd!.flags & (FdFlag.roleClient | FdFlag.connected)).toBe(FdFlag.roleClient | FdFlag.connected);
      const failed = apply({ type: 'SOCKET_CONNECT_X', tid: 10, parameters: { res: -111, fd: 3 } });
      expect(failed.fd?.name).toBe('10.0.0.1:40000->10.0.0.2:80');
    });

    it('believes the address of the enter event when the program changed it meanwhile', () => {
      socket(3);
      const address = ipv4Address('10.0.0.2', 80);
      apply({ type: 'SOCKET_CONNECT_E', tid: 10, parameters: { fd: 3, addr: address } });
      const event = apply({
        type: 'SOCKET_CONNECT_X',
        tid: 10,
        parameters: {
          res: 0,
          fd: 3,
          tuple: ipv4Tuple('10.0.0.1', 40000, '9.9.9.9', 53),
          addr: ipv4Address('9.9.9.9', 53),
        },
      });
      expect(event.fd?.name).toBe('10.0.0.1:40000->10.0.0.2:80');
    });

    it('makes a port that is bound a server, and turns what it receives', () => {
      socket(3, 2);
      const bound = apply({
        type: 'SOCKET_BIND_X',
        tid: 10,
        parameters: { res: 0, addr: ipv4Address('0.0.0.0', 53), fd: 3 },
      });
      expect(bound.fd).toMatchObject({ type: FdType.ipv4Server, serverPort: 53, name: '0.0.0.0:53' });
      const tuple = ipv4Tuple('10.0.0.9', 4000, '10.0.0.1', 53);
      const got = apply({ type: 'SOCKET_RECVFROM_X', tid: 10, parameters: { res: 1, tuple, fd: 3 } });
      expect(got.fd).toMatchObject({ type: FdType.ipv4, clientPort: 4000, serverPort: 53 });
      const again = apply({ type: 'SOCKET_RECVFROM_X', tid: 10, parameters: { res: 1, tuple, fd: 3 } });
      expect(again.fd?.name).toBe('10.0.0.9:4000->10.0.0.1:53');
    });

    it('fills in the host’s own address', () => {
      host.addInterface({
        type: 1,
        name: 'eth0',
        address: Uint8Array.of(10, 0, 0, 5),
        netmask: Uint8Array.of(255, 255, 255, 0),
        broadcast: Uint8Array.of(10, 0, 0, 255),
        linkSpeed: 0n,
      });
      const tuple = ipv4Tuple('0.0.0.0', 4000, '10.0.0.1', 53);
      const sent = apply({ type: 'SOCKET_SENDTO_X', tid: 10, parameters: { res: 1, fd: 8, tuple } });
      expect(sent.fd?.name).toBe('10.0.0.5:4000->10.0.0.1:53');
    });

    it('accepts connections, of unix sockets too', () => {
      const tuple = unixTuple(0xabcn, 0xdefn, '/run/x.sock');
      const event = apply({ type: 'SOCKET_ACCEPT_5_X', tid: 10, parameters: { fd: 5, tuple } });
      expect(event.fd).toMatchObject({ type: FdType.unix, name: 'abc->def /run/x.sock', unixSource: 0xabcn });
    });
  });

  it('names a unix socket by what it last sent or received', () => {
    const sent = unixTuple(0x1n, 0x2n, '/run/x');
    const got = unixTuple(0x2n, 0x1n, '/run/x');
    apply({ type: 'SOCKET_ACCEPT_5_X', tid: 10, parameters: { fd: 5, tuple: sent } });
    const send = () => apply({ type: 'SOCKET_SENDTO_X', tid: 10, parameters: { res: 1, fd: 5, tuple: sent } }).fd!;
    const receive = () => apply({ type: 'SOCKET_RECVFROM_X', tid: 10, parameters: { res: 1, fd: 5, tuple: got } }).fd!;
    const changed = (fd: { flags: number }) => (fd.flags & FdFlag.nameChanged) !== 0;
    expect([send().name, changed(send())]).toEqual(['1->2 /run/x', false]);
    expect(changed(receive())).toBe(true);
    expect([receive().name, receive().unixSource]).toEqual(['2->1 /run/x', 2n]);
    expect(changed(send())).toBe(true);
  });

  it('keeps containers, users and groups from events', () => {
    const json = JSON.stringify({
      container: { id: 'abc', type: 0, name: 'web', created_time: 5, labels: { a: 'b' } },
    });
    const event = apply({
      type: 'ASYNCEVENT_E',
      parameters: { plugin_id: 0, name: 'container', data: Buffer.from(`${json}\0`) },
    });
    expect(host.eventContainer).toMatchObject({ id: 'abc', type: 'docker', name: 'web', createdTime: 5n * second });
    expect(event.thread?.tid).toBe(event.tid);
    nothing();
    expect(host.eventContainer).toBeUndefined();
    expect(host.container('abc')?.labels).toEqual({ a: 'b' });
    apply({
      type: 'USER_ADDED_E',
      parameters: { uid: 5, gid: 6, name: 'u', home: '/h', shell: '/s', container_id: 'abc' },
    });
    apply({ type: 'GROUP_ADDED_E', parameters: { gid: 6, name: 'g', container_id: 'abc' } });
    expect([host.user('abc', 5)?.name, host.user('', 5), host.group('abc', 6)?.name]).toEqual(['u', undefined, 'g']);
    apply({ type: 'USER_DELETED_E', parameters: { uid: 5, container_id: 'abc' } });
    apply({
      type: 'ASYNCEVENT_E',
      parameters: { plugin_id: 0, name: 'container_removed', data: Buffer.from(`${json}\0`) },
    });
    expect([host.user('abc', 5), host.container('abc')]).toEqual([undefined, undefined]);
  });

  it('knows the engine of a container that only its cgroup tells of', () => {
    exec(10, { cgroups: ['cpuset=/lxc/box/x'] });
    expect(host.container(host.thread(10)!.containerId)).toMatchObject({ id: 'box', type: 'lxc', image: '' });
    expect(host.container('other')).toBeUndefined();
  });

  it('gives a snapshot that reads back as the same', () => {
    open(10, 3, '/a');
    exec(10, { env: ['A=1', 'B=\udcff'], cgroups: [`cpuset=/docker/${dockerId}`] });
    const copy = createHostState();
    for (const item of host.processEntries()) copy.addThread(item);
    for (const thread of host.threads()) copy.addFds(thread.tid, host.fdEntries(thread.tid));
    copy.apply(eventOf(encodeEvent({ type: 'SYSCALL_GETCWD_X', tid: 10, parameters: { res: -2 } })));
    const [before, after] = [host.thread(10)!, copy.thread(10)!];
    expect([after.comm, after.args, after.env, after.cwd, after.containerId, after.fds.get(3)?.name]).toEqual([
      before.comm,
      before.args,
      before.env,
      before.cwd,
      before.containerId,
      '/a',
    ]);
  });
});

function entry(facts: Partial<ProcessEntry> & { tid: number }): ProcessEntry {
  const blank = entryFromThread(new HostThread(facts.tid));
  return { ...blank, uid: 0, gid: 0, cwd: Buffer.from('/root'), cgroups: Buffer.from('cpuset=/\0'), ...facts };
}
