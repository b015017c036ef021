import type { FdEntry } from '../capture/capture-entries.ts';
import { isIpv4Mapped } from './addresses.ts';
import { Descriptor } from './descriptor.ts';
import { FdFlag, FdType, Layer4 } from './fd.ts';
import type { FdTable } from './fd-table.ts';
import type { HostThread } from './host-thread.ts';
import type { InterfaceTable } from './interface-table.ts';
import { completeEnds } from './socket-events.ts';
import { serverName, socketName } from './socket-tuple.ts';

/** A descriptor of an fd list. */
export function descriptorFromEntry(entry: FdEntry, interfaces: InterfaceTable): Descriptor {
  const fd = new Descriptor(entry.type);
  fd.flags = FdFlag.fromProc;
  fd.inode = entry.inode;
  fd.l4 = entry.l4;
  fd.openFlags = entry.openFlags;
  fd.device = entry.device;
  switch (entry.type) {
    case FdType.ipv4:
    case FdType.ipv6:
      setEnds(fd, entry);
      if (entry.l4 === Layer4.tcp) fd.flags |= FdFlag.connected;
      if (fd.type === FdType.ipv4) completeEnds(fd, interfaces);
      fd.name = fullName(fd);
      break;
    case FdType.ipv4Server:
    case FdType.ipv6Server:
      fd.serverAddress = entry.serverAddress;
      fd.serverPort = entry.serverPort;
      fd.name = serverName(fd);
      break;
    case FdType.unix:
      fd.setUnixEnds(entry.unixSource, entry.unixDestination);
      fd.name = entry.name;
      fd.flags |= entry.name === '' ? FdFlag.roleClient : FdFlag.roleServer;
      break;
    default:
      fd.name = entry.name;
  }
  return fd;
}

function setEnds(fd: Descriptor, entry: FdEntry): void {
  const { clientAddress, serverAddress } = entry;
  const mapped =
    clientAddress?.length === 16 &&
    serverAddress?.length === 16 &&
    isIpv4Mapped(clientAddress, 0) &&
    isIpv4Mapped(serverAddress, 0);
  if (mapped) fd.type = FdType.ipv4;
  fd.clientAddress = mapped ? clientAddress.slice(12) : clientAddress;
  fd.serverAddress = mapped ? serverAddress.slice(12) : serverAddress;
  fd.clientPort = entry.clientPort;
  fd.serverPort = entry.serverPort;
}

/** With the ports, whatever the transport: fd lists do not know it for all. */
function fullName(fd: Descriptor): string {
  const { l4 } = fd;
  fd.l4 = Layer4.tcp;
  const name = socketName(fd);
  fd.l4 = l4;
  return name;
}

/**
 * A process list has each IPv4 connection as it is seen from its own end. Where that end's port is one on which the host listens, the other end
 * called: ends are turned, so that the client comes first.
 */
export function turnServerSockets(table: FdTable, serverPorts: ReadonlySet<number>): void {
  for (const fd of table.values()) {
    if (fd.type !== FdType.ipv4 || (fd.flags & FdFlag.fromProc) === 0) continue;
    if (!serverPorts.has(fd.clientPort)) {
      fd.flags |= FdFlag.roleClient;
      continue;
    }
    const { clientAddress, clientPort } = fd;
    fd.clientAddress = fd.serverAddress;
    fd.clientPort = fd.serverPort;
    fd.serverAddress = clientAddress;
    fd.serverPort = clientPort;
    fd.name = fullName(fd);
    fd.flags |= FdFlag.roleServer;
  }
}

/** Ports of the sockets that listen: a reader of the lists knows from them which end of a connection called (turnServerSockets). */
export function listeningPorts(threads: Iterable<HostThread>): ReadonlySet<number> {
  const ports = new Set<number>();
  for (const thread of threads) {
    if (!thread.hasOwnTable) continue;
    for (const [, fd] of thread.ownTable) {
      if (fd.type === FdType.ipv4Server || fd.type === FdType.ipv6Server) ports.add(fd.serverPort);
    }
  }
  return ports;
}

/** Addresses so that a reader who turns those that `listening` tells him to turn has them as they are. */
export function entryFromDescriptor(fd: Descriptor, listening: ReadonlySet<number>): FdEntry {
  const turned = fd.type === FdType.ipv4 && isTurned(fd, listening);
  const isSocket = fd.type >= FdType.ipv4 && fd.type <= FdType.ipv6Server;
  return {
    number: fd.number,
    type: fd.type,
    name: isSocket ? '' : fd.name,
    openFlags: fd.openFlags,
    device: fd.device,
    inode: fd.inode,
    l4: fd.l4,
    family: fd.family,
    clientAddress: turned ? fd.serverAddress : fd.clientAddress,
    clientPort: turned ? fd.serverPort : fd.clientPort,
    serverAddress: turned ? fd.clientAddress : fd.serverAddress,
    serverPort: turned ? fd.clientPort : fd.serverPort,
    unixSource: fd.unixSource,
    unixDestination: fd.unixDestination,
  };
}

/** As a process list has it, the connection's own end would come first: what came first is turned by readers where its port is one that is listened on. */
function isTurned(fd: Descriptor, listening: ReadonlySet<number>): boolean {
  const isServer = (fd.flags & FdFlag.roleServer) !== 0;
  return listening.has(fd.serverPort) && (isServer || listening.has(fd.clientPort));
}
