import { CaptureEvent } from '#runtime/events/event.ts';
import type { Container } from '#runtime/events/state/container.ts';
import type { Fd } from '#runtime/events/state/fd.ts';
import type { Group, HostState, Machine, User } from '#runtime/events/state/host-state.ts';
import type { Thread } from '#runtime/events/state/thread.ts';

/** A thread with the given facts; the rest as where nothing is known. Its own main thread unless said otherwise. */
export function fakeThread(facts: Partial<Thread> & { tid: number }): Thread {
  const thread: Thread = {
    pid: facts.tid,
    ptid: 0,
    sid: -1,
    vpgid: -1,
    pgid: -1,
    vtid: facts.tid,
    vpid: facts.pid ?? facts.tid,
    comm: '',
    exe: '',
    exepath: '',
    args: [],
    env: [],
    cwd: '/',
    cgroups: [],
    root: '/',
    flags: 0,
    uid: 0,
    gid: 0,
    loginuid: 0xffffffff,
    tty: 0,
    fdLimit: 1024n,
    vmSizeKb: 0,
    vmRssKb: 0,
    vmSwapKb: 0,
    majorFaults: 0n,
    minorFaults: 0n,
    capInheritable: 0n,
    capPermitted: 0n,
    capEffective: 0n,
    exeWritable: false,
    exeUpperLayer: false,
    exeLowerLayer: false,
    exeFromMemfd: false,
    exeInode: 0n,
    exeInodeCtime: 0n,
    exeInodeMtime: 0n,
    exeCloneTime: 0n,
    pidnsInitStart: 0n,
    lastFd: 0,
    cloneTime: 0n,
    lastExecTime: 0n,
    containerId: '',
    main: undefined,
    fds: new Map<number, Fd>(),
    ...facts,
  };
  if (!('main' in facts)) thread.main = thread;
  return thread;
}

export interface FakeHostFacts {
  readonly threads?: readonly Thread[];
  readonly containers?: readonly Container[];
  readonly eventContainer?: Container;
  readonly machine?: Machine;
  readonly users?: readonly User[];
  readonly groups?: readonly Group[];
  readonly threadCount?: number;
}

/** A host that knows what it is told, and that no event changes. */
export function fakeHost(facts: FakeHostFacts): HostState {
  const threads = new Map((facts.threads ?? []).map((thread) => [thread.tid, thread]));
  const containers = new Map((facts.containers ?? []).map((container) => [container.id, container]));
  return {
    machine: facts.machine,
    interfaces: [],
    eventContainer: facts.eventContainer,
    thread: (tid) => threads.get(tid),
    threads: () => threads.values(),
    parent: (thread) => (thread.main === undefined ? undefined : threads.get(thread.main.ptid)?.main),
    childCount: () => 0,
    threadCount: () => facts.threadCount ?? 1,
    user: (_, uid) => facts.users?.find((user) => user.uid === uid),
    group: (_, gid) => facts.groups?.find((group) => group.gid === gid),
    container: (id) => containers.get(id),
    containers: () => containers.values(),
    apply: () => undefined,
    evicted: { threads: 0, fds: 0, containers: 0, users: 0 },
  };
}

/** An event of the thread, of a type and with parameters. */
export function fakeEvent(
  host: HostState,
  thread: Thread | undefined,
  { type = 0, time = 0n, number = 1, cpu = 0, tid = thread?.tid ?? -1, parameters = [] as readonly Uint8Array[] } = {},
): CaptureEvent {
  const event = new CaptureEvent();
  const values = Buffer.concat([...parameters]);
  const bytes = Buffer.alloc(26 + parameters.length * 2 + values.length);
  bytes.writeBigUInt64LE(time, 0);
  bytes.writeBigInt64LE(BigInt(tid), 8);
  bytes.writeUInt32LE(bytes.length, 16);
  bytes.writeUInt16LE(type, 20);
  bytes.writeUInt32LE(parameters.length, 22);
  for (const [index, parameter] of parameters.entries()) bytes.writeUInt16LE(parameter.length, 26 + index * 2);
  values.copy(bytes, 26 + parameters.length * 2);
  event.point(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, parameters.length, false);
  event.number = number;
  event.cpu = cpu;
  event.host = host;
  event.thread = thread;
  return event;
}

/** A container with the given facts; the rest as where nothing is known. */
export function fakeContainer(facts: Partial<Container> & { id: string }): Container {
  return {
    fullId: facts.id,
    type: 'docker',
    name: '',
    image: '',
    imageId: '',
    imageRepository: '',
    imageTag: '',
    imageDigest: '',
    privileged: false,
    hostPid: false,
    hostNetwork: false,
    hostIpc: false,
    ip: '',
    cniJson: '',
    createdTime: 0n,
    mounts: [],
    labels: {},
    env: [],
    user: '',
    healthProbes: {},
    podSandboxId: '',
    podSandboxLabels: {},
    podIp: '',
    portMappings: [],
    ...facts,
  };
}
