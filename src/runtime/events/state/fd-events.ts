import { type CaptureEvent, EventType } from '../event.ts';
import { closeOnExecFlag, Descriptor } from './descriptor.ts';
import { textOrNotAvailable } from './event-values.ts';
import { FdType } from './fd.ts';
import type { FdTable } from './fd-table.ts';
import type { Host } from './host.ts';
import type { HostThread } from './host-thread.ts';
import { ThreadFlag } from './thread.ts';

export function onClose(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const result = event.number64(0);
  if (thread === undefined || event.fd === undefined || result === undefined || result < 0) return;
  host.closeAfter(thread, thread.lastFd);
}

const closeRangeCloexec = 4;

export function onCloseRange(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const result = event.number64(0);
  const table = thread?.table;
  if (table === undefined || result === undefined || result < 0) return;
  const first = event.u32(1);
  const last = event.u32(2);
  if (first === undefined || last === undefined) return;
  if (((event.u32(3) ?? 0) & closeRangeCloexec) === 0) table.closeRange(first, last);
  else table.setCloseOnExec(first, last, closeOnExecFlag.open);
}

/** dup, dup2, dup3. */
export function onDup(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const fd = event.number64(0);
  if (thread === undefined || event.fd === undefined || fd === undefined || fd < 0) return;
  if (fd === 0) thread.flags |= ThreadFlag.pipeDestination;
  if (fd === 1) thread.flags |= ThreadFlag.pipeSource;
  const closes = event.type === EventType.SYSCALL_DUP3_X && ((event.u32(3) ?? 0) & closeOnExecFlag.open) !== 0;
  addCopy(host, event, thread, fd, event.fd as Descriptor, closes);
}

/** PPM_FCNTL_* */
const fcntl = { duplicate: 1, setFlags: 3, duplicateCloseOnExec: 26 } as const;

export function onFcntl(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const result = event.number64(0);
  const table = thread?.table;
  if (table === undefined || event.fd === undefined || result === undefined || result < 0) return;
  const added = applyFcntl(table, event.fd as Descriptor, event.u8(2), event.u8(3));
  if (added) host.addFd(event, thread!, result, added, false);
  else event.fd = table.get(thread!.lastFd);
}

/** A successful fcntl. Returns the copy that it made, which is still to be put into the table. */
export function applyFcntl(
  table: FdTable,
  descriptor: Descriptor,
  command: number | undefined,
  argument: number | undefined,
): Descriptor | undefined {
  if (command === fcntl.setFlags) {
    const own = table.own(descriptor);
    own.clearCloseOnExec();
    if (((argument ?? 0) & 1) !== 0) own.openFlags |= closeOnExecFlag.open;
  } else if (command === fcntl.duplicate || command === fcntl.duplicateCloseOnExec) {
    return copyOf(descriptor, command === fcntl.duplicateCloseOnExec);
  }
  return undefined;
}

function addCopy(
  host: Host,
  event: CaptureEvent,
  thread: HostThread,
  fd: number,
  from: Descriptor,
  closeOnExec: boolean,
): void {
  host.addFd(event, thread, fd, copyOf(from, closeOnExec), false);
}

function copyOf(from: Descriptor, closeOnExec: boolean): Descriptor {
  const copy = from.copy();
  copy.clearCloseOnExec();
  if (closeOnExec) copy.openFlags |= closeOnExecFlag.open;
  return copy;
}

/** pipe, pipe2. */
export function onPipe(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const result = event.number64(0);
  if (thread === undefined || result === undefined || result < 0) return;
  const inode = event.u64(3) ?? 0n;
  const flags = event.type === EventType.SYSCALL_PIPE2_X ? (event.u32(4) ?? 0) : 0;
  for (let index = 1; index <= 2; index += 1) {
    const fd = event.number64(index);
    if (fd === undefined || fd < 0) continue;
    const descriptor = new Descriptor(FdType.fifo);
    descriptor.inode = inode;
    descriptor.openFlags = flags;
    host.addFd(event, thread, fd, descriptor);
  }
}

/** Calls whose result is a descriptor that has no name: by event, its type and the parameter of its flags. */
const plainFds: Readonly<Record<number, readonly [type: number, flags: number, bytes: number]>> = {
  [EventType.SYSCALL_EVENTFD_X]: [FdType.event, -1, 0],
  [EventType.SYSCALL_EVENTFD2_X]: [FdType.event, 1, 2],
  [EventType.SYSCALL_SIGNALFD_X]: [FdType.signal, -1, 0],
  [EventType.SYSCALL_SIGNALFD4_X]: [FdType.signal, 1, 2],
  [EventType.SYSCALL_TIMERFD_CREATE_X]: [FdType.timer, 2, 1],
  [EventType.SYSCALL_INOTIFY_INIT_X]: [FdType.inotify, -1, 0],
  [EventType.SYSCALL_INOTIFY_INIT1_X]: [FdType.inotify, 1, 2],
  [EventType.SYSCALL_USERFAULTFD_X]: [FdType.userfault, -1, 0],
  [EventType.SYSCALL_IO_URING_SETUP_X]: [FdType.ioUring, -1, 0],
  [EventType.SYSCALL_EPOLL_CREATE_X]: [FdType.eventpoll, -1, 0],
  [EventType.SYSCALL_EPOLL_CREATE1_X]: [FdType.eventpoll, -1, 0],
};

export const plainFdEvents: readonly number[] = Object.keys(plainFds).map(Number);

export function onPlainFd(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const fd = event.number64(0);
  if (thread === undefined || fd === undefined || fd < 0) return;
  const [type, flags, bytes] = plainFds[event.type]!;
  const descriptor = new Descriptor(type);
  if (flags >= 0) descriptor.openFlags = (bytes === 1 ? event.u8(flags) : event.u16(flags)) ?? 0;
  if (event.type === EventType.SYSCALL_EPOLL_CREATE1_X && ((event.u32(1) ?? 0) & closeOnExecFlag.epoll) !== 0) {
    descriptor.openFlags |= closeOnExecFlag.open;
  }
  host.addFd(event, thread, fd, descriptor);
}

/**
 * Commands of bpf(2) that return a descriptor: map create, program load, get of a pinned object, get by id, raw tracepoint, BTF load and get, link create and
 * get, statistics, iterator, token. The result of the others is 0, which is not descriptor 0.
 */
const bpfCommandsWithFd: ReadonlySet<number> = new Set([0, 5, 7, 13, 14, 17, 18, 19, 28, 30, 32, 33, 36]);

export function onBpf(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const fd = event.number64(0);
  if (thread === undefined || fd === undefined || fd < 0) return;
  const command = event.u32(1);
  if (command === undefined ? fd > 0 : bpfCommandsWithFd.has(command)) {
    host.addFd(event, thread, fd, new Descriptor(FdType.bpf));
  }
}

export function onMemfdCreate(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const fd = event.number64(0);
  if (thread === undefined || fd === undefined || fd < 0) return;
  const descriptor = new Descriptor(FdType.memory);
  descriptor.name = textOrNotAvailable(event, 1);
  descriptor.openFlags = event.u32(2) ?? 0;
  host.addFd(event, thread, fd, descriptor);
}

export function onPidfdOpen(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const fd = event.number64(0);
  const pid = event.number64(1);
  if (thread === undefined || fd === undefined || fd < 0 || pid === undefined) return;
  const descriptor = new Descriptor(FdType.pid);
  descriptor.name = `/proc/${pid}`;
  descriptor.openFlags = event.u32(2) ?? 0;
  descriptor.pid = pid;
  host.addFd(event, thread, fd, descriptor);
}

/** A copy of another process's descriptor. */
export function onPidfdGetfd(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const fd = event.number64(0);
  const pidfd = thread?.table?.get(event.number64(1) ?? -1);
  if (thread === undefined || fd === undefined || fd < 0 || pidfd?.type !== FdType.pid) return;
  const target = host.threadTable.find(pidfd.pid)?.table?.get(event.number64(2) ?? -1);
  if (target) addCopy(host, event, thread, fd, target, true);
}
