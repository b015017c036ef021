import { type CaptureEvent, EventType } from '../event.ts';
import { Descriptor } from './descriptor.ts';
import { pathText } from './event-values.ts';
import { FdFlag, FdType } from './fd.ts';
import type { Host } from './host.ts';
import type { HostThread } from './host-thread.ts';

/** AT_FDCWD */
const currentDirectory = -100;

/** PPM_O_* */
const openFlag = { directory: 1 << 10, created: 1 << 14, upperLayer: 1 << 15, lowerLayer: 1 << 16 } as const;
const creatFlag = { upperLayer: 1, lowerLayer: 2 } as const;

/** Bits that the kernel side adds when the call returns: not of the program's own flags. */
const addedFlags = ~(openFlag.created - 1);

/** Parameters by event; the mode lies after the flags where there are flags. */
const layouts = {
  [EventType.SYSCALL_OPEN_X]: { directory: -1, name: 1, flags: 2, device: 4, inode: 5 },
  [EventType.SYSCALL_CREAT_X]: { directory: -1, name: 1, flags: -1, device: 3, inode: 4 },
  [EventType.SYSCALL_OPENAT_2_X]: { directory: 1, name: 2, flags: 3, device: 5, inode: 6 },
  [EventType.SYSCALL_OPENAT2_X]: { directory: 1, name: 2, flags: 3, device: 6, inode: 7 },
  [EventType.SYSCALL_OPEN_BY_HANDLE_AT_X]: { directory: -2, name: 3, flags: 2, device: 4, inode: 5 },
} as const;

/** open, creat, openat, openat2, open_by_handle_at. */
export function onOpen(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (thread === undefined) return;
  const enter = thread.storedEvent === undefined ? undefined : host.enterEvent(event, thread);
  const fd = event.number64(0);
  if (fd === undefined || fd < 0) return;

  const layout = layouts[event.type as keyof typeof layouts];
  let path = pathText(event, layout.name);
  let flags = layout.flags >= 0 ? (event.u32(layout.flags) ?? 0) : creatFlags(event);
  let directory = layout.directory >= 0 ? event.number64(layout.directory) : currentDirectory;
  if (enter && event.type !== EventType.SYSCALL_OPEN_BY_HANDLE_AT_X) {
    // The program may have changed the path after the kernel read it: what was seen on entry counts.
    const first = layout.directory >= 0 ? 1 : 0;
    const entered = pathText(enter, first);
    if (entered.text !== '<NA>') {
      path = entered;
      if (layout.flags >= 0) flags = (enter.u32(first + 1) ?? 0) | (flags & addedFlags);
      if (layout.directory >= 0) directory = enter.number64(0);
    }
  }

  const descriptor = new Descriptor((flags & openFlag.directory) === 0 ? FdType.fileV2 : FdType.directory);
  descriptor.openFlags = flags;
  if (event.has(layout.device)) {
    descriptor.device = event.u32(layout.device) ?? 0;
    if (event.size(layout.inode) >= 8) {
      const at = event.start(layout.inode);
      descriptor.inodeLow = event.view.getUint32(at, true);
      descriptor.inodeHigh = event.view.getUint32(at + 4, true);
    }
  }
  const base =
    layout.directory === -2 || directory === undefined
      ? ''
      : layout.directory === -1
        ? thread.cwd
        : directoryOf(thread, path.text, directory);
  descriptor.setPath(base, path);
  if ((flags & openFlag.upperLayer) !== 0) descriptor.flags |= FdFlag.upperLayer;
  if ((flags & openFlag.lowerLayer) !== 0) descriptor.flags |= FdFlag.lowerLayer;
  host.addFd(event, thread, fd, descriptor);
}

function creatFlags(event: CaptureEvent): number {
  const flags = event.u16(5) ?? 0;
  if ((flags & creatFlag.upperLayer) !== 0) return openFlag.upperLayer;
  return (flags & creatFlag.lowerLayer) !== 0 ? openFlag.lowerLayer : 0;
}

/** What a path starts from, with a slash at its end: `.` for an absolute one, `<UNKNOWN>` where the descriptor is not known. */
export function directoryOf(thread: HostThread, path: string, directory: number): string {
  if (path.startsWith('/')) return '.';
  if (directory === currentDirectory) return thread.cwd;
  const descriptor = directory < 0 ? undefined : thread.table?.get(directory);
  if (descriptor === undefined) return '<UNKNOWN>';
  const name = descriptor.name;
  return name === '' || name.endsWith('/') ? name : `${name}/`;
}
