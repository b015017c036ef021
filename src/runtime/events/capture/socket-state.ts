import { FdType, Layer4 } from '../state/fd.ts';
import { i64, u32 } from './bytes-of.ts';
import type { FdEntry } from './capture-entries.ts';

/** Families (AF_*) of internet sockets, by type. */
const families: Readonly<Record<number, number>> = { [FdType.ipv4]: 2, [FdType.ipv6]: 10 };

/** Type and protocol of socket(2), by Layer4. */
const kinds: Readonly<Record<number, readonly [type: number, protocol: number]>> = {
  [Layer4.tcp]: [1, 6],
  [Layer4.udp]: [2, 17],
  [Layer4.icmp]: [2, 1],
  [Layer4.raw]: [3, 255],
};

/** Whether it is a socket that a list cannot say: one without addresses would be read as one of the address 0, one of another family not at all. */
export function isBareSocket(fd: FdEntry): boolean {
  if (fd.clientAddress !== undefined || fd.serverAddress !== undefined) return false;
  return families[fd.type] !== undefined || (fd.type === FdType.unknown && (fd.family ?? 0) !== 0);
}

/** Parameters of the events of the call that made such a socket. */
export function socketParameters(fd: FdEntry): { readonly enter: readonly Buffer[]; readonly exit: readonly Buffer[] } {
  const [type, protocol] = kinds[fd.l4] ?? [0, 0];
  const enter = [u32(families[fd.type] ?? fd.family ?? 0), u32(type), u32(protocol)];
  return { enter, exit: [i64(fd.number), ...enter, u32(fd.openFlags)] };
}
