import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { addressText } from '#runtime/events/format/address-text.ts';
import { fdListCount, fdListItemBytes } from '#runtime/events/format/parameter-text.ts';
import { type Fd, FdType } from '#runtime/events/state/fd.ts';
import type { Field } from '../field.ts';
import { plain } from './reader-of.ts';

export const fdlistFields: readonly Field[] = [
  {
    name: 'fdlist.nums',
    family: 'fdlist',
    type: 'charbuf',
    describes: 'Numbers of the descriptors that a poll waits for, with commas.',
    reader: each((_, number) => String(number)),
  },
  {
    name: 'fdlist.names',
    family: 'fdlist',
    type: 'charbuf',
    describes: 'Names of the descriptors that a poll waits for, with commas; `<NA>` for those without one.',
    reader: each((fd) => (fd && fd.name !== '' ? fd.name : '<NA>')),
  },
  {
    name: 'fdlist.cips',
    family: 'fdlist',
    type: 'charbuf',
    describes: 'Client addresses of the connections that a poll waits for, with commas.',
    reader: each((fd) => (isConnection(fd) ? addressOf(fd.clientAddress) : undefined)),
  },
  {
    name: 'fdlist.sips',
    family: 'fdlist',
    type: 'charbuf',
    describes: 'Server addresses of the sockets that a poll waits for, with commas.',
    reader: each((fd) => (isConnection(fd) ? addressOf(fd.serverAddress) : listenerAddress(fd))),
  },
  {
    name: 'fdlist.cports',
    family: 'fdlist',
    type: 'charbuf',
    describes: 'Client ports of the connections that a poll waits for, with commas.',
    reader: each((fd) => (isConnection(fd) ? String(fd.clientPort) : undefined)),
  },
  {
    name: 'fdlist.sports',
    family: 'fdlist',
    type: 'charbuf',
    describes: 'Server ports of the connections that a poll waits for, with commas.',
    reader: each((fd) => (isConnection(fd) ? String(fd.serverPort) : undefined)),
  },
];

function isConnection(fd: Fd | undefined): fd is Fd {
  return fd?.type === FdType.ipv4 || fd?.type === FdType.ipv6;
}

/** Of one that listens: the peer shows the first four bytes of an IPv6 address as if they were IPv4's, mostly 0.0.0.0. */
function listenerAddress(fd: Fd | undefined): string | undefined {
  if (fd?.type !== FdType.ipv4Server && fd?.type !== FdType.ipv6Server) return undefined;
  return fd.serverAddress && addressText(fd.serverAddress, 0, 4);
}

function addressOf(address: Uint8Array | undefined): string | undefined {
  return address && addressText(address);
}

/** Index of the list among the parameters of poll and ppoll. */
const listIndex = 1;

/** Joins what is said of each descriptor of a poll; those of which nothing is said are left out, and a list without any is none. */
function each(describe: (fd: Fd | undefined, number: bigint) => string | undefined): ReturnType<typeof plain> {
  return plain((event) => {
    if (!isPoll(event) || !event.thread) return undefined;
    const size = event.size(listIndex);
    const start = event.start(listIndex);
    const count = fdListCount(event, start, size);
    const texts: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const number = event.view.getBigInt64(start + 2 + index * fdListItemBytes, true);
      const text = describe(event.thread.fds.get(Number(number)), number);
      if (text !== undefined) texts.push(text);
    }
    return texts.length > 0 ? texts.join(',') : undefined;
  });
}

function isPoll(event: CaptureEvent): boolean {
  return event.type === EventType.SYSCALL_POLL_X || event.type === EventType.SYSCALL_PPOLL_X;
}
