import { type CaptureEvent, EventType } from '../event.ts';
import { eventTable } from '../table/event-table.ts';
import { onClone } from './clone-events.ts';
import { onContainer, onGroup, onUser } from './container-events.ts';
import { onExec } from './exec-events.ts';
import {
  onBpf,
  onClose,
  onCloseRange,
  onDup,
  onFcntl,
  onMemfdCreate,
  onPidfdGetfd,
  onPidfdOpen,
  onPipe,
  onPlainFd,
  plainFdEvents,
} from './fd-events.ts';
import type { Host } from './host.ts';
import type { HostThread } from './host-thread.ts';
import { onOpen } from './open-events.ts';
import {
  onCapset,
  onChdir,
  onChroot,
  onExit,
  onFchdir,
  onMemory,
  onPrctl,
  onPrlimit,
  onRlimit,
  onSetGroup,
  onSetsid,
  onSetUser,
  onSwitch,
  onUnshare,
} from './process-events.ts';
import { onAccept, onBind, onConnect, onRead, onSend, onSocket, onSocketpair, onWrite } from './socket-events.ts';

export type Handler = (host: Host, event: CaptureEvent, thread: HostThread | undefined) => void;

/** What changes the state, by event. */
const T = EventType;
const rows: readonly (readonly [Handler, readonly number[]])[] = [
  [onClone, [T.SYSCALL_CLONE_20_X, T.SYSCALL_FORK_20_X, T.SYSCALL_VFORK_20_X, T.SYSCALL_CLONE3_X]],
  [onExec, [T.SYSCALL_EXECVE_19_X, T.SYSCALL_EXECVEAT_X]],
  [onExit, [T.PROCEXIT_1_E]],
  [
    onOpen,
    [T.SYSCALL_OPEN_X, T.SYSCALL_CREAT_X, T.SYSCALL_OPENAT_2_X, T.SYSCALL_OPENAT2_X, T.SYSCALL_OPEN_BY_HANDLE_AT_X],
  ],
  [onClose, [T.SYSCALL_CLOSE_X]],
  [onCloseRange, [T.SYSCALL_CLOSE_RANGE_X]],
  [onDup, [T.SYSCALL_DUP_1_X, T.SYSCALL_DUP2_X, T.SYSCALL_DUP3_X]],
  [onFcntl, [T.SYSCALL_FCNTL_X]],
  [onPipe, [T.SYSCALL_PIPE_X, T.SYSCALL_PIPE2_X]],
  [onPlainFd, plainFdEvents],
  [onBpf, [T.SYSCALL_BPF_2_X]],
  [onMemfdCreate, [T.SYSCALL_MEMFD_CREATE_X]],
  [onPidfdOpen, [T.SYSCALL_PIDFD_OPEN_X]],
  [onPidfdGetfd, [T.SYSCALL_PIDFD_GETFD_X]],
  [onSocket, [T.SOCKET_SOCKET_X]],
  [onSocketpair, [T.SOCKET_SOCKETPAIR_X]],
  [onBind, [T.SOCKET_BIND_X]],
  [onConnect, [T.SOCKET_CONNECT_X]],
  [onAccept, [T.SOCKET_ACCEPT_5_X, T.SOCKET_ACCEPT4_6_X]],
  [
    onRead,
    [
      T.SYSCALL_READ_X,
      T.SYSCALL_READV_X,
      T.SYSCALL_PREAD_X,
      T.SYSCALL_PREADV_X,
      T.SOCKET_RECV_X,
      T.SOCKET_RECVFROM_X,
      T.SOCKET_RECVMSG_X,
      T.SOCKET_RECVMMSG_X,
    ],
  ],
  [onWrite, [T.SYSCALL_WRITE_X, T.SYSCALL_WRITEV_X, T.SYSCALL_PWRITE_X, T.SYSCALL_PWRITEV_X]],
  [onSend, [T.SOCKET_SEND_X, T.SOCKET_SENDTO_X, T.SOCKET_SENDMSG_X, T.SOCKET_SENDMMSG_X]],
  [onChdir, [T.SYSCALL_CHDIR_X, T.SYSCALL_GETCWD_X]],
  [onFchdir, [T.SYSCALL_FCHDIR_X]],
  [onChroot, [T.SYSCALL_CHROOT_X]],
  [onSetsid, [T.SYSCALL_SETSID_X]],
  [onSetUser, [T.SYSCALL_SETUID_X, T.SYSCALL_SETREUID_X, T.SYSCALL_SETRESUID_X]],
  [onSetGroup, [T.SYSCALL_SETGID_X, T.SYSCALL_SETREGID_X, T.SYSCALL_SETRESGID_X]],
  [onCapset, [T.SYSCALL_CAPSET_X]],
  [onUnshare, [T.SYSCALL_UNSHARE_X, T.SYSCALL_SETNS_X]],
  [onPrctl, [T.SYSCALL_PRCTL_X]],
  [onRlimit, [T.SYSCALL_GETRLIMIT_X, T.SYSCALL_SETRLIMIT_X]],
  [onPrlimit, [T.SYSCALL_PRLIMIT_X]],
  [onMemory, [T.SYSCALL_BRK_4_X, T.SYSCALL_MMAP_X, T.SYSCALL_MMAP2_X, T.SYSCALL_MUNMAP_X]],
  [onSwitch, [T.SCHEDSWITCH_6_E]],
  [onContainer, [T.CONTAINER_E, T.CONTAINER_JSON_E, T.CONTAINER_JSON_2_E, T.ASYNCEVENT_E]],
  [onUser, [T.USER_ADDED_E, T.USER_DELETED_E]],
  [onGroup, [T.GROUP_ADDED_E, T.GROUP_DELETED_E]],
];

export const handlers: readonly (Handler | undefined)[] = (() => {
  const list: (Handler | undefined)[] = new Array(eventTable.length).fill(undefined);
  for (const [handler, types] of rows) for (const type of types) list[type] = handler;
  return list;
})();

/** Enter events of old captures that carry what the exit event lacks: kept until that one comes. */
export const storedEnterEvents: readonly number[] = [
  T.SYSCALL_OPEN_E,
  T.SYSCALL_CREAT_E,
  T.SYSCALL_OPENAT_2_E,
  T.SYSCALL_OPENAT2_E,
  T.SYSCALL_EXECVE_19_E,
  T.SYSCALL_EXECVEAT_E,
  T.SOCKET_CONNECT_E,
];

/** By event type: 1 where the state needs to see the events. */
export const stateMask: Uint8Array = Uint8Array.from(handlers, (handler) => (handler ? 1 : 0));
for (const type of storedEnterEvents) stateMask[type] = 1;

/** How the thread of an event is found. */
export const Lookup = {
  /** By its tid; one that is not known is remembered as a tid of which nothing else is known. */
  thread: 0,
  /** The same, but one that is not known stays so: clones (which say who it is), exits, switches. */
  known: 1,
  /** The event is of no thread. */
  none: 2,
} as const;

/** By event type: Lookup. */
export const lookups: Uint8Array = new Uint8Array(eventTable.length);
for (const type of [
  T.SYSCALL_CLONE_20_X,
  T.SYSCALL_FORK_20_X,
  T.SYSCALL_VFORK_20_X,
  T.SYSCALL_CLONE3_X,
  T.PROCEXIT_1_E,
  T.SCHEDSWITCH_6_E,
  T.PROCINFO_E,
  T.PAGE_FAULT_E,
]) {
  lookups[type] = Lookup.known;
}
for (const type of [
  T.SCHEDSWITCH_1_E,
  T.DROP_E,
  T.DROP_X,
  T.SCAPEVENT_E,
  T.CONTAINER_E,
  T.CONTAINER_JSON_E,
  T.CONTAINER_JSON_2_E,
  T.CPU_HOTPLUG_E,
  T.K8S_E,
  T.MESOS_E,
  T.NOTIFICATION_E,
  T.INFRASTRUCTURE_EVENT_E,
  T.USER_ADDED_E,
  T.USER_DELETED_E,
  T.GROUP_ADDED_E,
  T.GROUP_DELETED_E,
  T.PLUGINEVENT_E,
  T.ASYNCEVENT_E,
]) {
  lookups[type] = Lookup.none;
}

const unknown = -2;
const fdParameters: Int8Array = new Int8Array(eventTable.length).fill(unknown);

/** Index of the parameter with the descriptor that an event works on; -1 where it works on none. */
export function fdParameter(type: number): number {
  const known = fdParameters[type]!;
  if (known !== unknown) return known;
  const index = findFdParameter(type);
  fdParameters[type] = index;
  return index;
}

function findFdParameter(type: number): number {
  const row = eventTable[type];
  if (!row?.flags.has('uses-fd')) return -1;
  if (type === T.SYSCALL_SPLICE_X) return 2;
  if (type === T.SYSCALL_SPLICE_E) return 1;
  // Parameter 0 of an exit event is its result, a new descriptor or an error.
  const first = row.enter ? 0 : 1;
  return row.parameters.findIndex((parameter, index) => index >= first && parameter.type === 'fd');
}
