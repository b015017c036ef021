import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { fdTypeIsInternet, fdTypeIsPath, fdTypeIsPipeLike } from '#runtime/events/format/fd-kind.ts';
import { parameterText } from '#runtime/events/format/parameter-text.ts';
import { FdType } from '#runtime/events/state/fd.ts';
import { eventTable } from '#runtime/events/table/event-table.ts';
import type { Field } from '../field.ts';
import { eventResult, trait, traitsOfEvent } from './event-traits.ts';
import { plain } from './reader-of.ts';

export const evtResultFields: readonly Field[] = [
  {
    name: 'evt.res',
    family: 'evt',
    type: 'charbuf',
    describes: 'How the syscall ended: `SUCCESS`, or the name of the error (`ENOENT`).',
    reader: plain(resultText),
  },
  {
    name: 'evt.rawres',
    family: 'evt',
    type: 'int64',
    describes: 'What the syscall returned: negative is an error number.',
    reader: plain(eventResult),
  },
  {
    name: 'evt.failed',
    family: 'evt',
    type: 'bool',
    describes: 'The syscall returned an error.',
    reader: plain(hasFailed),
  },
  {
    name: 'evt.category',
    family: 'evt',
    type: 'charbuf',
    describes:
      'Kind of event: `file`, `net`, `process`, `memory`, `signal` … Reads and writes have that of their descriptor: `file`, `net`, `ipc`.',
    reader: plain(categoryText),
  },
  {
    name: 'evt.count.error',
    family: 'evt',
    type: 'uint32',
    describes: '1 where the syscall returned an error, 0 where it did not; nothing for events without a result.',
    reader: plain(errorCount),
  },
  {
    name: 'evt.count.error.file',
    family: 'evt',
    type: 'uint32',
    describes: 'evt.count.error of syscalls on files and directories.',
    reader: plain((event) => (isOnFile(event) ? errorCount(event) : undefined)),
  },
  {
    name: 'evt.count.error.net',
    family: 'evt',
    type: 'uint32',
    describes: 'evt.count.error of syscalls on sockets.',
    reader: plain((event) => (isOnSocket(event) ? errorCount(event) : undefined)),
  },
  {
    name: 'evt.count.error.memory',
    family: 'evt',
    type: 'uint32',
    describes: 'evt.count.error of syscalls that manage memory.',
    reader: plain((event) => (traitsOfEvent(event) & trait.memory ? errorCount(event) : undefined)),
  },
  {
    name: 'evt.count.error.other',
    family: 'evt',
    type: 'uint32',
    describes: 'evt.count.error of syscalls that are none of the other kinds.',
    reader: plain((event) => (isOther(event) ? errorCount(event) : undefined)),
  },
];

function resultText(event: CaptureEvent): string | undefined {
  const result = eventResult(event);
  if (result === undefined) return undefined;
  if (result >= 0) return 'SUCCESS';
  const text = parameterText(event, 0);
  // Of a newer writer: a parameter where the table has none.
  if (text === undefined) return undefined;
  return text.meaning === '' ? text.value : text.meaning;
}

function hasFailed(event: CaptureEvent): boolean | undefined {
  const result = eventResult(event);
  return result === undefined ? undefined : result < 0;
}

function errorCount(event: CaptureEvent): number | undefined {
  const result = eventResult(event);
  return result === undefined ? undefined : result < 0 ? 1 : 0;
}

function isOnFile(event: CaptureEvent): boolean {
  return event.fd ? fdTypeIsPath(event.fd.type) : opensFile(event.type);
}

function isOnSocket(event: CaptureEvent): boolean {
  return event.fd ? isSocket(event.fd.type) : connects(event.type);
}

function isOther(event: CaptureEvent): boolean {
  const { fd, type } = event;
  if (fd) return !fdTypeIsPath(fd.type) && !isSocket(fd.type);
  return !opensFile(type) && !connects(type) && (traitsOfEvent(event) & trait.memory) === 0;
}

function isSocket(fdType: number): boolean {
  return fdTypeIsInternet(fdType) || fdType === FdType.unix;
}

function opensFile(type: number): boolean {
  return (
    type === EventType.SYSCALL_OPEN_X ||
    type === EventType.SYSCALL_CREAT_X ||
    type === EventType.SYSCALL_OPENAT_2_X ||
    type === EventType.SYSCALL_OPENAT2_X ||
    type === EventType.SYSCALL_OPEN_BY_HANDLE_AT_X
  );
}

function connects(type: number): boolean {
  return (
    type === EventType.SOCKET_ACCEPT_5_X || type === EventType.SOCKET_ACCEPT4_6_X || type === EventType.SOCKET_CONNECT_X
  );
}

/** Events of processes' own (inter-process communication) are in capitals, those on such descriptors are not. */
const categoryNames = eventTable.map((row) => (row.category === 'ipc' ? 'IPC' : row.category));

function categoryText(event: CaptureEvent): string {
  if ((traitsOfEvent(event) & trait.io) === 0) return categoryNames[event.type] ?? 'unknown';
  const { fd } = event;
  if (!fd) return 'unknown';
  if (fdTypeIsPath(fd.type)) return 'file';
  if (fdTypeIsInternet(fd.type)) return 'net';
  return fdTypeIsPipeLike(fd.type) ? 'ipc' : 'unknown';
}
