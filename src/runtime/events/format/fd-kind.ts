import { FdType } from '../state/fd.ts';

/** A file. */
export function fdTypeIsFile(type: number): boolean {
  return type === FdType.file || type === FdType.fileV2;
}

/** A file or a directory. */
export function fdTypeIsPath(type: number): boolean {
  return type === FdType.file || type === FdType.fileV2 || type === FdType.directory;
}

/** An IPv4 or IPv6 socket, listening ones too. */
export function fdTypeIsInternet(type: number): boolean {
  return type >= FdType.ipv4 && type <= FdType.ipv6Server;
}

/** Something that processes of one machine talk through. */
export function fdTypeIsPipeLike(type: number): boolean {
  return (
    type === FdType.fifo ||
    type === FdType.unix ||
    type === FdType.event ||
    type === FdType.signal ||
    type === FdType.inotify ||
    type === FdType.userfault
  );
}
