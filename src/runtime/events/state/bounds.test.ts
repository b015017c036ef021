import { describe, expect, it } from 'vitest';
import { type EventFacts, encodeEvent, eventOf } from '../../../testing/capture-builder.ts';
import type { CaptureEvent } from '../event.ts';
import { maxContainerBytes } from './container-table.ts';
import { Descriptor } from './descriptor.ts';
import { FdType } from './fd.ts';
import { FdBudget } from './fd-budget.ts';
import { FdTable } from './fd-table.ts';
import { Host } from './host.ts';
import { maxTextBytes } from './thread-table.ts';

/** A host that takes events one after the other. */
function hostWith(options?: ConstructorParameters<typeof Host>[0]) {
  const host = new Host(options);
  host.restart();
  let number = 0;
  const apply = (facts: EventFacts): CaptureEvent => {
    number += 1;
    const event = eventOf(encodeEvent({ time: BigInt(number) * 1000n, ...facts }), number);
    host.apply(event);
    return event;
  };
  return { host, apply };
}

function clone(tid: number, ptid: number, more: EventFacts['parameters'] = {}): EventFacts {
  const parameters = { res: 0, exe: '/x', tid, pid: tid, ptid, comm: 'x', flags: 0, vtid: tid, vpid: tid, ...more };
  return { type: 'SYSCALL_CLONE_20_X', tid, parameters };
}

function exit(tid: number): EventFacts {
  return { type: 'PROCEXIT_1_E', tid, parameters: { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0 } };
}

function file(): Descriptor {
  return new Descriptor(FdType.fileV2);
}

describe('descriptors of a host', () => {
  it('counts entries that tables share once, and gives them back when the last table goes', () => {
    const budget = new FdBudget(100);
    const parent = new FdTable(budget);
    for (let fd = 0; fd < 40; fd += 1) expect(parent.set(fd, file())).toBe(true);
    const child = parent.fork();
    expect(budget.used).toBe(40);
    child.set(50, file());
    expect(budget.used).toBe(81);
    parent.release();
    expect(budget.used).toBe(41);
    expect(child.get(3)).toBeDefined();
    child.closeRange(0, 100);
    expect(budget.used).toBe(0);
  });

  it('keeps what a child had from its parent when the parent goes', () => {
    const budget = new FdBudget(100);
    const parent = new FdTable(budget);
    parent.set(3, file());
    const child = parent.fork();
    parent.release();
    expect(budget.used).toBe(1);
    child.set(4, file());
    expect([...child.keys()].sort()).toEqual([3, 4]);
    expect(budget.used).toBe(2);
  });

  it('refuses more than the host may have, and counts what a fork could not copy', () => {
    const budget = new FdBudget(50);
    const parent = new FdTable(budget);
    for (let fd = 0; fd < 40; fd += 1) parent.set(fd, file());
    const child = parent.fork();
    expect(child.set(100, file())).toBe(true);
    expect(budget.lost).toBe(40);
    expect(child.size).toBe(1);
    for (let fd = 41; fd < 50; fd += 1) expect(parent.set(fd, file())).toBe(true);
    expect(parent.set(50, file())).toBe(false);
  });

  it('forgets those of processes that exit', () => {
    const { host, apply } = hostWith();
    const { fdBudget } = host.threadTable;
    for (let tid = 10; tid < 60; tid += 1) {
      apply(clone(tid, 1));
      apply({ type: 'SYSCALL_OPENAT_2_X', tid, parameters: { fd: 3, dirfd: -100, name: '/x', flags: 1 } });
    }
    expect(fdBudget.used).toBe(50);
    for (let tid = 10; tid < 60; tid += 1) apply(exit(tid));
    apply(clone(100, 1));
    expect(fdBudget.used).toBe(0);
  });
});

describe('threads of a host', () => {
  it('forgets the oldest where their texts are too long', () => {
    const { host, apply } = hostWith();
    const args = Buffer.alloc(60_000, 'a');
    const most = Math.ceil(maxTextBytes / args.length) + 200;
    for (let tid = 10; tid < 10 + most; tid += 1) {
      args.writeUInt32LE(tid);
      apply(clone(tid, 1, { args }));
    }
    expect(host.evicted.threads).toBeGreaterThan(100);
    expect(host.thread(10)).toBeUndefined();
    expect(host.thread(9 + most)).toBeDefined();
  });

  it('counts the texts of exec, also where one thread has them all', () => {
    const { host, apply } = hostWith();
    apply(clone(10, 1));
    for (let round = 0; round < 3_000; round += 1)
      apply({
        type: 'SYSCALL_EXECVE_19_X',
        tid: 10,
        parameters: { res: 0, exe: '/x', args: Buffer.alloc(60_000, round), tid: 10, pid: 10, ptid: 1, comm: 'x' },
      });
    expect(host.evicted.threads).toBe(0);
    expect(host.thread(10)).toBeDefined();
  });

  it('exits in time linear to their number: many children of one parent, a long chain, many threads of one process', () => {
    const { host, apply } = hostWith();
    const count = 20_000;
    const started = process.cpuUsage();
    for (let tid = 10; tid < 10 + count; tid += 1) apply(clone(tid, 1));
    for (let tid = 10; tid < 10 + count; tid += 1) apply(exit(tid));
    for (let tid = 10; tid < 10 + count; tid += 1) apply(clone(tid, tid - 1));
    for (let tid = 9 + count; tid >= 10; tid -= 1) apply(exit(tid));
    apply(clone(5, 1));
    for (let tid = 10; tid < 10 + count; tid += 1) apply(clone(tid, 1, { pid: 5, flags: 1 << 16 }));
    for (let tid = 10; tid < 10 + count; tid += 1) apply(exit(tid));
    apply(clone(3, 1));
    expect(host.threadTable.size).toBeLessThan(20);
    const { user, system } = process.cpuUsage(started);
    // Microseconds; more than ten times what it takes, and a fraction of what the square of the count would.
    expect(user + system).toBeLessThan(15_000_000);
  });

  it('has a working directory that cannot grow for ever', () => {
    const { host, apply } = hostWith();
    apply(clone(10, 1));
    for (let round = 0; round < 50; round += 1)
      apply({ type: 'SYSCALL_CHDIR_X', tid: 10, parameters: { res: 0, path: 'a'.repeat(500) } });
    expect(host.thread(10)!.cwd.length).toBeLessThan(5_000);
    apply({ type: 'SYSCALL_CHDIR_X', tid: 10, parameters: { res: 0, path: '/tmp' } });
    expect(host.thread(10)!.cwd).toBe('/tmp/');
  });

  it('keeps the enter events of the threads that called last', () => {
    const { host, apply } = hostWith();
    const enter = (tid: number, name: string): void => {
      apply({ type: 'SYSCALL_OPENAT_2_E', tid, parameters: { dirfd: -100, name, flags: 1, mode: 0 } });
    };
    for (let tid = 10; tid < 6_000; tid += 1) enter(tid, '/x');
    const stored = [...host.threadTable.values()].filter((thread) => thread.storedEvent !== undefined);
    expect(stored.length).toBeLessThanOrEqual(4_096);
    expect(stored.map(({ tid }) => tid)).toContain(5_999);
    for (let round = 0; round < 10_000; round += 1) enter(5_999, '/y');
    expect(host.threadTable.find(5_998)!.storedEvent).toBeDefined();
  });
});

describe('containers and users of a host', () => {
  it('forgets the oldest containers where their descriptions are too long', () => {
    const { host, apply } = hostWith();
    const label = 'x'.repeat(1_000_000);
    const count = Math.ceil(maxContainerBytes / label.length) + 10;
    for (let index = 0; index < count; index += 1) {
      const json = JSON.stringify({ container: { id: `c${index}`, type: 0, labels: { a: label } } });
      apply({ type: 'CONTAINER_JSON_2_E', parameters: { json } });
    }
    expect(host.evicted.containers).toBeGreaterThanOrEqual(10);
    expect(host.container('c0')).toBeUndefined();
    expect(host.container(`c${count - 1}`)?.labels.a).toHaveLength(label.length);
  });

  it('counts users with long names as several, and forgets the count with them', () => {
    const { host, apply } = hostWith();
    const parameters = { uid: 5, gid: 5, name: 'n'.repeat(60_000), home: 'h', shell: 's', container_id: 'c' };
    for (let round = 0; round < 2_000; round += 1) {
      apply({ type: 'USER_ADDED_E', parameters });
      apply({ type: 'USER_DELETED_E', parameters });
    }
    expect(host.evicted.users).toBe(0);
    for (let uid = 0; uid < 2_000; uid += 1) apply({ type: 'USER_ADDED_E', parameters: { ...parameters, uid } });
    expect(host.evicted.users).toBeGreaterThan(500);
  });
});
