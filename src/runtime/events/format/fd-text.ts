import { type Fd, FdFlag, FdType, Layer4 } from '../state/fd.ts';

const typeCharacters: Readonly<Record<number, string>> = {
  [FdType.unknown]: 'o',
  [FdType.file]: 'f',
  [FdType.directory]: 'd',
  [FdType.ipv4]: '4',
  [FdType.ipv6]: '6',
  [FdType.ipv4Server]: '4',
  [FdType.ipv6Server]: '6',
  [FdType.fifo]: 'p',
  [FdType.unix]: 'u',
  [FdType.event]: 'e',
  [FdType.unsupported]: 'X',
  [FdType.signal]: 's',
  [FdType.eventpoll]: 'l',
  [FdType.inotify]: 'i',
  [FdType.timer]: 't',
  [FdType.netlink]: 'n',
  [FdType.fileV2]: 'f',
  [FdType.bpf]: 'b',
  [FdType.userfault]: 'u',
  [FdType.ioUring]: 'r',
  [FdType.memory]: 'm',
  [FdType.pid]: 'P',
};

/** One character for a descriptor's type, as fd.typechar has it. */
export function fdTypeCharacter(type: number): string {
  return typeCharacters[type] ?? '?';
}

/** Layer4 of a socket with addresses. Known only once it has a role, raw sockets aside. */
export function fdLayer4(fd: Fd): number {
  if (fd.type === FdType.ipv4Server || fd.type === FdType.ipv6Server) return fd.l4;
  if (fd.type !== FdType.ipv4 && fd.type !== FdType.ipv6) return Layer4.notAvailable;
  if (fd.l4 === Layer4.raw) return Layer4.raw;
  return hasRole(fd) ? fd.l4 : Layer4.notAvailable;
}

/** It is known which end of the connection this is. */
export function hasRole(fd: Fd): boolean {
  return (fd.flags & (FdFlag.roleClient | FdFlag.roleServer)) !== 0;
}

const layer4Characters: Readonly<Record<number, string>> = {
  [Layer4.tcp]: 't',
  [Layer4.udp]: 'u',
  [Layer4.icmp]: 'i',
  [Layer4.raw]: 'r',
};

/** `<f>/etc/passwd`, `<4t>10.0.0.2:4711->10.0.0.3:80`: type, transport, name. */
export function fdText(fd: Fd): string {
  return `<${fdTypeCharacter(fd.type)}${layer4Characters[fdLayer4(fd)] ?? ''}>${fd.name}`;
}
