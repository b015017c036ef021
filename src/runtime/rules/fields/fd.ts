import { errorIssue, failed, ok } from '#core/outcome.ts';
import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { fdTypeCharacter } from '#runtime/events/format/fd-text.ts';
import { type Fd, FdFlag } from '#runtime/events/state/fd.ts';
import type { Field, FieldScalar } from '../field.ts';
import { fdOf, isOnDescriptor, numberedFd } from './fd-of-event.ts';
import { fdPathFields } from './fd-path.ts';
import { fdSocketFields } from './fd-socket.ts';
import { fdTypeName } from './fd-type-name.ts';
import { integer, plain } from './reader-of.ts';

const generalFields: readonly Field[] = [
  {
    name: 'fd.num',
    family: 'fd',
    type: 'int64',
    describes: 'Number of the descriptor; -1 where the syscall got none, -100 for the working directory (AT_FDCWD).',
    reader: plain((event) => (isOnDescriptor(event) ? event.thread!.lastFd : undefined)),
  },
  {
    name: 'fd.type',
    family: 'fd',
    type: 'charbuf',
    describes: 'Type of the descriptor: `file`, `directory`, `ipv4`, `ipv6`, `unix`, `pipe`, `memfd`, `pidfd` …',
    reader: ofFd((fd) => fdTypeName(fd.type)),
  },
  {
    name: 'fd.typechar',
    family: 'fd',
    type: 'charbuf',
    describes:
      'Type of the descriptor as one character: `f` file, `4` or `6` IP socket, `u` unix socket, `p` pipe, `d` directory …',
    reader: plain(typeCharacter),
  },
  {
    name: 'fd.types',
    family: 'fd',
    type: 'charbuf',
    describes: "Types of all of the process's descriptors, each once; with a number, the type of that descriptor.",
    argument: { required: false, kind: 'index', describes: 'number of a descriptor' },
    list: true,
    noRight: true,
    reader: (argument) => {
      if (argument === undefined) return ok(allTypes);
      if (!/^[0-9]{1,10}$/.test(argument)) {
        const hint = 'write the number of a descriptor: fd.types[0]';
        return failed(errorIssue('rules/field-argument', `${argument} is not a valid number`, { hint }));
      }
      const number = Number(argument);
      return ok((event) => {
        const fd = isOnDescriptor(event) ? event.thread!.fds.get(number) : undefined;
        return fd && [fdTypeName(fd.type)];
      });
    },
  },
  {
    name: 'fd.uid',
    family: 'fd',
    type: 'charbuf',
    describes: 'What tells descriptors of all threads apart: the thread and the number, one after the other.',
    reader: plain((event) => (isOnDescriptor(event) ? `${event.thread!.tid}${event.thread!.lastFd}` : undefined)),
  },
  {
    name: 'fd.name_changed',
    family: 'fd',
    type: 'bool',
    describes: 'This event gave the descriptor another name: a socket was connected, a datagram went to another peer.',
    reader: ofFd((fd) => (fd.flags & FdFlag.nameChanged) !== 0),
  },
  {
    name: 'fd.dev',
    family: 'fd',
    type: 'int32',
    describes: 'Device on which the file lies. Shown in hexadecimal.',
    reader: ofFd((fd) => fd.device | 0),
  },
  {
    name: 'fd.dev.major',
    family: 'fd',
    type: 'int32',
    describes: 'Major number of the device on which the file lies.',
    reader: ofFd((fd) => (fd.device & 0xfff00) >>> 8),
  },
  {
    name: 'fd.dev.minor',
    family: 'fd',
    type: 'int32',
    describes: 'Minor number of the device on which the file lies.',
    reader: ofFd((fd) => (fd.device & 0xff) | ((fd.device >>> 12) & 0xfff00)),
  },
  {
    name: 'fd.ino',
    family: 'fd',
    type: 'int64',
    describes: 'Inode of the file.',
    reader: ofFd((fd) => integer(BigInt.asIntN(64, fd.inode))),
  },
  {
    name: 'fd.is_upper_layer',
    family: 'fd',
    type: 'bool',
    describes: "The file lies in the upper layer of an overlay: the container wrote it, it is not the image's.",
    reader: ofFd((fd) => (fd.flags & FdFlag.upperLayer) !== 0),
  },
  {
    name: 'fd.is_lower_layer',
    family: 'fd',
    type: 'bool',
    describes: "The file lies in a lower layer of an overlay: it is the image's.",
    reader: ofFd((fd) => (fd.flags & FdFlag.lowerLayer) !== 0),
  },
];

/** Fields of the descriptor that an event works on, by name. */
export const fdFields: readonly Field[] = [...generalFields, ...fdPathFields, ...fdSocketFields].sort((one, other) =>
  one.name < other.name ? -1 : 1,
);

function ofFd(read: (fd: Fd) => FieldScalar | undefined): ReturnType<typeof plain> {
  return plain((event) => {
    const fd = fdOf(event);
    return fd && read(fd);
  });
}

/** In the order in which the table has them: see FdTable. */
function allTypes(event: CaptureEvent): readonly string[] | undefined {
  if (!isOnDescriptor(event)) return undefined;
  const names: string[] = [];
  for (const fd of event.thread!.fds.values()) {
    const name = fdTypeName(fd.type);
    if (!names.includes(name)) names.push(name);
  }
  return names.length > 0 ? names : undefined;
}

/** Of a descriptor that is not known, what the event would have made. */
function typeCharacter(event: CaptureEvent): string | undefined {
  if (!isOnDescriptor(event)) return undefined;
  const fd = numberedFd(event);
  return fd ? fdTypeCharacter(fd.type) : (madeTypes[event.type | 1] ?? 'o');
}

const madeTypes: Readonly<Record<number, string>> = {
  [EventType.SYSCALL_OPENAT_2_X]: 'f',
  [EventType.SYSCALL_OPENAT2_X]: 'f',
  [EventType.SYSCALL_CREAT_X]: 'f',
  [EventType.SOCKET_SOCKET_X]: '4',
  [EventType.SOCKET_ACCEPT_5_X]: '4',
  [EventType.SOCKET_ACCEPT4_6_X]: '4',
  [EventType.SYSCALL_PIPE_X]: 'p',
  [EventType.SYSCALL_PIPE2_X]: 'p',
  [EventType.SYSCALL_EVENTFD_X]: 'e',
  [EventType.SYSCALL_EVENTFD2_X]: 'e',
  [EventType.SYSCALL_SIGNALFD_X]: 's',
  [EventType.SYSCALL_SIGNALFD4_X]: 's',
  [EventType.SYSCALL_TIMERFD_CREATE_X]: 't',
  [EventType.SYSCALL_INOTIFY_INIT_X]: 'i',
  [EventType.SYSCALL_INOTIFY_INIT1_X]: 'i',
};
