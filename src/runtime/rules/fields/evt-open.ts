import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import type { Field } from '../field.ts';
import { eventResult } from './event-traits.ts';
import { plain } from './reader-of.ts';

/** Open flags as captures number them (the flag set `open`): read-write is the sum of read and write. */
const open = { read: 1, write: 2, create: 4, temporary: 1 << 13, created: 1 << 14 } as const;

/** Execute bits of a file mode. */
const executeBits = 0o111;

export const evtOpenFields: readonly Field[] = [
  {
    name: 'evt.is_open_read',
    family: 'evt',
    type: 'bool',
    describes: 'Opens a file for reading (open, openat, openat2, open_by_handle_at), whether it worked or not.',
    reader: plain((event) => (openFlags(event) & open.read) !== 0),
  },
  {
    name: 'evt.is_open_write',
    family: 'evt',
    type: 'bool',
    describes: 'Opens a file for writing (open, openat, openat2, open_by_handle_at), whether it worked or not.',
    reader: plain((event) => (openFlags(event) & open.write) !== 0),
  },
  {
    name: 'evt.is_open_exec',
    family: 'evt',
    type: 'bool',
    describes: 'Creates a file that can be executed (open, openat, openat2, creat).',
    reader: plain(createsExecutable),
  },
  {
    name: 'evt.is_open_create',
    family: 'evt',
    type: 'bool',
    describes: 'Opened a file that was not there before (open, openat, openat2, open_by_handle_at).',
    reader: plain(creates),
  },
];

/** Flags of an event that opens a file; 0 of other events. */
function openFlags(event: CaptureEvent): number {
  switch (event.type) {
    case EventType.SYSCALL_OPEN_X:
    case EventType.SYSCALL_OPEN_BY_HANDLE_AT_X:
      return event.u32(2) ?? 0;
    case EventType.SYSCALL_OPENAT_2_X:
    case EventType.SYSCALL_OPENAT2_X:
      return event.u32(3) ?? 0;
    default:
      return 0;
  }
}

function creates(event: CaptureEvent): boolean {
  const flags = openFlags(event);
  if (flags & open.created) return true;
  return (flags & open.temporary) !== 0 && (eventResult(event) ?? -1) >= 0;
}

function createsExecutable(event: CaptureEvent): boolean {
  switch (event.type) {
    case EventType.SYSCALL_OPEN_X:
      return asksToCreate(event) && isExecutable(event.u32(3));
    case EventType.SYSCALL_OPENAT_2_X:
    case EventType.SYSCALL_OPENAT2_X:
      return asksToCreate(event) && isExecutable(event.u32(4));
    case EventType.SYSCALL_CREAT_X:
      return isExecutable(event.u32(2));
    default:
      return false;
  }
}

function asksToCreate(event: CaptureEvent): boolean {
  return (openFlags(event) & (open.create | open.temporary)) !== 0;
}

function isExecutable(mode: number | undefined): boolean {
  return mode !== undefined && (mode & executeBits) !== 0;
}
