import { beforeEach, describe, expect, it } from 'vitest';
import { type EventFacts, encodeEvent, eventOf } from '../../../testing/capture-builder.ts';
import type { CaptureEvent } from '../event.ts';
import { createHostState } from './create-host-state.ts';
import { FdType, Layer4 } from './fd.ts';
import type { Host } from './host.ts';

const mapped = (address: string) =>
  Buffer.concat([Buffer.alloc(10), Buffer.from([255, 255, ...address.split('.').map(Number)])]);
const six = (last: number, first = 0xfe80) => {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16BE(first);
  bytes[15] = last;
  return bytes;
};
const port = (value: number) => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const tuple6 = (source: Buffer, sourcePort: number, destination: Buffer, destinationPort: number) =>
  Buffer.concat([Buffer.from([10]), source, port(sourcePort), destination, port(destinationPort)]);

const family6 = 10;
const datagram = 2;

/** IPv6 sockets whose ends are IPv4 addresses, or that are bound: as libsinsp names them (parsers.cpp, update_fd and fill_client_socket_info). */
describe('an IPv6 socket', () => {
  let host: Host;
  let number = 0;

  beforeEach(() => {
    host = createHostState();
    host.restart();
    number = 0;
  });

  function apply(facts: EventFacts): CaptureEvent {
    number += 1;
    const event = eventOf(encodeEvent({ time: BigInt(number), tid: 7, ...facts }), number);
    host.apply(event);
    return event;
  }

  function open(type: number): void {
    apply({ type: 'SOCKET_SOCKET_X', parameters: { fd: 3, domain: family6, type, proto: 0, flags: 0 } });
  }

  const connect = (tuple: Buffer) => apply({ type: 'SOCKET_CONNECT_X', parameters: { res: 0, tuple, fd: 3 } }).fd;
  const receive = (tuple: Buffer) =>
    apply({ type: 'SOCKET_RECVFROM_X', parameters: { res: 1, data: 'x', tuple, fd: 3, size: 1 } }).fd;

  function bind(address: Buffer): void {
    const addr = Buffer.concat([Buffer.from([10]), address, port(53)]);
    apply({ type: 'SOCKET_BIND_X', parameters: { res: 0, addr, fd: 3 } });
  }

  it('that connects to an IPv4 address has IPv4 ends and no protocol any more', () => {
    open(datagram);
    expect(connect(tuple6(six(1), 5000, six(2), 53))?.l4).toBe(Layer4.udp);
    open(datagram);
    const fd = connect(tuple6(mapped('10.0.0.2'), 5000, mapped('10.0.0.1'), 53));
    expect([fd?.type, fd?.l4, fd?.name]).toEqual([FdType.ipv4, Layer4.unknown, '<unknown>']);
    expect([...fd!.serverAddress!]).toEqual([10, 0, 0, 1]);
  });

  it('has its protocol again when it connects to an IPv6 address', () => {
    open(datagram);
    connect(tuple6(mapped('10.0.0.2'), 5000, mapped('10.0.0.1'), 53));
    expect(connect(tuple6(six(1), 5000, six(2), 53))?.name).toBe('fe80::1:5000->fe80::2:53');
  });

  it('that gets a datagram from an IPv4 address is taken for UDP', () => {
    open(datagram);
    const fd = receive(tuple6(mapped('10.0.0.9'), 5000, mapped('10.0.0.1'), 53));
    expect([fd?.type, fd?.l4]).toEqual([FdType.ipv4, Layer4.udp]);
  });

  it('that is bound stays a listening one, named by its last datagram', () => {
    open(datagram);
    bind(six(1));
    const fd = receive(tuple6(six(9), 5000, six(1), 53));
    expect([fd?.type, fd?.l4, fd?.serverPort]).toEqual([FdType.ipv6Server, Layer4.unknown, 0x80fe]);
    expect(fd?.name).toBe('fe80::9:5000->fe80::1:53');
    expect(receive(tuple6(six(8), 5000, six(1), 53))?.name).toBe('fe80::8:5000->fe80::1:53');
  });

  it('that is bound to any address counts as an IPv4 one', () => {
    open(datagram);
    bind(Buffer.alloc(16));
    const fd = receive(tuple6(six(9), 5000, six(1), 53));
    expect([fd?.type, fd?.name]).toEqual([FdType.ipv4Server, 'fe80::9:5000->fe80::1:53']);
    expect([...fd!.serverAddress!]).toEqual([0xfe, 0x80, 0, 0]);
  });
});

it('a path of dots that comes to nothing gives a descriptor no name', () => {
  const host = createHostState();
  host.restart();
  const open = (name: string, number: number) => {
    const parameters = { fd: 3, dirfd: -100, name, flags: 1, mode: 0, dev: 1, ino: 2 };
    const event = eventOf(encodeEvent({ type: 'SYSCALL_OPENAT_2_X', tid: 7, parameters }), number);
    host.apply(event);
    return event.fd!;
  };
  expect(open('/etc/passwd', 1).flags).not.toBe(0);
  const dots = open('/..', 2);
  expect([dots.name, dots.flags]).toEqual(['/', open('/etc/passwd', 3).flags]);
});
