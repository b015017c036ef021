import type { CaptureEvent } from '../event.ts';
import { EventType } from '../event.ts';
import { lazyText, lazyTexts, roughTime } from './event-values.ts';
import type { Host } from './host.ts';
import { HostThread } from './host-thread.ts';
import { LazyTexts } from './lazy-text.ts';
import { ThreadFlag } from './thread.ts';

/** Parameters of clone, clone3, fork and vfork. */
const P = {
  result: 0,
  exe: 1,
  args: 2,
  pid: 4,
  ptid: 5,
  fdLimit: 7,
  majorFaults: 8,
  minorFaults: 9,
  vmSize: 10,
  vmRss: 11,
  vmSwap: 12,
  comm: 13,
  cgroups: 14,
  flags: 15,
  uid: 16,
  gid: 17,
  vtid: 18,
  vpid: 19,
  pidnsInitStart: 20,
} as const;

/** A thread of this age that has the child's tid is the child; an older one is another, whose exit was lost. */
const staleNanoseconds = 2_000_000_000;

/**
 * A clone shows twice: on the parent's side with the child's tid, on the child's own with 0. Either may be lost, and the child's may come first.
 * Where the child lives in another pid namespace, the parent's side only knows a tid of that namespace: the child's side alone says who it is.
 */
export function onClone(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const result = event.number64(P.result);
  if (result === undefined || result < 0) return;
  if (result === 0) onCloneInChild(host, event, thread);
  else onCloneInParent(host, event, result);
  // The container is looked up again for the thread that the event is of, whichever side it is.
  const own = host.threadTable.find(event.tid);
  if (own) own.containerKnown = true;
}

function onCloneInParent(host: Host, event: CaptureEvent, childTid: number): void {
  const threads = host.threadTable;
  const parent = threads.getOrInvent(event.tid);
  const known = !parent.isInvalid;
  if (!known) {
    parent.pid = event.number64(P.pid) ?? -1;
    parent.ptid = event.number64(P.ptid) ?? -1;
    setNamespaceIds(event, parent);
    threads.link(parent);
  }
  event.thread = parent;

  const flags = event.u32(P.flags) ?? 0;
  const elsewhere = ThreadFlag.childPidns | ThreadFlag.newPid | ThreadFlag.parent;
  if ((flags & elsewhere) !== 0 || parent.tid !== parent.vtid) return;
  // A parent of vfork goes on when the child has called exec or is gone: nothing to add.
  if ((flags & ThreadFlag.vfork) !== 0 || event.type === EventType.SYSCALL_VFORK_20_X) return;
  if (threads.exitedLately(childTid, event.tid, roughTime(event))) return;

  const existing = threads.find(childTid);
  if (existing) {
    if ((existing.flags & ThreadFlag.cloneInverted) !== 0) return;
    threads.remove(childTid);
  }

  const child = new HostThread(childTid);
  child.flags = flags;
  if ((flags & ThreadFlag.thread) === 0) {
    if (known) inheritProcess(child, parent);
    child.pid = childTid;
    child.ptid = parent.tid;
  } else {
    child.pid = parent.pid;
    child.ptid = parent.ptid;
    child.flags |= ThreadFlag.files;
    child.lastExecTime = parent.lastExecTime;
  }
  child.vtid = child.tid;
  child.vpid = child.pid;
  setFromEvent(event, child, parent);
  if (known) inheritExecutable(child, parent);
  else lend(child, parent);
  threads.put(child);
  threads.link(child);
  child.lastSeen = event.number;
  if (existing) event.thread = threads.get(event.tid);
}

function onCloneInChild(host: Host, event: CaptureEvent, current: HostThread | undefined): void {
  const threads = host.threadTable;
  if (current !== undefined && current.cloneTime !== 0n) {
    if (event.time - current.cloneTime < staleNanoseconds) return;
    threads.remove(event.tid);
    event.thread = undefined;
  }

  const child = new HostThread(event.tid);
  child.pid = event.number64(P.pid) ?? -1;
  child.ptid = event.number64(P.ptid) ?? -1;
  setNamespaceIds(event, child);
  child.flags = (event.u32(P.flags) ?? 0) | ThreadFlag.cloneInverted;
  const leads = (child.flags & ThreadFlag.thread) === 0;
  if (!leads) child.flags |= ThreadFlag.files;

  // A new process takes after its parent, a new thread after the main thread: not always the one that called clone.
  const model = threads.getOrInvent(leads ? child.ptid : child.pid);
  const known = !model.isInvalid;
  if (!known && !leads) {
    model.pid = child.pid;
    model.ptid = child.ptid;
    model.vpid = child.vpid;
    model.vtid = child.vpid;
    threads.link(model);
  }
  setFromEvent(event, child, model);
  if (known) {
    inheritExecutable(child, model);
    if (leads) inheritProcess(child, model);
    else child.lastExecTime = model.lastExecTime;
  } else if (!leads) lend(child, model);

  const inNamespace = (child.flags & (ThreadFlag.childPidns | ThreadFlag.newPid)) !== 0 || child.tid !== child.vtid;
  if (inNamespace) child.pidnsInitStart = event.u64(P.pidnsInitStart) ?? 0n;
  threads.put(child);
  threads.link(child);
  event.thread = child;
}

function setNamespaceIds(event: CaptureEvent, thread: HostThread): void {
  if (event.has(P.vpid)) {
    thread.vtid = event.number64(P.vtid) ?? -1;
    thread.vpid = event.number64(P.vpid) ?? -1;
  } else {
    thread.vtid = thread.tid;
    thread.vpid = -1;
  }
}

/** What a new process has of its parent; its threads use the main thread's. */
function inheritProcess(child: HostThread, parent: HostThread): void {
  const table = parent.table;
  if (table) child.ownTable = table.fork();
  child.ownCwd = parent.cwd;
  child.envTexts = parent.envTexts;
}

function inheritExecutable(child: HostThread, from: HostThread): void {
  child.exepathText = from.exepathText;
  child.exeWritable = from.exeWritable;
  child.exeUpperLayer = from.exeUpperLayer;
  child.exeLowerLayer = from.exeLowerLayer;
  child.exeFromMemfd = from.exeFromMemfd;
  child.exeInode = from.exeInode;
  child.exeInodeCtime = from.exeInodeCtime;
  child.exeInodeMtime = from.exeInodeMtime;
  child.exeCloneTime = from.exeCloneTime;
  child.root = from.root;
  child.sid = from.sid;
  child.vpgid = from.vpgid;
  child.pgid = from.pgid;
  child.tty = from.tty;
  child.loginuid = from.loginuid;
  child.capPermitted = from.capPermitted;
  child.capInheritable = from.capInheritable;
  child.capEffective = from.capEffective;
}

/** What the event says of a thread that was not known before. */
function lend(from: HostThread, to: HostThread): void {
  to.exeText = from.exeText;
  to.commText = from.commText;
  to.argTexts = from.argTexts;
}

function setFromEvent(event: CaptureEvent, child: HostThread, like: HostThread): void {
  child.exeText = lazyText(event, P.exe, like.exeText);
  child.argTexts = lazyTexts(event, P.args, like.argTexts);
  child.commText = event.has(P.comm) ? lazyText(event, P.comm, like.commText) : child.exeText;
  child.cgroupTexts = event.has(P.cgroups) ? lazyTexts(event, P.cgroups, like.cgroupTexts) : LazyTexts.empty;
  child.fdLimitNumber = event.number64(P.fdLimit) ?? -1;
  if (event.has(P.vmSwap)) {
    child.faultsMajor = event.number64(P.majorFaults) ?? 0;
    child.faultsMinor = event.number64(P.minorFaults) ?? 0;
    child.vmSizeKb = event.u32(P.vmSize) ?? 0;
    child.vmRssKb = event.u32(P.vmRss) ?? 0;
    child.vmSwapKb = event.u32(P.vmSwap) ?? 0;
  }
  child.uid = event.u32(P.uid) ?? 0xffffffff;
  child.gid = event.u32(P.gid) ?? 0xffffffff;
  child.cloneTime = event.time;
}
