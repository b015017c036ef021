import type { BlockCursor } from './block-cursor.ts';
import type { ProcessEntry } from './capture-entries.ts';

const noBytes = Buffer.alloc(0);
const notSet = 0xffffffff;

/** Bytes that writers before libs 0.10 had after `root`: they lack the two fields that later ones put before loginuid. */
const oldTailBytes = 4 + 1 + 8 + 8 + 8;

/**
 * Reads the entries of a process list (libs, scap_read_proclist). Versions 1-8 differ by what they lack; entries of 9 say their length, so that
 * older ones end earlier and newer ones are skipped past. Returns the number of entries; what is wrong shows in `cursor.short`.
 */
export function readProcessList(cursor: BlockCursor, version: number, add: (entry: ProcessEntry) => void): number {
  const entry = emptyEntry();
  const blockEnd = cursor.end;
  let count = 0;
  while (blockEnd - cursor.at >= 4) {
    const start = cursor.at;
    if (version >= 9) {
      const length = cursor.u32();
      if (length < 4 || length > blockEnd - start) {
        cursor.short = true;
        return count;
      }
      cursor.end = start + length;
    }
    readFixed(cursor, version, entry);
    if (version >= 9) readAppended(cursor, entry);
    if (cursor.short) return count;
    add(entry);
    count += 1;
    if (version >= 9) {
      cursor.at = cursor.end;
      cursor.end = blockEnd;
    }
  }
  return count;
}

function readFixed(cursor: BlockCursor, version: number, entry: ProcessEntry): void {
  entry.tid = cursor.number64();
  entry.pid = cursor.number64();
  entry.ptid = cursor.number64();
  entry.sid = version >= 6 ? cursor.number64() : -1;
  entry.vpgid = version >= 8 ? cursor.number64() : -1;
  entry.comm = cursor.counted();
  entry.exe = cursor.counted();
  entry.exepath = version >= 7 ? cursor.counted() : noBytes;
  entry.args = cursor.counted();
  entry.cwd = cursor.counted();
  entry.fdLimit = cursor.u64();
  entry.flags = cursor.u32();
  entry.uid = cursor.u32();
  entry.gid = cursor.u32();
  const memory = version >= 2;
  entry.vmSizeKb = memory ? cursor.u32() : 0;
  entry.vmRssKb = memory ? cursor.u32() : 0;
  entry.vmSwapKb = memory ? cursor.u32() : 0;
  entry.majorFaults = memory ? cursor.u64() : 0n;
  entry.minorFaults = memory ? cursor.u64() : 0n;
  entry.env = version >= 3 ? cursor.counted() : noBytes;
  entry.vtid = version >= 4 ? cursor.number64() : -1;
  entry.vpid = version >= 4 ? cursor.number64() : -1;
  entry.cgroups = version >= 4 ? cursor.counted() : noBytes;
  entry.root = version >= 5 ? cursor.counted() : noBytes;
}

/** Each field is there where it fits into what is left of the entry. */
function readAppended(cursor: BlockCursor, entry: ProcessEntry): void {
  const early = cursor.left <= oldTailBytes;
  entry.pidnsInitStart = !early && cursor.left >= 8 ? cursor.u64() : 0n;
  entry.tty = !early && cursor.left >= 4 ? cursor.u32() : 0;
  entry.loginuid = cursor.left >= 4 ? cursor.u32() : notSet;
  entry.exeWritable = cursor.left >= 1 && cursor.u8() !== 0;
  entry.capInheritable = cursor.left >= 8 ? cursor.u64() : 0n;
  entry.capPermitted = cursor.left >= 8 ? cursor.u64() : 0n;
  entry.capEffective = cursor.left >= 8 ? cursor.u64() : 0n;
  entry.exeUpperLayer = cursor.left >= 1 && cursor.u8() !== 0;
  entry.exeInode = cursor.left >= 8 ? cursor.u64() : 0n;
  entry.exeInodeCtime = cursor.left >= 8 ? cursor.u64() : 0n;
  entry.exeInodeMtime = cursor.left >= 8 ? cursor.u64() : 0n;
  entry.exeFromMemfd = cursor.left >= 1 && cursor.u8() !== 0;
  entry.exeLowerLayer = cursor.left >= 1 && cursor.u8() !== 0;
  entry.pgid = cursor.left >= 8 ? cursor.number64() : -1;
}

function emptyEntry(): ProcessEntry {
  return {
    tid: 0,
    pid: 0,
    ptid: 0,
    sid: -1,
    vpgid: -1,
    pgid: -1,
    vtid: -1,
    vpid: -1,
    comm: noBytes,
    exe: noBytes,
    exepath: noBytes,
    args: noBytes,
    cwd: noBytes,
    env: noBytes,
    cgroups: noBytes,
    root: noBytes,
    fdLimit: 0n,
    flags: 0,
    uid: 0,
    gid: 0,
    loginuid: notSet,
    tty: 0,
    vmSizeKb: 0,
    vmRssKb: 0,
    vmSwapKb: 0,
    majorFaults: 0n,
    minorFaults: 0n,
    capInheritable: 0n,
    capPermitted: 0n,
    capEffective: 0n,
    exeWritable: false,
    exeUpperLayer: false,
    exeLowerLayer: false,
    exeFromMemfd: false,
    exeInode: 0n,
    exeInodeCtime: 0n,
    exeInodeMtime: 0n,
    pidnsInitStart: 0n,
  };
}
