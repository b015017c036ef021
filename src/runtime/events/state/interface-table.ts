import { sameAddress } from './addresses.ts';
import type { NetworkInterface } from './host-state.ts';

/** Interfaces of the host; a capture that lists more, or with longer names, is damaged. */
export const maxInterfaces = 16_384;
const maxNameLength = 1_024;

/** Addresses of the host: what a socket without one of its own most likely has. */
export class InterfaceTable {
  readonly list: NetworkInterface[] = [];

  clear(): void {
    this.list.length = 0;
  }

  add(networkInterface: NetworkInterface): void {
    if (this.list.length < maxInterfaces && networkInterface.name.length <= maxNameLength)
      this.list.push(networkInterface);
  }

  /** The host's address towards another: itself where it is the host's own, else one of the same network, else the first that is not the loopback. */
  towards(address: Uint8Array): Uint8Array | undefined {
    const four = address.length === 4;
    const own = this.list.filter((item) => item.address.length === address.length);
    const found =
      own.find((item) => sameAddress(item.address, address)) ??
      own.find((item) => (four ? inNetwork(item, address) : sameSite(item.address, address))) ??
      own.find((item) => !isLoopback(item.address));
    return found?.address;
  }
}

function inNetwork(item: NetworkInterface, address: Uint8Array): boolean {
  return item.address.every(
    (byte, index) => (byte & item.netmask[index]!) === (address[index]! & item.netmask[index]!),
  );
}

/** The first 64 bits: a network of IPv6. */
function sameSite(a: Uint8Array, b: Uint8Array): boolean {
  for (let index = 0; index < 8; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

function isLoopback(address: Uint8Array): boolean {
  if (address.length === 4) return address[0] === 127 && address[1] === 0 && address[2] === 0 && address[3] === 1;
  return address.every((byte, index) => byte === (index === 15 ? 1 : 0));
}
