import type { CaptureEvent } from '../event.ts';
import { decodeText } from '../text.ts';
import { addressText, ipv4Text, isIpv4Mapped } from './addresses.ts';
import type { Descriptor } from './descriptor.ts';
import { FdType, Layer4 } from './fd.ts';

/** Address families as captures number them. */
export const Family = { unix: 1, ipv4: 2, ipv6: 10, netlink: 16 } as const;

export function isInternetFamily(family: number): boolean {
  return family === Family.ipv4 || family === Family.ipv6;
}

/** An internet tuple of an event, with IPv4 addresses where both ends are IPv4 addresses in IPv6 form. */
export interface InternetTuple {
  four: boolean;
  source: Uint8Array;
  sourcePort: number;
  destination: Uint8Array;
  destinationPort: number;
}

/** Family of a socket tuple or address; 0 where the parameter is missing or too short for what it says to be. */
export function familyOf(event: CaptureEvent, index: number, kind: 'tuple' | 'address'): number {
  const size = event.size(index);
  if (size === 0) return 0;
  const start = event.start(index);
  const family = event.bytes[start]!;
  const tuple = kind === 'tuple';
  switch (family) {
    case Family.ipv4:
      return size >= (tuple ? 13 : 7) ? family : 0;
    case Family.ipv6:
      return size >= (tuple ? 37 : 19) ? family : 0;
    case Family.unix:
      return size >= (tuple ? 18 : 2) && event.bytes[start + size - 1] === 0 ? family : 0;
    default:
      return family;
  }
}

export function readInternetTuple(event: CaptureEvent, index: number, family: number): InternetTuple {
  const { bytes, view } = event;
  const at = event.start(index) + 1;
  if (family === Family.ipv4) {
    return {
      four: true,
      source: bytes4(bytes, at),
      sourcePort: view.getUint16(at + 4, true),
      destination: bytes4(bytes, at + 6),
      destinationPort: view.getUint16(at + 10, true),
    };
  }
  const mapped = isIpv4Mapped(bytes, at) && isIpv4Mapped(bytes, at + 18);
  return {
    four: mapped,
    source: mapped ? bytes4(bytes, at + 12) : bytes16(bytes, at),
    sourcePort: view.getUint16(at + 16, true),
    destination: mapped ? bytes4(bytes, at + 30) : bytes16(bytes, at + 18),
    destinationPort: view.getUint16(at + 34, true),
  };
}

export function bytes4(bytes: Uint8Array, at: number): Uint8Array {
  return Uint8Array.prototype.slice.call(bytes, at, at + 4);
}

export function bytes16(bytes: Uint8Array, at: number): Uint8Array {
  return Uint8Array.prototype.slice.call(bytes, at, at + 16);
}

/** Path of a unix tuple. */
export function unixPath(event: CaptureEvent, index: number, offset: number): string {
  const start = event.start(index) + offset;
  const end = event.start(index) + event.size(index);
  const nul = event.bytes.indexOf(0, start);
  return decodeText(event.bytes, start, nul >= 0 && nul < end ? nul : end);
}

/** Offset of the path in a unix tuple, after the family and the kernel addresses of the two ends. */
export const unixTuplePath = 17;

/** A tuple parameter as text: `a:1->b:2`, `source->destination path` for unix sockets. */
export function tupleText(event: CaptureEvent, index: number): string {
  if (event.size(index) === 0) return 'NULL';
  const family = familyOf(event, index, 'tuple');
  const said = event.bytes[event.start(index)]!;
  if (family === Family.unix) {
    const at = event.start(index);
    const source = event.view.getBigUint64(at + 1, true);
    const destination = event.view.getBigUint64(at + 9, true);
    return unixText(source, destination, unixPath(event, index, unixTuplePath));
  }
  if (family === Family.ipv4 || family === Family.ipv6) {
    const tuple = readInternetTuple(event, index, family);
    const { four, source, sourcePort, destination, destinationPort } = tuple;
    return `${addressText(source, four)}:${sourcePort}->${addressText(destination, four)}:${destinationPort}`;
  }
  return family === 0 && said !== 0 ? invalidText(said, 'SOCKTUPLE') : `family ${said}`;
}

/** A socket address parameter as text: `a:1`, a path. */
export function addressParameterText(event: CaptureEvent, index: number): string {
  if (event.size(index) === 0) return '<NA>';
  const family = familyOf(event, index, 'address');
  const at = event.start(index);
  const said = event.bytes[at]!;
  if (family === Family.unix) return unixPath(event, index, 1);
  if (family === Family.ipv4) {
    return `${ipv4Text(event.bytes.subarray(at + 1, at + 5))}:${event.view.getUint16(at + 5, true)}`;
  }
  if (family === Family.ipv6) {
    return `${addressText(event.bytes.subarray(at + 1, at + 17), false)}:${event.view.getUint16(at + 17, true)}`;
  }
  return family === 0 && said !== 0 ? invalidText(said, 'SOCKADDR') : `family ${said}`;
}

function invalidText(family: number, kind: string): string {
  if (family === Family.unix) return 'INVALID PATH';
  return family === Family.ipv4 ? 'INVALID IPv4' : family === Family.ipv6 ? 'INVALID IPv6' : `INVALID ${kind}`;
}

export function unixText(source: bigint, destination: bigint, path: string): string {
  return `${source.toString(16)}->${destination.toString(16)} ${path}`;
}

/** Name of an internet socket that has a tuple. Raw ones and ICMP have no ports. */
export function socketName(fd: Descriptor): string {
  const four = fd.type === FdType.ipv4;
  const client = addressText(fd.clientAddress, four);
  const server = addressText(fd.serverAddress, four);
  switch (fd.l4) {
    case Layer4.tcp:
    case Layer4.udp:
      return `${client}:${fd.clientPort}->${server}:${fd.serverPort}`;
    case Layer4.icmp:
      return `${client}->${server}`;
    case Layer4.raw:
      return four ? `${client}->${server}` : '<unknown>';
    default:
      return '<unknown>';
  }
}

/** Name of a socket that listens. */
export function serverName(fd: Descriptor): string {
  return `${addressText(fd.serverAddress, fd.type === FdType.ipv4Server)}:${fd.serverPort}`;
}
