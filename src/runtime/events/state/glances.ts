import { EventType } from '../event.ts';
import { eventTable } from '../table/event-table.ts';

/**
 * Events that mostly change little or nothing, and come by the hundred thousand: Host.glance reads from where they lie what it needs, instead of
 * having them decoded.
 */
export const Glance = {
  none: 0,
  /** A read or write that no tuple comes with: it changes a socket once, when that turns out to be connected. */
  transfer: 1,
  /** One with a tuple: changes the ends of sockets that have no fixed ones. */
  receive: 2,
  send: 3,
  close: 4,
  fcntl: 5,
} as const;

const T = EventType;

/** Parameters: those with the descriptor and with the tuple. */
const rows: readonly (readonly [kind: number, fd: number, tuple: number, types: readonly number[]])[] = [
  [Glance.transfer, 2, -1, [T.SYSCALL_READ_X, T.SYSCALL_WRITE_X, T.SYSCALL_WRITEV_X, T.SYSCALL_PREAD_X]],
  [Glance.transfer, 2, -1, [T.SYSCALL_PWRITE_X, T.SYSCALL_PWRITEV_X]],
  [Glance.transfer, 3, -1, [T.SYSCALL_READV_X, T.SYSCALL_PREADV_X]],
  [Glance.receive, 3, 2, [T.SOCKET_RECVFROM_X]],
  [Glance.receive, 2, 4, [T.SOCKET_RECV_X]],
  [Glance.receive, 5, 3, [T.SOCKET_RECVMSG_X]],
  [Glance.send, 2, 4, [T.SOCKET_SEND_X, T.SOCKET_SENDTO_X, T.SOCKET_SENDMSG_X]],
  [Glance.close, 1, -1, [T.SYSCALL_CLOSE_X]],
  [Glance.fcntl, 1, -1, [T.SYSCALL_FCNTL_X]],
];

/** By event type: Glance. */
export const glanceKinds: Uint8Array = new Uint8Array(eventTable.length);
export const glanceFds: Uint8Array = new Uint8Array(eventTable.length);
export const glanceTuples: Int8Array = new Int8Array(eventTable.length);
for (const [kind, fd, tuple, types] of rows)
  for (const type of types) {
    glanceKinds[type] = kind;
    glanceFds[type] = fd;
    glanceTuples[type] = tuple;
  }

/** By event type: 1 for transfers whose descriptor is their third parameter: Host.changesNothing says of each whether it could as well not be there. */
export const plainTransfers: Uint8Array = glanceKinds.map((kind, type) =>
  kind === Glance.transfer && glanceFds[type] === 2 ? 1 : 0,
);

/** By event type: 1 where there is one. */
export const glances: Uint8Array = glanceKinds.map((kind) => (kind === Glance.none ? 0 : 1));
