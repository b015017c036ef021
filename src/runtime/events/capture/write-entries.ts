import { FdType } from '../state/fd.ts';
import type { BlockBuilder } from './block-builder.ts';
import type { FdEntry, ProcessEntry } from './capture-entries.ts';
import { readerLimits as limits } from './reader-limits.ts';

/** An entry of a process list, version 9. */
export function writeThread(builder: BlockBuilder, thread: ProcessEntry): void {
  const entry = builder.beginEntry();
  builder.number64(thread.tid);
  builder.number64(thread.pid);
  builder.number64(thread.ptid);
  builder.number64(thread.sid);
  builder.number64(thread.vpgid);
  builder.counted(thread.comm, limits.path);
  builder.counted(thread.exe, limits.path);
  builder.counted(thread.exepath, limits.path);
  builder.counted(wholeTexts(thread.args), limits.list);
  builder.counted(thread.cwd, limits.path);
  builder.u64(thread.fdLimit);
  builder.u32(thread.flags);
  builder.u32(thread.uid);
  builder.u32(thread.gid);
  builder.u32(thread.vmSizeKb);
  builder.u32(thread.vmRssKb);
  builder.u32(thread.vmSwapKb);
  builder.u64(thread.majorFaults);
  builder.u64(thread.minorFaults);
  builder.counted(wholeTexts(thread.env), limits.list);
  builder.number64(thread.vtid);
  builder.number64(thread.vpid);
  builder.counted(wholeTexts(thread.cgroups), limits.list);
  builder.counted(thread.root, limits.path);
  builder.u64(thread.pidnsInitStart);
  builder.u32(thread.tty);
  builder.u32(thread.loginuid);
  builder.u8(thread.exeWritable ? 1 : 0);
  builder.u64(thread.capInheritable);
  builder.u64(thread.capPermitted);
  builder.u64(thread.capEffective);
  builder.u8(thread.exeUpperLayer ? 1 : 0);
  builder.u64(thread.exeInode);
  builder.u64(thread.exeInodeCtime);
  builder.u64(thread.exeInodeMtime);
  builder.u8(thread.exeFromMemfd ? 1 : 0);
  builder.u8(thread.exeLowerLayer ? 1 : 0);
  builder.number64(thread.pgid);
  builder.endEntry(entry);
}

/** An entry of a descriptor list, version 2. */
export function writeFd(builder: BlockBuilder, fd: FdEntry): void {
  // The peers' readers stop at an entry without a type.
  if (fd.type === FdType.unknown || fd.type > FdType.pid) return;
  const entry = builder.beginEntry();
  builder.number64(fd.number);
  builder.u64(fd.inode);
  builder.u8(fd.type);
  switch (fd.type) {
    case FdType.ipv4:
    case FdType.ipv6: {
      const size = fd.type === FdType.ipv4 ? 4 : 16;
      builder.raw(sized(fd.clientAddress, size));
      builder.raw(sized(fd.serverAddress, size));
      builder.u16(fd.clientPort);
      builder.u16(fd.serverPort);
      builder.u8(fd.l4);
      break;
    }
    case FdType.ipv4Server:
    case FdType.ipv6Server:
      builder.raw(sized(fd.serverAddress, fd.type === FdType.ipv4Server ? 4 : 16));
      builder.u16(fd.serverPort);
      builder.u8(fd.l4);
      break;
    case FdType.unix:
      builder.u64(fd.unixSource);
      builder.u64(fd.unixDestination);
      builder.text(fd.name, limits.path);
      break;
    case FdType.fileV2:
      builder.u32(fd.openFlags);
      builder.text(fd.name, limits.path);
      builder.u32(fd.device);
      break;
    default:
      builder.text(fd.name, limits.path);
  }
  builder.endEntry(entry);
}

/** Of texts that end with NUL, as many as readers accept. */
function wholeTexts(bytes: Buffer): Buffer {
  return bytes.length <= limits.list ? bytes : bytes.subarray(0, bytes.lastIndexOf(0, limits.list - 1) + 1);
}

/** Of an address, as many bytes as its family has. */
export function sized(bytes: Uint8Array | undefined, size: number): Uint8Array {
  if (bytes?.length === size) return bytes;
  const result = new Uint8Array(size);
  if (bytes) result.set(bytes.subarray(0, size));
  return result;
}
