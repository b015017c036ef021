import { type CaptureEvent, EventType } from '../event.ts';
import { isIpv4Mapped, isZero, sameAddress } from './addresses.ts';
import { Descriptor } from './descriptor.ts';
import { FdFlag, FdType, Layer4 } from './fd.ts';
import type { FdTable } from './fd-table.ts';
import type { Host } from './host.ts';
import type { HostThread } from './host-thread.ts';
import type { InterfaceTable } from './interface-table.ts';
import { isRaw } from './lazy-text.ts';
import {
  addressParameterText,
  bytes4,
  bytes16,
  Family,
  familyOf,
  type InternetTuple,
  readInternetTuple,
  socketName,
  tupleText,
  unixPath,
  unixText,
  unixTuplePath,
} from './socket-tuple.ts';

const socketType = { stream: 1, datagram: 2, raw: 3 } as const;
const inProgress = -115;
const closeOnExec = 1 << 12;

/** IPPROTO_* of socket(2) to Layer4; 0 goes by the socket's type. */
const protocols: Readonly<Record<number, number>> = { 1: Layer4.icmp, 6: Layer4.tcp, 17: Layer4.udp };
const rawProtocol = 255;

export function onSocket(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const fd = event.number64(0);
  if (thread === undefined || fd === undefined || fd < 0) return;
  addSocket(host, event, thread, fd, event.u32(1) ?? 0, event.u32(2) ?? 0, event.u32(3) ?? 0, event.u32(4) ?? 0);
}

function addSocket(
  host: Host,
  event: CaptureEvent,
  thread: HostThread,
  fd: number,
  domain: number,
  type: number,
  protocol: number,
  flags: number,
): void {
  const descriptor = new Descriptor(FdType.unknown);
  descriptor.openFlags = flags;
  descriptor.family = domain;
  if (domain === Family.unix) descriptor.type = FdType.unix;
  else if (domain === Family.netlink) descriptor.type = FdType.netlink;
  else if (domain === Family.ipv4 || domain === Family.ipv6) {
    descriptor.type = domain === Family.ipv4 ? FdType.ipv4 : FdType.ipv6;
    descriptor.l4 = layer4Of(type, protocol);
  }
  host.addFd(event, thread, fd, descriptor);
}

function layer4Of(type: number, protocol: number): number {
  if (protocol === 0) {
    // SOCK_NONBLOCK and SOCK_CLOEXEC lie above the type.
    const kind = type & 0xff;
    return kind === socketType.stream ? Layer4.tcp : kind === socketType.datagram ? Layer4.udp : Layer4.unknown;
  }
  if (protocol === rawProtocol) return Layer4.raw;
  const layer4 = protocols[protocol];
  if (layer4 === undefined) return Layer4.unknown;
  return type === socketType.raw ? Layer4.raw : layer4;
}

export function onSocketpair(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const result = event.number64(0);
  const first = event.number64(1);
  const second = event.number64(2);
  if (thread === undefined || result === undefined || result < 0 || first === undefined || second === undefined) return;
  if (first === second) return;
  const descriptor = new Descriptor(FdType.unix);
  descriptor.setUnixEnds(event.u64(3) ?? 0n, event.u64(4) ?? 0n);
  const other = descriptor.copy();
  host.addFd(event, thread, first, descriptor);
  const fd = event.fd;
  host.addFd(event, thread, second, other);
  event.fd = fd;
}

/** A port makes it a server. */
export function onBind(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const result = event.number64(0);
  if (thread === undefined || event.fd === undefined || result === undefined || result < 0) return;
  const family = familyOf(event, 1, 'address');
  if (family === 0 && (event.size(1) === 0 || event.bytes[event.start(1)] !== 0)) return;
  const descriptor = host.change(event, thread);
  descriptor.lastReceived = undefined;
  descriptor.lastSent = undefined;
  const at = event.start(1) + 1;
  if (family === Family.ipv4) {
    setServer(descriptor, true, bytes4(event.bytes, at), event.view.getUint16(at + 4, true));
  } else if (family === Family.ipv6) {
    const mapped = isIpv4Mapped(event.bytes, at);
    const address = mapped ? bytes4(event.bytes, at + 12) : bytes16(event.bytes, at);
    setServer(descriptor, mapped, address, event.view.getUint16(at + 16, true));
  }
  host.rename(descriptor, addressParameterText(event, 1));
}

function setServer(descriptor: Descriptor, four: boolean, address: Uint8Array, port: number): void {
  if (port === 0) return;
  descriptor.type = four ? FdType.ipv4Server : FdType.ipv6Server;
  descriptor.clientAddress = undefined;
  descriptor.clientPort = 0;
  descriptor.serverAddress = address;
  descriptor.serverPort = port;
  descriptor.flags |= FdFlag.roleServer;
}

export function onConnect(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const result = event.number64(0);
  if (thread === undefined || event.fd === undefined || result === undefined) return;
  if (result < 0 && result !== inProgress) return;
  const descriptor = host.change(event, thread);
  descriptor.setConnected();
  descriptor.lastReceived = undefined;
  descriptor.lastSent = undefined;

  const enter = host.enterEvent(event, thread);
  const entered = enter && familyOf(enter, 1, 'address') !== 0 ? enter : undefined;
  if (event.size(1) === 0) {
    // Fast open: the kernel has no tuple yet.
    if (entered) setDestination(host, descriptor, entered);
    return;
  }
  const family = familyOf(event, 1, 'tuple');
  if (family === Family.ipv4 || family === Family.ipv6) connectInternet(host, event, descriptor, family, entered);
  else if (family === Family.unix && descriptor.type === FdType.unix) connectUnix(host, event, descriptor, entered);
  else return;
  if (descriptor.hasNoRole) descriptor.flags |= FdFlag.roleClient;
}

function setDestination(host: Host, descriptor: Descriptor, enter: CaptureEvent): void {
  const family = familyOf(enter, 1, 'address');
  const at = enter.start(1) + 1;
  if (family === Family.ipv4 || (family === Family.ipv6 && isIpv4Mapped(enter.bytes, at))) {
    const four = family === Family.ipv4;
    descriptor.turnTo(true);
    descriptor.serverAddress = bytes4(enter.bytes, four ? at : at + 12);
    descriptor.serverPort = enter.view.getUint16(four ? at + 4 : at + 16, true);
  } else if (family === Family.ipv6) {
    descriptor.turnTo(false);
    descriptor.serverAddress = bytes16(enter.bytes, at);
    descriptor.serverPort = enter.view.getUint16(at + 16, true);
  } else host.rename(descriptor, addressParameterText(enter, 1));
}

/** Bytes of the destination's address and port, in a tuple and in an address. */
const destinationBytes: Readonly<Record<number, readonly [inTuple: number, addressBytes: number]>> = {
  [Family.ipv4]: [7, 4],
  [Family.ipv6]: [19, 16],
};

/**
 * Whether the address of the enter event stands for the tuple's destination: the tuple repeats what the program's memory held when the call returned
 * (address parameter of the exit event), which the program may have changed meanwhile. A tuple that differs from that is the kernel's own.
 */
function entryCounts(event: CaptureEvent, family: number, entered: CaptureEvent | undefined): entered is CaptureEvent {
  if (entered === undefined || familyOf(entered, 1, 'address') !== family) return false;
  if (familyOf(event, 3, 'address') !== family) return false;
  const [inTuple, bytes] = destinationBytes[family]!;
  const tuple = event.start(1) + inTuple;
  const address = event.start(3) + 1;
  return event.bytes.compare(event.bytes, address, address + bytes + 2, tuple, tuple + bytes + 2) === 0;
}

function connectInternet(
  host: Host,
  event: CaptureEvent,
  descriptor: Descriptor,
  family: number,
  entered: CaptureEvent | undefined,
): void {
  const tuple = readInternetTuple(event, 1, family);
  if (entryCounts(event, family, entered)) {
    const at = entered.start(1) + 1;
    const bytes = destinationBytes[family]![1];
    tuple.destinationPort = entered.view.getUint16(at + bytes, true);
    tuple.destination = tuple.four
      ? bytes4(entered.bytes, at + bytes - 4)
      : Uint8Array.prototype.slice.call(entered.bytes, at, at + bytes);
  }
  descriptor.turnTo(tuple.four);
  const changed = setTuple(descriptor, tuple);
  const isUdpServer =
    (descriptor.flags & FdFlag.roleServer) !== 0 && descriptor.l4 === Layer4.udp && descriptor.type === FdType.ipv4;
  if (changed && isUdpServer) swapEnds(descriptor);
  host.rename(descriptor, socketName(descriptor));
}

function connectUnix(host: Host, event: CaptureEvent, descriptor: Descriptor, entered: CaptureEvent | undefined): void {
  let path = unixPath(event, 1, unixTuplePath);
  if (
    entered !== undefined &&
    familyOf(entered, 1, 'address') === Family.unix &&
    familyOf(event, 3, 'address') === Family.unix &&
    unixPath(event, 3, 1) === path
  ) {
    path = unixPath(entered, 1, 1);
  }
  setUnixEnds(event, 1, descriptor);
  host.rename(descriptor, unixText(descriptor.unixSource, descriptor.unixDestination, path));
}

function setUnixEnds(event: CaptureEvent, index: number, descriptor: Descriptor): void {
  const at = event.start(index);
  descriptor.setUnixEnds(event.view.getBigUint64(at + 1, true), event.view.getBigUint64(at + 9, true));
}

/** accept, accept4. */
export function onAccept(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const fd = event.number64(0);
  if (thread === undefined || fd === undefined || fd < 0) return;
  thread.lastFd = fd;
  const family = familyOf(event, 1, 'tuple');
  const descriptor = new Descriptor(FdType.unix);
  descriptor.family = family;
  if (family === Family.ipv4 || family === Family.ipv6) {
    const tuple = readInternetTuple(event, 1, family);
    descriptor.type = tuple.four ? FdType.ipv4 : FdType.ipv6;
    descriptor.l4 = Layer4.tcp;
    setTuple(descriptor, tuple);
  } else if (family === Family.unix) setUnixEnds(event, 1, descriptor);
  else return;
  descriptor.name = tupleText(event, 1);
  if (event.type === EventType.SOCKET_ACCEPT4_6_X) descriptor.openFlags = (event.i32(5) ?? 0) & closeOnExec;
  descriptor.flags = FdFlag.roleServer | FdFlag.connected;
  host.addFd(event, thread, fd, descriptor);
}

/** Parameter with the tuple, by event. */
const receivedTuple: Readonly<Record<number, number>> = {
  [EventType.SOCKET_RECVFROM_X]: 2,
  [EventType.SOCKET_RECVMSG_X]: 3,
  [EventType.SOCKET_RECVMMSG_X]: 4,
  [EventType.SOCKET_RECV_X]: 4,
};

const sentTuple = 4;

/** read, readv, pread, preadv, recv, recvfrom, recvmsg, recvmmsg. */
export function onRead(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (thread !== undefined) afterTransfer(host, event, thread, receivedTuple[event.type] ?? -1, true);
}

/** write, writev, pwrite, pwritev, send, sendto, sendmsg, sendmmsg. */
export function onWrite(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (thread !== undefined) afterTransfer(host, event, thread, -1, false);
}

/** send, sendto, sendmsg, sendmmsg. */
export function onSend(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (thread === undefined) return;
  if (event.fd === undefined && event.type !== EventType.SOCKET_SENDMMSG_X) inferDatagramSocket(host, event, thread);
  afterTransfer(host, event, thread, sentTuple, false);
}

/** A send whose socket call was lost: most likely UDP. */
function inferDatagramSocket(host: Host, event: CaptureEvent, thread: HostThread): void {
  const result = event.number64(0);
  const fd = event.number64(2);
  if (result === undefined || result < 0 || fd === undefined || fd < 0) return;
  const family = familyOf(event, sentTuple, 'tuple');
  if (family === Family.ipv4 || family === Family.ipv6) {
    addSocket(host, event, thread, fd, family, socketType.datagram, 17, 0);
  }
}

function afterTransfer(host: Host, event: CaptureEvent, thread: HostThread, tuple: number, incoming: boolean): void {
  const current = event.fd as Descriptor | undefined;
  if (current === undefined) return;
  const isInternet = current.isInternetSocket;
  if (!isInternet && tuple < 0) return;
  const result = event.number64(0);
  if (result === undefined || result < 0) return;
  if (isInternet && (current.flags & FdFlag.connected) === 0) host.change(event, thread).setConnected();
  if (tuple < 0 || event.size(tuple) === 0) return;
  const fd = event.fd as Descriptor;
  // A TCP connection keeps its ends; a datagram socket has those of the last transfer.
  const isTcp = fd.type === FdType.ipv4 && fd.l4 === Layer4.tcp;
  if (isTcp && fd.hasName) return;
  const { bytes } = event;
  const start = event.start(tuple);
  const end = start + event.size(tuple);
  if (familyOf(event, tuple, 'tuple') === Family.unix) {
    if (fd.type === FdType.unix && fd.hasUnixTuple(bytes, start, end)) return;
    const descriptor = host.change(event, thread);
    descriptor.type = FdType.unix;
    // A name that came from elsewhere (connect, accept) may be the same text.
    const before = descriptor.isNamedByTuple ? undefined : descriptor.name;
    descriptor.setUnixTuple(bytes, start, end);
    if (before === undefined || before !== descriptor.name) host.noteRenamed(descriptor);
    return;
  }
  const last = incoming ? fd.lastReceived : fd.lastSent;
  if (last !== undefined && isRaw(last, bytes, start, end)) return;
  updateTuple(host, event, thread, tuple, incoming);
  const copy = bytes.latin1Slice(start, end);
  if (incoming) (event.fd as Descriptor).lastReceived = copy;
  else (event.fd as Descriptor).lastSent = copy;
}

/**
 * Whether a successful transfer with the tuple in bytes[start, end) needs no more than what is done here: the tuple is missing, is that of the
 * transfer before, or gives a unix socket other ends. The same as afterTransfer, for events that nobody looks at.
 */
export function repeatsTuple(
  table: FdTable,
  fd: Descriptor,
  bytes: Buffer,
  start: number,
  end: number,
  incoming: boolean,
): boolean {
  if (start === end) return true;
  if (fd.type === FdType.ipv4 && fd.l4 === Layer4.tcp && fd.hasName) return true;
  if (bytes[start] === Family.unix) {
    if (fd.type !== FdType.unix || !fd.isNamedByTuple) return false;
    if (fd.hasUnixTuple(bytes, start, end)) return true;
    if (end - start <= unixTuplePath || bytes[end - 1] !== 0) return false;
    table.own(fd).setUnixTuple(bytes, start, end);
    return true;
  }
  const last = incoming ? fd.lastReceived : fd.lastSent;
  return last !== undefined && isRaw(last, bytes, start, end);
}

function updateTuple(host: Host, event: CaptureEvent, thread: HostThread, index: number, incoming: boolean): void {
  const family = familyOf(event, index, 'tuple');
  if (family !== Family.ipv4 && family !== Family.ipv6) return;
  const tuple = readInternetTuple(event, index, family);
  if (hasEnds(event.fd as Descriptor, tuple)) return;

  const descriptor = host.change(event, thread);
  if (!tuple.four && (descriptor.type === FdType.ipv6Server || descriptor.type === FdType.ipv4Server)) {
    updateBoundSix(host, event, descriptor, tuple, index);
    return;
  }
  descriptor.turnTo(tuple.four);
  descriptor.lastReceived = undefined;
  descriptor.lastSent = undefined;
  if (!setTuple(descriptor, tuple)) return;
  if (descriptor.l4 === Layer4.unknown) descriptor.l4 = Layer4.udp;
  completeEnds(descriptor, host.interfaceTable);
  if (descriptor.hasNoRole) descriptor.flags |= guessRole(thread, descriptor, incoming);
  if ((descriptor.flags & (incoming ? FdFlag.roleClient : FdFlag.roleServer)) !== 0) swapEnds(descriptor);
  host.rename(descriptor, socketName(descriptor));
}

/**
 * A bound IPv6 socket stays one that listens. It is named by its last datagram, and the peer writes the ends of that over its own address, port and
 * protocol: the source and the start of the destination; where it listens on any address, and so counts as an IPv4 one, the start of the source.
 */
function updateBoundSix(
  host: Host,
  event: CaptureEvent,
  descriptor: Descriptor,
  { source, destination }: InternetTuple,
  index: number,
): void {
  const isSix = descriptor.type === FdType.ipv6Server;
  const rest = isSix ? destination : source.subarray(4);
  descriptor.serverAddress = isSix ? source : source.slice(0, 4);
  descriptor.serverPort = rest[0]! + rest[1]! * 256;
  descriptor.l4 = rest[2]!;
  host.rename(descriptor, tupleText(event, index));
}

/** Whether it has these ends, in one direction or the other. */
function hasEnds(fd: Descriptor, tuple: InternetTuple): boolean {
  if (fd.type !== (tuple.four ? FdType.ipv4 : FdType.ipv6)) return false;
  const { source, sourcePort, destination, destinationPort } = tuple;
  const same =
    fd.clientPort === sourcePort &&
    fd.serverPort === destinationPort &&
    sameAddress(fd.clientAddress, source) &&
    sameAddress(fd.serverAddress, destination);
  return (
    same ||
    (fd.clientPort === destinationPort &&
      fd.serverPort === sourcePort &&
      sameAddress(fd.clientAddress, destination) &&
      sameAddress(fd.serverAddress, source))
  );
}

/** Takes over the tuple's ends. Returns whether something changed; the same ends in the other direction are no change. */
function setTuple(fd: Descriptor, tuple: InternetTuple): boolean {
  if (hasEnds(fd, tuple)) return false;
  fd.clientAddress = tuple.source;
  fd.clientPort = tuple.sourcePort;
  fd.serverAddress = tuple.destination;
  fd.serverPort = tuple.destinationPort;
  return true;
}

/** An end without an address has the host's own towards the other one. */
export function completeEnds(fd: Descriptor, interfaces: InterfaceTable): void {
  const { clientAddress, serverAddress } = fd;
  if (clientAddress === undefined || serverAddress === undefined) return;
  const noClient = isZero(clientAddress);
  if (!noClient && !isZero(serverAddress)) return;
  const other = noClient ? serverAddress : clientAddress;
  const own = interfaces.towards(other) ?? new Uint8Array(other.length);
  if (sameAddress(own, other) && fd.clientPort === fd.serverPort) return;
  if (noClient) fd.clientAddress = own;
  else fd.serverAddress = own;
}

function swapEnds(fd: Descriptor): void {
  const { clientAddress, clientPort } = fd;
  fd.clientAddress = fd.serverAddress;
  fd.clientPort = fd.serverPort;
  fd.serverAddress = clientAddress;
  fd.serverPort = clientPort;
}

/**
 * A process that has the destination's port of its own is the server, unless it also has the source's; then who reads first is. Only IPv4 sockets say
 * which ports a process has.
 */
function guessRole(thread: HostThread, fd: Descriptor, incoming: boolean): number {
  const four = fd.type === FdType.ipv4;
  const destination = four ? fd.serverPort : 0;
  const source = four ? fd.clientPort : 0;
  let bound = false;
  let client = false;
  for (const other of thread.fds.values()) {
    if (other.type === FdType.ipv4) {
      bound ||= other.serverPort === destination;
      client ||= other.clientPort === source;
    } else if (other.type === FdType.ipv4Server) bound ||= other.serverPort === destination;
  }
  if (!bound) return FdFlag.roleClient;
  return !client || incoming ? FdFlag.roleServer : FdFlag.roleClient;
}
