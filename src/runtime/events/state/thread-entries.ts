import type { ProcessEntry } from '../capture/capture-entries.ts';
import { encodeText } from '../text.ts';
import { withoutDeleted } from './exec-events.ts';
import { HostThread } from './host-thread.ts';
import { joinPath } from './join-path.ts';
import { LazyText, LazyTexts } from './lazy-text.ts';
import { ThreadFlag } from './thread.ts';

/** A thread as a process list says it. Copies the texts. */
export function threadFromEntry(entry: ProcessEntry): HostThread {
  const thread = new HostThread(entry.tid);
  thread.pid = entry.pid;
  thread.ptid = entry.ptid;
  thread.sid = entry.sid;
  thread.vpgid = entry.vpgid;
  thread.pgid = entry.pgid;
  thread.vtid = entry.vtid;
  thread.vpid = entry.vpid;
  thread.flags |= entry.flags | ThreadFlag.active;
  thread.commText = copied(entry.comm);
  thread.exeText = copied(entry.exe);
  thread.exepathText = withoutDeleted(copied(entry.exepath));
  thread.argTexts = LazyTexts.copy(entry.args, 0, entry.args.length);
  thread.cgroupTexts = LazyTexts.copy(entry.cgroups, 0, entry.cgroups.length);
  if (thread.isMain) {
    thread.envTexts = LazyTexts.copy(entry.env, 0, entry.env.length);
    const cwd = joinPath('', copied(entry.cwd).value);
    thread.ownCwd = cwd.endsWith('/') ? cwd : `${cwd}/`;
  }
  thread.root = copied(entry.root).value;
  thread.fdLimitNumber = Number(BigInt.asIntN(64, entry.fdLimit));
  thread.uid = entry.uid;
  thread.gid = entry.gid;
  thread.loginuid = entry.loginuid;
  thread.tty = entry.tty;
  thread.vmSizeKb = entry.vmSizeKb;
  thread.vmRssKb = entry.vmRssKb;
  thread.vmSwapKb = entry.vmSwapKb;
  thread.faultsMajor = Number(entry.majorFaults);
  thread.faultsMinor = Number(entry.minorFaults);
  thread.capInheritable = entry.capInheritable;
  thread.capPermitted = entry.capPermitted;
  thread.capEffective = entry.capEffective;
  thread.exeWritable = entry.exeWritable;
  thread.exeUpperLayer = entry.exeUpperLayer;
  thread.exeLowerLayer = entry.exeLowerLayer;
  thread.exeFromMemfd = entry.exeFromMemfd;
  thread.exeInode = entry.exeInode;
  thread.exeInodeCtime = entry.exeInodeCtime;
  thread.exeInodeMtime = entry.exeInodeMtime;
  thread.pidnsInitStart = entry.pidnsInitStart;
  return thread;
}

function copied(bytes: Buffer): LazyText {
  return LazyText.copy(bytes, 0, bytes.length);
}

/** The thread as a process list says it. Texts as they came, as far as they did not change since. */
export function entryFromThread(thread: HostThread): ProcessEntry {
  return {
    tid: thread.tid,
    pid: thread.pid,
    ptid: thread.ptid,
    sid: thread.sid,
    vpgid: thread.vpgid,
    pgid: thread.pgid,
    vtid: thread.vtid,
    vpid: thread.vpid,
    comm: thread.commText.bytes,
    exe: thread.exeText.bytes,
    exepath: thread.exepathText.bytes,
    args: thread.argTexts.bytes,
    cwd: encodeText(thread.cwd),
    env: thread.isMain ? thread.envTexts.bytes : noBytes,
    cgroups: thread.cgroupTexts.bytes,
    root: encodeText(thread.root),
    fdLimit: BigInt.asUintN(64, thread.fdLimit),
    flags: thread.flags >>> 0,
    uid: thread.uid,
    gid: thread.gid,
    loginuid: thread.loginuid,
    tty: thread.tty,
    vmSizeKb: thread.vmSizeKb,
    vmRssKb: thread.vmRssKb,
    vmSwapKb: thread.vmSwapKb,
    majorFaults: thread.majorFaults,
    minorFaults: thread.minorFaults,
    capInheritable: thread.capInheritable,
    capPermitted: thread.capPermitted,
    capEffective: thread.capEffective,
    exeWritable: thread.exeWritable,
    exeUpperLayer: thread.exeUpperLayer,
    exeLowerLayer: thread.exeLowerLayer,
    exeFromMemfd: thread.exeFromMemfd,
    exeInode: thread.exeInode,
    exeInodeCtime: thread.exeInodeCtime,
    exeInodeMtime: thread.exeInodeMtime,
    pidnsInitStart: thread.pidnsInitStart,
  };
}

const noBytes = Buffer.alloc(0);
