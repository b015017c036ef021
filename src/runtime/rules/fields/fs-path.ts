import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { FdType } from '#runtime/events/state/fd.ts';
import { joinPath } from '#runtime/events/state/join-path.ts';
import type { Field } from '../field.ts';
import { directoryOf, fdName, withSlash } from './fd-of-event.ts';
import { parameterValue } from './parameter-value.ts';
import { plain } from './reader-of.ts';

type Which = 'path' | 'source' | 'target';

export const fsPathFields: readonly Field[] = [
  {
    name: 'fs.path.name',
    family: 'fs.path',
    type: 'charbuf',
    describes:
      'Full path that a syscall on one path worked on (open, unlink, chmod, mkdir …). Only where it succeeded.',
    reader: plain((event) => fullPath(event, 'path')),
  },
  {
    name: 'fs.path.nameraw',
    family: 'fs.path',
    type: 'charbuf',
    describes: 'The same path as the program gave it.',
    reader: plain((event) => rawPath(event, 'path')),
  },
  {
    name: 'fs.path.source',
    family: 'fs.path',
    type: 'charbuf',
    describes:
      'Full source path of a syscall on two paths: the old name of a rename, the new link, the mounted device. Only where it succeeded.',
    reader: plain((event) => fullPath(event, 'source')),
  },
  {
    name: 'fs.path.sourceraw',
    family: 'fs.path',
    type: 'charbuf',
    describes: 'The same source path as the program gave it.',
    reader: plain((event) => rawPath(event, 'source')),
  },
  {
    name: 'fs.path.target',
    family: 'fs.path',
    type: 'charbuf',
    describes:
      'Full target path of a syscall on two paths: the new name of a rename, what a link points to, the mount point. Only where it succeeded.',
    reader: plain((event) => fullPath(event, 'target')),
  },
  {
    name: 'fs.path.targetraw',
    family: 'fs.path',
    type: 'charbuf',
    describes: 'The same target path as the program gave it.',
    reader: plain((event) => rawPath(event, 'target')),
  },
];

/** Where a relative path starts from. */
type Base =
  | 'cwd'
  /** The event's descriptor, which is a directory. */
  | 'event-fd'
  /** What was opened has its full name. */
  | 'opened'
  | 'unknown'
  /** The descriptor in that parameter. */
  | number;

interface PathRow {
  /** Index of the parameter; undefined: the name of the event's descriptor. */
  readonly parameter: number | undefined;
  readonly base: Base;
}

interface Row {
  readonly opens: boolean;
  readonly path?: PathRow;
  readonly source?: PathRow;
  readonly target?: PathRow;
}

const at = (parameter: number | undefined, base: Base = 'cwd'): PathRow => ({ parameter, base });
const one = (path: PathRow): Row => ({ opens: false, path });
const opening = (path: PathRow): Row => ({ opens: true, path });
const two = (source: PathRow, target: PathRow): Row => ({ opens: false, source, target });

/** Of links, the source is the new name and the target what it leads to. */
const rows: Readonly<Record<number, Row>> = {
  [EventType.SYSCALL_OPEN_X]: opening(at(1)),
  [EventType.SYSCALL_OPENAT_2_X]: opening(at(2, 'opened')),
  [EventType.SYSCALL_OPENAT2_X]: opening(at(2, 'opened')),
  [EventType.SYSCALL_MKDIR_2_X]: one(at(1)),
  [EventType.SYSCALL_MKDIRAT_X]: one(at(2, 'event-fd')),
  [EventType.SYSCALL_RMDIR_2_X]: one(at(1)),
  [EventType.SYSCALL_UNLINK_2_X]: one(at(1)),
  [EventType.SYSCALL_UNLINKAT_2_X]: one(at(2, 'event-fd')),
  [EventType.SYSCALL_CHMOD_X]: one(at(1)),
  [EventType.SYSCALL_FCHMOD_X]: one(at(undefined)),
  [EventType.SYSCALL_FCHMODAT_X]: one(at(2, 'event-fd')),
  [EventType.SYSCALL_CHOWN_X]: one(at(1)),
  [EventType.SYSCALL_LCHOWN_X]: one(at(1)),
  [EventType.SYSCALL_FCHOWN_X]: one(at(undefined)),
  [EventType.SYSCALL_FCHOWNAT_X]: one(at(2, 'event-fd')),
  [EventType.SYSCALL_QUOTACTL_X]: one(at(1)),
  [EventType.SYSCALL_UMOUNT_1_X]: one(at(1)),
  [EventType.SYSCALL_UMOUNT2_X]: one(at(1)),
  [EventType.SYSCALL_RENAME_X]: two(at(1), at(2)),
  [EventType.SYSCALL_RENAMEAT_X]: two(at(2), at(4)),
  [EventType.SYSCALL_RENAMEAT2_X]: two(at(2, 1), at(4, 3)),
  [EventType.SYSCALL_LINK_2_X]: two(at(2), at(1)),
  [EventType.SYSCALL_LINKAT_2_X]: two(at(4), at(2)),
  [EventType.SYSCALL_SYMLINK_X]: two(at(2), at(1)),
  [EventType.SYSCALL_SYMLINKAT_X]: two(at(3, 'event-fd'), at(1, 'unknown')),
  [EventType.SYSCALL_MOUNT_X]: two(at(1), at(2)),
};

/** Its row, where the syscall did what it should. */
function pathRow(event: CaptureEvent, which: Which): PathRow | undefined {
  const row = rows[event.type];
  if (!row) return undefined;
  const result = event.number64(0);
  return result !== undefined && (row.opens ? result !== -1 : result === 0) ? row[which] : undefined;
}

function rawPath(event: CaptureEvent, which: Which): string | undefined {
  const row = pathRow(event, which);
  return row && pathText(event, row);
}

function pathText(event: CaptureEvent, { parameter }: PathRow): string | undefined {
  if (parameter === undefined) return fdName(event);
  return parameter < event.parameterCount ? (parameterValue(event, parameter) as string) : undefined;
}

function fullPath(event: CaptureEvent, which: Which): string | undefined {
  const row = pathRow(event, which);
  if (!row || !event.thread) return undefined;
  const path = pathText(event, row);
  if (path === undefined) return undefined;
  if (row.base === 'opened' && path.charCodeAt(0) !== 0x2f) return joinPath('', event.fd ? event.fd.name : unknown);
  return joinPath(baseDirectory(event, row.base), path);
}

const unknown = '<UNKNOWN>';

function baseDirectory(event: CaptureEvent, base: Base): string {
  const thread = event.thread!;
  if (base === 'cwd') return thread.cwd;
  if (base === 'event-fd') return event.fd?.type === FdType.directory ? withSlash(event.fd.name) : unknown;
  if (typeof base === 'string') return unknown;
  const number = event.number64(base);
  return number === undefined ? unknown : directoryOf(thread, number);
}
