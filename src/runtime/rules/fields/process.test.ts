import { describe, expect, it } from 'vitest';
import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { FdType } from '#runtime/events/state/fd.ts';
import type { HostState } from '#runtime/events/state/host-state.ts';
import { type Thread, ThreadFlag } from '#runtime/events/state/thread.ts';
import { fakeEvent, fakeHost, fakeThread } from '../../../testing/fake-host.ts';
import type { FieldValue } from '../field.ts';
import { fields } from './index.ts';

function value(event: CaptureEvent, name: string, argument?: string): FieldValue | undefined {
  const reader = fields.get(name)!.reader(argument);
  if (!reader.ok) throw new Error(reader.issue.message);
  return reader.value(event);
}

function shown(event: CaptureEvent, name: string, argument?: string): FieldValue | undefined {
  const reader = fields.get(name)!.shown!(argument);
  if (!reader.ok) throw new Error(reader.issue.message);
  return reader.value(event);
}

function some(event: CaptureEvent, name: string, wanted: FieldValue): boolean {
  const reader = fields.get(name)!.some!();
  return reader?.ok === true && reader.value(event, (one) => one === wanted);
}

function of(threads: readonly Thread[], facts: { time?: bigint; threadCount?: number } = {}): CaptureEvent {
  const host = fakeHost({ threads, ...(facts.threadCount === undefined ? {} : { threadCount: facts.threadCount }) });
  return fakeEvent(host, threads[0], { time: facts.time ?? 1_000_000_000_000_000_000n });
}

const init = fakeThread({
  tid: 1,
  comm: 'systemd',
  exe: '/sbin/init',
  exepath: '/usr/lib/systemd/systemd',
  env: ['A=1'],
});
const shell = fakeThread({ tid: 50, ptid: 1, comm: 'bash', exe: '-bash', args: ['-l'], env: ['HOME=/root', 'A=2'] });
const child = fakeThread({ tid: 60, ptid: 50, comm: 'cat', exe: 'cat', args: ['/etc/shadow', '-'], env: ['B=  x y '] });

describe('fields of the process', () => {
  it('joins the command line', () => {
    const event = of([child, shell, init]);
    expect(value(event, 'proc.cmdline')).toBe('cat /etc/shadow -');
    expect(value(event, 'proc.exeline')).toBe('cat /etc/shadow -');
    expect(value(event, 'proc.args')).toBe('/etc/shadow -');
    expect(value(event, 'proc.args', '1')).toBe('-');
    expect(value(event, 'proc.args', '7')).toBe('');
    expect(value(event, 'proc.cmdnargs')).toBe(2);
    expect(value(event, 'proc.cmdlenargs')).toBe(12);
    expect(value(of([init]), 'proc.cmdline')).toBe('systemd');
    expect(value(of([init]), 'proc.exeline')).toBe('/sbin/init ');
  });

  it('counts the bytes of arguments, not the characters', () => {
    const args = ['é', '€', '😀', '\udcff'];
    expect(value(of([fakeThread({ tid: 2, args })]), 'proc.cmdlenargs')).toBe(2 + 3 + 4 + 1);
  });

  it('finds variables by their whole name and trims blanks only', () => {
    const thread = fakeThread({ tid: 2, env: ['PATHS=no', 'PATH=/bin', 'EMPTY=', 'B=  x\t ', 'C==d'] });
    const event = of([thread]);
    expect(value(event, 'proc.env', 'PATH')).toBe('/bin');
    expect(value(event, 'proc.env', 'EMPTY')).toBe('');
    expect(value(event, 'proc.env', 'PAT')).toBe('');
    expect(value(event, 'proc.env', 'B')).toBe('x\t');
    expect(value(event, 'proc.env', 'C')).toBe('=d');
    expect(value(event, 'proc.env')).toBe('PATHS=no PATH=/bin EMPTY= B=  x\t  C==d');
  });

  it('has no value, and does not fail, where the thread is not known', () => {
    const event = fakeEvent(fakeHost({}), undefined, { tid: 77 });
    for (const field of fields.values()) {
      if (!['process', 'user', 'group'].includes(field.family) || field.name.startsWith('thread.')) continue;
      expect(value(event, field.name, field.argument?.required ? 'x' : undefined), field.name).toBeUndefined();
    }
    expect(value(event, 'thread.tid')).toBe(77);
    expect(value(event, 'thread.exectime')).toBe(0);
    expect(value(event, 'thread.totexectime')).toBeUndefined();
  });

  it('takes what threads share from the main thread', () => {
    const fd = { number: 0, type: FdType.ipv4, name: '1.2.3.4:1->5.6.7.8:2' };
    const main = fakeThread({ tid: 10, env: ['A=1'], cwd: '/tmp/', fdLimit: 4n, fds: new Map([[0, fd as never]]) });
    const worker = fakeThread({ tid: 11, pid: 10, main, fds: main.fds, vmSizeKb: 9 });
    const event = of([worker, main], { threadCount: 2 });
    expect(value(event, 'proc.env')).toBe('A=1');
    expect(value(event, 'proc.cwd')).toBe('/tmp/');
    expect(value(event, 'proc.fdopencount')).toBe(1);
    expect(value(event, 'proc.fdlimit')).toBe(4);
    expect(value(event, 'proc.fdusage')).toBe(25);
    expect(value(event, 'proc.stdin.type')).toBe('ipv4');
    expect(value(event, 'proc.stdin.name')).toBe('1.2.3.4:1->5.6.7.8:2');
    expect(value(event, 'proc.stdout.type')).toBeUndefined();
    expect(value(event, 'thread.ismain')).toBe(false);
    expect(value(event, 'thread.vmsize')).toBe(0);
    expect(value(event, 'proc.vmsize')).toBe(9);
    expect(value(event, 'proc.nthreads')).toBe(2);
    expect(value(event, 'proc.nchilds')).toBe(1);
  });

  it('counts the threads besides a main thread that is gone', () => {
    const main = fakeThread({ tid: 10, flags: ThreadFlag.closed });
    const worker = fakeThread({ tid: 11, pid: 10, main });
    expect(value(of([worker, main], { threadCount: 2 }), 'proc.nchilds')).toBe(2);
  });

  it('gives times exactly', () => {
    const start = 1_700_000_000_123_456_789n;
    const parent = fakeThread({ tid: 5 });
    const event = of([fakeThread({ tid: 6, ptid: 5, cloneTime: start }), parent], { time: start + 42n });
    expect(value(event, 'proc.duration')).toBe(42);
    expect(value(event, 'proc.pid.ts')).toBe(start);
    expect(value(event, 'proc.ppid.ts')).toBe(0);
    expect(value(event, 'proc.ppid.duration')).toBeUndefined();
  });

  it('tells how old the executable was when the process was cloned', () => {
    const exeCloneTime = 1_700_000_000_000_000_000n;
    const thread = (exeInodeCtime: bigint) => fakeThread({ tid: 6, exeCloneTime, exeInodeCtime });
    expect(value(of([thread(exeCloneTime - 5n)]), 'proc.exe_ino.ctime_duration_proc_start')).toBe(5);
    expect(value(of([thread(exeCloneTime + 1n)]), 'proc.exe_ino.ctime_duration_proc_start')).toBe(2n ** 64n - 1n);
    expect(value(of([thread(0n)]), 'proc.exe_ino.ctime_duration_proc_start')).toBeUndefined();
    expect(value(of([fakeThread({ tid: 6 })]), 'proc.exe_ino.ctime_duration_proc_start')).toBeUndefined();
  });

  it('counts the start of a container from the boot where the capture does', () => {
    const boot = 1_700_000_000_000_000_000n;
    const thread = fakeThread({ tid: 6, exeInodeCtime: boot + 1_000_000n, pidnsInitStart: 400_000n });
    const machine = { cpus: 1, memoryBytes: 0n, maxPid: 0n, hostname: '', bootTime: boot, flags: 0n };
    const event = (facts: Parameters<typeof fakeHost>[0]) =>
      fakeEvent(fakeHost(facts), thread, { time: boot + 2_000_000n });
    expect(value(event({ machine }), 'proc.exe_ino.ctime_duration_pidns_start')).toBe(600_000);
    expect(value(event({ machine }), 'container.duration')).toBe(1_600_000);
    expect(value(event({}), 'proc.exe_ino.ctime_duration_pidns_start')).toBeUndefined();
    expect(value(event({}), 'container.duration')).toBeUndefined();
    expect(value(event({}), 'container.start_ts')).toBe(400_000);
  });

  it('names capabilities', () => {
    const thread = fakeThread({ tid: 6, capPermitted: (1n << 21n) | 1n | (1n << 40n) | (1n << 63n) });
    expect(value(of([thread]), 'thread.cap_permitted')).toBe('CAP_CHOWN CAP_SYS_ADMIN CAP_CHECKPOINT_RESTORE');
    expect(value(of([thread]), 'thread.cap_effective')).toBe('');
  });

  it('refuses arguments that are none', () => {
    for (const [name, argument] of [
      ['proc.name', '1'],
      ['proc.aname', 'x'],
      ['proc.aname', '-1'],
      ['proc.args', '99999999999'],
      ['thread.cgroup', undefined],
      ['container.label', undefined],
    ] as const) {
      const reader = fields.get(name)!.reader(argument);
      expect(reader.ok, name).toBe(false);
      if (!reader.ok) expect(reader.issue.hint, name).toBeTruthy();
    }
  });
});

describe('fields of ancestors', () => {
  it('asks each of them, the parent first', () => {
    const event = of([child, shell, init]);
    expect(value(event, 'proc.aname')).toEqual(['bash', 'systemd']);
    expect(shown(event, 'proc.aname')).toBe('bash systemd');
    expect(some(event, 'proc.aname', 'systemd')).toBe(true);
    expect(some(event, 'proc.aname', 'cat')).toBe(false);
    expect(value(event, 'proc.aname', '0')).toBe('cat');
    expect(value(event, 'proc.aname', '2')).toBe('systemd');
    expect(value(event, 'proc.aname', '3')).toBeUndefined();
    expect(value(event, 'proc.aname', '2147483647')).toBeUndefined();
    expect(value(event, 'proc.apid')).toEqual([50, 1]);
    expect(shown(event, 'proc.apid')).toBe(60);
    expect(value(event, 'proc.acmdline')).toEqual(['bash -l', 'systemd']);
    expect(value(event, 'proc.aargs')).toBe('-l ');
    expect(value(event, 'proc.aargs', '1')).toBe('-l');
    expect(value(event, 'proc.pname')).toBe('bash');
    expect(value(event, 'proc.pcmdline')).toBe('bash -l');
    expect(value(of([init]), 'proc.aname')).toBeUndefined();
    expect(some(of([init]), 'proc.aname', 'systemd')).toBe(false);
  });

  it('finds a variable in the nearest ancestor that has it', () => {
    const event = of([child, shell, init]);
    expect(value(event, 'proc.aenv', 'A')).toBe('2');
    expect(value(event, 'proc.aenv', 'B')).toBe('');
    expect(value(event, 'proc.aenv', '2')).toBe('A=1');
    expect(shown(event, 'proc.aenv')).toBe('B=  x y ');
  });

  it('takes the parent process, not the thread that made the child', () => {
    const main = fakeThread({ tid: 10, comm: 'node' });
    const worker = fakeThread({ tid: 11, pid: 10, main, comm: 'libuv-worker' });
    const event = of([fakeThread({ tid: 12, ptid: 11, comm: 'sh' }), worker, main]);
    expect(value(event, 'proc.pname')).toBe('node');
    expect(value(event, 'proc.aname', '1')).toBe('node');
    expect(value(event, 'proc.aname')).toEqual(['libuv-worker']);
  });

  it('ends in a circle of parents', () => {
    for (const length of [1, 2, 3, 7]) {
      const circle = Array.from({ length }, (_, at) =>
        fakeThread({ tid: 100 + at, ptid: 100 + ((at + 1) % length), comm: 'x' }),
      );
      const event = of([fakeThread({ tid: 5, ptid: 100 }), ...circle]);
      expect((value(event, 'proc.aname') as readonly string[]).length).toBeLessThanOrEqual(3 * length + 1);
      expect(some(event, 'proc.aname', 'none')).toBe(false);
      expect(value(event, 'proc.aname', '2000000000')).toBeUndefined();
    }
  });

  it('finds the eldest shell', () => {
    const login = fakeThread({ tid: 40, ptid: 1, comm: 'zsh' });
    const inner = fakeThread({ tid: 50, ptid: 40, comm: 'bash' });
    expect(value(of([fakeThread({ tid: 60, ptid: 50, comm: 'cat' }), inner, login, init]), 'proc.loginshellid')).toBe(
      40,
    );
    expect(value(of([inner]), 'proc.loginshellid')).toBe(50);
    expect(value(of([init]), 'proc.loginshellid')).toBeUndefined();
  });
});

describe('leaders of sessions and groups', () => {
  it('are looked up by number on the host', () => {
    const leader = fakeThread({ tid: 30, comm: 'sshd', sid: 30 });
    const thread = fakeThread({ tid: 60, ptid: 1, sid: 30, vpgid: 30, pgid: 30 });
    const event = of([thread, leader]);
    expect(value(event, 'proc.sname')).toBe('sshd');
    expect(value(event, 'proc.vpgid.name')).toBe('sshd');
    expect(value(event, 'proc.pgid.name')).toBe('sshd');
    expect(value(event, 'proc.is_sid_leader')).toBe(false);
  });

  it('are the eldest ancestor with the same number in a pid namespace', () => {
    const outside = fakeThread({ tid: 7, comm: 'wrong' });
    const top = fakeThread({ tid: 700, vtid: 7, vpid: 7, sid: 7, vpgid: 7, comm: 'entry' });
    const middle = fakeThread({ tid: 701, ptid: 700, vtid: 8, vpid: 8, sid: 7, vpgid: 8, comm: 'middle' });
    const thread = fakeThread({ tid: 702, ptid: 701, vtid: 9, vpid: 9, sid: 7, vpgid: 8, pgid: -1 });
    const event = of([thread, middle, top, outside]);
    expect(value(event, 'proc.sname')).toBe('entry');
    expect(value(event, 'proc.vpgid.name')).toBe('middle');
    expect(value(event, 'proc.pgid.name')).toBe('');
  });
});

describe('CPU time', () => {
  const microsecond = 1000n;
  function ticks(user: number, system: number): Buffer[] {
    return [user, system].map((value) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt(value));
      return bytes;
    });
  }
  function run(host: HostState, thread: Thread, number: number, type: number, time = 0n, parameters: Buffer[] = []) {
    return fakeEvent(host, thread, { type, number, time, parameters });
  }

  it('of switch events is the time since the last one on the CPU, however often it is asked', () => {
    const thread = fakeThread({ tid: 5 });
    const host = fakeHost({ threads: [thread] });
    const first = run(host, thread, 1, EventType.SCHEDSWITCH_6_E, microsecond);
    expect(value(first, 'thread.exectime')).toBe(0);
    const second = run(host, thread, 2, EventType.SCHEDSWITCH_6_E, 3n * microsecond);
    expect(value(second, 'thread.exectime')).toBe(2000);
    expect(value(second, 'thread.exectime')).toBe(2000);
    expect(value(second, 'thread.totexectime')).toBe(2000);
    const other = run(host, thread, 3, EventType.SYSCALL_CLOSE_X, 9n * microsecond);
    expect(value(other, 'thread.exectime')).toBe(0);
    expect(value(other, 'thread.totexectime')).toBe(2000);
  });

  it('of procinfo events is what was added since the one before, at most 100', () => {
    const thread = fakeThread({ tid: 5 });
    const host = fakeHost({ threads: [thread] });
    const reader = fields.get('thread.cpu')!.reader();
    if (!reader.ok) throw new Error();
    const read = reader.value;
    expect(read(run(host, thread, 1, EventType.PROCINFO_E, 0n, ticks(10, 5)))).toBe(0);
    expect(read(run(host, thread, 2, EventType.PROCINFO_E, 0n, ticks(12, 6)))).toBe(3);
    expect(read(run(host, thread, 3, EventType.PROCINFO_E, 0n, ticks(500, 6)))).toBe(100);
    expect(read(run(host, thread, 4, EventType.SYSCALL_CLOSE_X))).toBeUndefined();
  });
});
