import type { CaptureEvent } from '#runtime/events/event.ts';
import { fdTypeIsFile, fdTypeIsInternet } from '#runtime/events/format/fd-kind.ts';
import type { Field, FieldReader } from '../field.ts';
import { eventResult, trait, traitsOfEvent } from './event-traits.ts';
import { plain } from './reader-of.ts';

const has =
  (bits: number): FieldReader =>
  (event) =>
    (traitsOfEvent(event) & bits) !== 0;

/** Bytes moved by events with the trait, on descriptors that pass. */
const length = (bits: number, passes: (fdType: number) => boolean): FieldReader => {
  return (event) => {
    const { fd } = event;
    const traits = traitsOfEvent(event);
    if (!fd || (traits & bits) === 0 || (traits & trait.exit) === 0 || !passes(fd.type)) return undefined;
    const result = eventResult(event);
    return result !== undefined && result >= 0 ? result : undefined;
  };
};

const any = (): boolean => true;

export const evtIoFields: readonly Field[] = [
  {
    name: 'evt.is_io',
    family: 'evt',
    type: 'bool',
    describes: 'Reads from a descriptor or writes to one.',
    reader: plain(has(trait.reads | trait.writes)),
  },
  {
    name: 'evt.is_io_read',
    family: 'evt',
    type: 'bool',
    describes: 'Reads from a descriptor (read, recvfrom, preadv …).',
    reader: plain(has(trait.reads)),
  },
  {
    name: 'evt.is_io_write',
    family: 'evt',
    type: 'bool',
    describes: 'Writes to a descriptor (write, sendto, pwritev …).',
    reader: plain(has(trait.writes)),
  },
  {
    name: 'evt.io_dir',
    family: 'evt',
    type: 'charbuf',
    describes: '`write` or `read`; nothing for what is neither.',
    reader: plain((event) => {
      const traits = traitsOfEvent(event);
      return traits & trait.writes ? 'write' : traits & trait.reads ? 'read' : undefined;
    }),
  },
  {
    name: 'evt.is_wait',
    family: 'evt',
    type: 'bool',
    describes: 'Makes the thread wait (poll, futex, nanosleep …).',
    reader: plain(has(trait.waits)),
  },
  {
    name: 'evt.is_syslog',
    family: 'evt',
    type: 'bool',
    describes: 'Writes to the system log, /dev/log.',
    reader: plain(isSyslog),
  },
  {
    name: 'evt.buflen',
    family: 'evt',
    type: 'uint64',
    describes: 'Bytes that the syscall moved, on any known descriptor.',
    reader: plain(length(trait.io, any)),
  },
  {
    name: 'evt.buflen.in',
    family: 'evt',
    type: 'uint64',
    describes: 'Bytes read.',
    only: 'table',
    reader: plain(length(trait.ioRead, any)),
  },
  {
    name: 'evt.buflen.out',
    family: 'evt',
    type: 'uint64',
    describes: 'Bytes written.',
    only: 'table',
    reader: plain(length(trait.ioWrite, any)),
  },
  {
    name: 'evt.buflen.file',
    family: 'evt',
    type: 'uint64',
    describes: 'Bytes moved from or to files.',
    only: 'table',
    reader: plain(length(trait.io, fdTypeIsFile)),
  },
  {
    name: 'evt.buflen.file.in',
    family: 'evt',
    type: 'uint64',
    describes: 'Bytes read from files.',
    only: 'table',
    reader: plain(length(trait.ioRead, fdTypeIsFile)),
  },
  {
    name: 'evt.buflen.file.out',
    family: 'evt',
    type: 'uint64',
    describes: 'Bytes written to files.',
    only: 'table',
    reader: plain(length(trait.ioWrite, fdTypeIsFile)),
  },
  {
    name: 'evt.buflen.net',
    family: 'evt',
    type: 'uint64',
    describes: 'Bytes moved from or to the network.',
    only: 'table',
    reader: plain(length(trait.io, fdTypeIsInternet)),
  },
  {
    name: 'evt.buflen.net.in',
    family: 'evt',
    type: 'uint64',
    describes: 'Bytes received from the network.',
    only: 'table',
    reader: plain(length(trait.ioRead, fdTypeIsInternet)),
  },
  {
    name: 'evt.buflen.net.out',
    family: 'evt',
    type: 'uint64',
    describes: 'Bytes sent to the network.',
    only: 'table',
    reader: plain(length(trait.ioWrite, fdTypeIsInternet)),
  },
];

function isSyslog(event: CaptureEvent): boolean {
  return (traitsOfEvent(event) & trait.writes) !== 0 && event.fd?.name.includes('/dev/log') === true;
}
