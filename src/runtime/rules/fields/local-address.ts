import type { CaptureEvent } from '#runtime/events/event.ts';
import { ipv4Text } from '#runtime/events/format/address-text.ts';

/** Whether an address is one of this machine, as seen from the event's thread: the machine's own, or for a container that of the container. */
export function isLocalAddress(event: CaptureEvent, address: Uint8Array): boolean {
  return address.length === 4 ? isLocalIpv4(event, address) : isLocalIpv6(event, address);
}

/** In a container whose address is not known, that of any container will do. */
function isLocalIpv4(event: CaptureEvent, address: Uint8Array): boolean {
  const containerId = event.thread?.containerId ?? '';
  if (containerId !== '') {
    const text = ipv4Text(address, 0);
    const own = event.host.container(containerId)?.ip ?? '';
    if (own === '') {
      for (const container of event.host.containers()) if (container.ip === text) return true;
      return false;
    }
    if (own === text) return true;
  }
  for (const { address: known } of event.host.interfaces) {
    if (known.length === 4 && startsSame(known, address, 4)) return true;
  }
  return false;
}

/** Bytes of an IPv6 address that name its network. */
const networkBytes = 8;

/** Addresses of containers are not known. */
function isLocalIpv6(event: CaptureEvent, address: Uint8Array): boolean {
  if ((event.thread?.containerId ?? '') !== '') return false;
  for (const { address: known } of event.host.interfaces) {
    if (known.length === 16 && startsSame(known, address, networkBytes)) return true;
  }
  return false;
}

function startsSame(one: Uint8Array, other: Uint8Array, bytes: number): boolean {
  for (let index = 0; index < bytes; index += 1) if (one[index] !== other[index]) return false;
  return true;
}
