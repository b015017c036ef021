import type { CaptureEvent } from '#runtime/events/event.ts';
import { addressText } from '#runtime/events/format/address-text.ts';
import { fdTypeIsInternet } from '#runtime/events/format/fd-kind.ts';
import { fdLayer4, hasRole } from '#runtime/events/format/fd-text.ts';
import { type Fd, FdFlag, FdType, Layer4 } from '#runtime/events/state/fd.ts';
import type { Field, FieldReader, FieldScalar } from '../field.ts';
import { fdOf } from './fd-of-event.ts';
import { isLocalAddress } from './local-address.ts';
import { plain } from './reader-of.ts';

/** One end of a connection. */
type End = 'client' | 'server' | 'local' | 'remote';

const endNames: Readonly<Record<End, string>> = {
  client: 'the client',
  server: 'the server',
  local: 'this end',
  remote: 'the other end',
};

const ends: readonly (readonly [letter: string, end: End])[] = [
  ['c', 'client'],
  ['s', 'server'],
  ['l', 'local'],
  ['r', 'remote'],
];

export const fdSocketFields: readonly Field[] = [
  ...ends.map(
    ([letter, end]): Field => ({
      name: `fd.${letter}ip`,
      family: 'fd',
      type: 'ipaddr',
      describes: `Address of ${endNames[end]} of a connection.`,
      reader: plain((event) => endAddress(event, end)),
    }),
  ),
  ...ends.map(
    ([letter, end]): Field => ({
      name: `fd.${letter}net`,
      family: 'fd',
      type: 'ipnet',
      describes: `Address of ${endNames[end]} of a connection, compared with networks (10.0.0.0/8).`,
      only: 'filter',
      noTransformer: true,
      noRight: true,
      reader: plain((event) => endAddress(event, end)),
    }),
  ),
  ...ends.map(
    ([letter, end]): Field => ({
      name: `fd.${letter}port`,
      family: 'fd',
      type: 'port',
      describes: `Port of ${endNames[end]} of a connection.`,
      reader: plain((event) => endPort(event, end)),
    }),
  ),
  ...ends.map(
    ([letter, end]): Field => ({
      name: `fd.${letter}proto`,
      family: 'fd',
      type: 'charbuf',
      describes: `Port of ${endNames[end]} of a connection, as text.`,
      reader: plain((event) => endProtocol(event, end)),
    }),
  ),
  ...ends.map(
    ([letter, end]): Field => ({
      name: `fd.${letter}ip.name`,
      family: 'fd',
      type: 'charbuf',
      describes: `Host name of ${endNames[end]} of a connection. Names are not looked up: equal to none, and never shown.`,
      noTransformer: true,
      noRight: true,
      // '' and not nothing: `!= example.com` is true of an address whose name is not known.
      reader: plain((event) => (endAddress(event, end) === undefined ? undefined : '')),
      shown: plain(() => undefined),
    }),
  ),
  {
    name: 'fd.ip',
    family: 'fd',
    type: 'ipaddr',
    describes: 'Address of either end of a connection. `!=` is true where both differ.',
    any: true,
    only: 'filter',
    noTransformer: true,
    noRight: true,
    reader: plain(bothAddresses),
  },
  {
    name: 'fd.net',
    family: 'fd',
    type: 'ipnet',
    describes:
      'Address of either end of a connection, compared with networks (10.0.0.0/8). `!=` is true where both are outside.',
    any: true,
    only: 'filter',
    noTransformer: true,
    noRight: true,
    reader: plain(bothAddresses),
  },
  {
    name: 'fd.port',
    family: 'fd',
    type: 'port',
    describes: 'Port of either end of a connection. `!=` is true where both differ.',
    any: true,
    only: 'filter',
    noTransformer: true,
    noRight: true,
    reader: plain(bothPorts),
  },
  {
    name: 'fd.proto',
    family: 'fd',
    type: 'port',
    describes: 'The same as fd.port.',
    any: true,
    only: 'filter',
    noTransformer: true,
    noRight: true,
    reader: plain(bothPorts),
  },
  {
    name: 'fd.l4proto',
    family: 'fd',
    type: 'charbuf',
    describes: 'Transport of a socket: `tcp`, `udp`, `icmp` or `raw`; `<NA>` for every other descriptor.',
    reader: ofFd((fd) => layer4Names[fdLayer4(fd)] ?? '<NA>'),
  },
  {
    name: 'fd.sockfamily',
    family: 'fd',
    type: 'charbuf',
    describes: '`ip` for IPv4 and IPv6 sockets, `unix` for those within a machine.',
    reader: ofFd(({ type }) => (fdTypeIsInternet(type) ? 'ip' : type === FdType.unix ? 'unix' : undefined)),
  },
  {
    name: 'fd.is_server',
    family: 'fd',
    type: 'bool',
    describes: "A socket that listens, or the server's end of a connection.",
    reader: plain(isServer),
  },
  {
    name: 'fd.connected',
    family: 'fd',
    type: 'bool',
    describes: 'A socket that is connected.',
    reader: ofFd(({ flags }) => (flags & FdFlag.connected) !== 0),
  },
];

const layer4Names: Readonly<Record<number, string>> = {
  [Layer4.tcp]: 'tcp',
  [Layer4.udp]: 'udp',
  [Layer4.icmp]: 'icmp',
  [Layer4.raw]: 'raw',
};

function ofFd(read: (fd: Fd) => FieldScalar | undefined): ReturnType<typeof plain> {
  const reader: FieldReader = (event) => {
    const fd = fdOf(event);
    return fd && read(fd);
  };
  return plain(reader);
}

function isConnection(fd: Fd): boolean {
  return fd.type === FdType.ipv4 || fd.type === FdType.ipv6;
}

function isListener(fd: Fd): boolean {
  return fd.type === FdType.ipv4Server || fd.type === FdType.ipv6Server;
}

/** Client or server: which of the two this end or the other one is. This end is the client's where its address is one of this machine. */
function roleOf(event: CaptureEvent, fd: Fd, end: End): 'client' | 'server' {
  if (end === 'client' || end === 'server') return end;
  const clientIsHere = isLocalAddress(event, fd.clientAddress ?? noAddress(fd));
  return clientIsHere === (end === 'local') ? 'client' : 'server';
}

const noIpv4 = new Uint8Array(4);
const noIpv6 = new Uint8Array(16);

/** What stands for an address that is not known: 0.0.0.0, or `::`, which shares its network with ::1. */
function noAddress(fd: Fd): Uint8Array {
  return fd.type === FdType.ipv4 ? noIpv4 : noIpv6;
}

/** Only once it is known which end is which. Of listening sockets there is only the server. */
function endAddress(event: CaptureEvent, end: End): string | undefined {
  const fd = fdOf(event);
  if (!fd || !hasRole(fd)) return undefined;
  let address: Uint8Array | undefined;
  if (isConnection(fd)) address = roleOf(event, fd, end) === 'client' ? fd.clientAddress : fd.serverAddress;
  else if (isListener(fd) && end === 'server') address = fd.serverAddress;
  return address && addressText(address);
}

function endPort(event: CaptureEvent, end: End): number | undefined {
  const fd = fdOf(event);
  if (!fd) return undefined;
  if (isListener(fd)) return end === 'server' ? fd.serverPort : undefined;
  if (!isConnection(fd) || !hasRole(fd)) return undefined;
  return roleOf(event, fd, end) === 'client' ? fd.clientPort : fd.serverPort;
}

/** '' where there is a role and no port: sockets within a machine for the client, listening ones for the server. */
function endProtocol(event: CaptureEvent, end: End): string | undefined {
  const fd = fdOf(event);
  if (!fd) return undefined;
  if (end === 'server' && isListener(fd)) return '';
  if (!hasRole(fd)) return undefined;
  if (!isConnection(fd)) return end === 'client' ? '' : undefined;
  return String(roleOf(event, fd, end) === 'client' ? fd.clientPort : fd.serverPort);
}

function bothAddresses(event: CaptureEvent): FieldScalar[] | undefined {
  const fd = fdOf(event);
  if (!fd) return undefined;
  if (isConnection(fd)) return [addressOrZero(fd, fd.clientAddress), addressOrZero(fd, fd.serverAddress)];
  return isListener(fd) ? [addressOrZero(fd, fd.serverAddress)] : [];
}

/** An end that is not known is the zero address, as the kernel has it before it is bound. */
function addressOrZero(fd: Fd, address: Uint8Array | undefined): string {
  if (address) return addressText(address);
  return fd.type === FdType.ipv6 || fd.type === FdType.ipv6Server ? '::' : '0.0.0.0';
}

function bothPorts(event: CaptureEvent): FieldScalar[] | undefined {
  const fd = fdOf(event);
  if (!fd) return undefined;
  if (isConnection(fd)) return [fd.clientPort, fd.serverPort];
  return isListener(fd) ? [fd.serverPort] : [];
}

function isServer(event: CaptureEvent): boolean | undefined {
  const fd = fdOf(event);
  if (!fd) return undefined;
  if (isListener(fd)) return true;
  return isConnection(fd) && isLocalAddress(event, fd.serverAddress ?? noAddress(fd));
}
