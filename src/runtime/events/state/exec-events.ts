import type { CaptureEvent } from '../event.ts';
import { EventType } from '../event.ts';
import { lazyText, lazyTexts, textOrNotAvailable } from './event-values.ts';
import type { Host } from './host.ts';
import type { HostThread } from './host-thread.ts';
import { joinPath } from './join-path.ts';
import { LazyText } from './lazy-text.ts';
import { directoryOf } from './open-events.ts';
import { ThreadFlag } from './thread.ts';

/** Parameters of execve and execveat. */
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
  env: 15,
  tty: 16,
  vpgid: 17,
  loginuid: 18,
  flags: 19,
  capInheritable: 20,
  capPermitted: 21,
  capEffective: 22,
  inode: 23,
  ctime: 24,
  mtime: 25,
  uid: 26,
  exepath: 27,
  pgid: 28,
  gid: 29,
} as const;

/** PPM_EXE_* */
const exeFlag = { writable: 1, upperLayer: 2, fromMemfd: 4, lowerLayer: 8 } as const;

const emptyPathFlag = 1;

export function onExec(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const result = event.number64(P.result);
  if (thread === undefined || result === undefined || result < 0) return;
  host.threadTable.resurrect(thread);
  thread.exeText = lazyText(event, P.exe, thread.exeText);
  thread.lastExecTime = event.time;
  thread.commText = event.has(P.comm) ? lazyText(event, P.comm, thread.commText) : thread.exeText;
  thread.argTexts = lazyTexts(event, P.args, thread.argTexts);
  const pid = event.number64(P.pid);
  if (pid !== undefined) thread.pid = pid;
  if (thread.isInvalid) {
    thread.ptid = event.number64(P.ptid) ?? -1;
    if ((thread.flags & ThreadFlag.childPidns) === 0) {
      thread.vtid = thread.tid;
      thread.vpid = thread.pid;
    }
    host.threadTable.link(thread);
  }
  thread.fdLimitNumber = event.number64(P.fdLimit) ?? thread.fdLimitNumber;
  if (event.has(P.vmSwap)) {
    thread.faultsMajor = event.number64(P.majorFaults) ?? 0;
    thread.faultsMinor = event.number64(P.minorFaults) ?? 0;
    thread.vmSizeKb = event.u32(P.vmSize) ?? 0;
    thread.vmRssKb = event.u32(P.vmRss) ?? 0;
    thread.vmSwapKb = event.u32(P.vmSwap) ?? 0;
  }
  if (event.has(P.env)) thread.envTexts = lazyTexts(event, P.env, thread.envTexts);
  if (event.has(P.cgroups)) thread.cgroupTexts = lazyTexts(event, P.cgroups, thread.cgroupTexts);
  thread.tty = event.u32(P.tty) ?? thread.tty;
  setExepath(host, event, thread);
  thread.vpgid = event.number64(P.vpgid) ?? thread.vpgid;
  thread.loginuid = event.u32(P.loginuid) ?? thread.loginuid;
  host.threadTable.weigh(thread);
  setExecutable(event, thread);
  thread.uid = event.u32(P.uid) ?? thread.uid;
  thread.pgid = event.number64(P.pgid) ?? -1;
  thread.gid = event.u32(P.gid) ?? thread.gid;
  thread.table?.closeOnExec();
  const kept = ThreadFlag.pipeSource | ThreadFlag.pipeDestination | ThreadFlag.isMainThread | ThreadFlag.cloneInverted;
  thread.flags = (thread.flags & kept) | ThreadFlag.active | ThreadFlag.nameChanged;
  removeOtherThreads(host, thread);
  thread.containerKnown = true;
}

function setExecutable(event: CaptureEvent, thread: HostThread): void {
  const flags = event.u32(P.flags);
  if (flags !== undefined) {
    thread.exeWritable = (flags & exeFlag.writable) !== 0;
    thread.exeUpperLayer = (flags & exeFlag.upperLayer) !== 0;
    thread.exeFromMemfd = (flags & exeFlag.fromMemfd) !== 0;
    thread.exeLowerLayer = (flags & exeFlag.lowerLayer) !== 0;
  }
  if (event.has(P.capEffective)) {
    thread.capInheritable = event.u64(P.capInheritable) ?? 0n;
    thread.capPermitted = event.u64(P.capPermitted) ?? 0n;
    thread.capEffective = event.u64(P.capEffective) ?? 0n;
  }
  if (event.has(P.mtime)) {
    thread.exeInode = event.u64(P.inode) ?? 0n;
    thread.exeInodeCtime = event.u64(P.ctime) ?? 0n;
    thread.exeInodeMtime = event.u64(P.mtime) ?? 0n;
    thread.exeCloneTime = thread.cloneTime;
  }
}

const deletedSuffix = ' (deleted)';

/** The kernel's own path where the writer had it; of older ones the path that the enter event names, against the directory it starts from. */
function setExepath(host: Host, event: CaptureEvent, thread: HostThread): void {
  if (event.has(P.exepath)) {
    const own = lazyText(event, P.exepath, thread.exepathText);
    if (own === thread.exepathText) return;
    thread.exepathText = withoutDeleted(own);
    return;
  }
  const enter = host.enterEvent(event, thread);
  if (!enter) return;
  thread.exepathText = withoutDeleted(LazyText.of(enteredPath(event, enter, thread)));
}

/** Where the file was removed since, /proc says so behind its name. */
export function withoutDeleted(path: LazyText): LazyText {
  const bytes = path.bytes;
  const end = bytes.length - deletedSuffix.length;
  return end > 0 && bytes[bytes.length - 1] === closeParenthesis && bytes.latin1Slice(end) === deletedSuffix
    ? LazyText.copy(bytes, 0, end)
    : path;
}

const closeParenthesis = 41;

function enteredPath(event: CaptureEvent, enter: CaptureEvent, thread: HostThread): string {
  if (enter.type === EventType.SYSCALL_EXECVE_19_E) {
    const name = textOrNotAvailable(enter, 0);
    return name === '<NA>' ? name : joinPath(thread.cwd, name);
  }
  const number = enter.number64(0) ?? -1;
  const name = textOrNotAvailable(enter, 1);
  const flags = enter.u32(2) ?? 0;
  const directory = directoryOf(thread, name, number);
  if (directory !== '.' && directory !== '<UNKNOWN>') event.fd = thread.fds.get(number);
  const fromFd = (flags & emptyPathFlag) !== 0;
  if ((!fromFd && name === '<NA>') || directory === '<UNKNOWN>') return '<NA>';
  return fromFd ? joinPath('', directory) : joinPath(directory, name);
}

/** exec ends all threads of the process but its own, which becomes the main one. */
function removeOtherThreads(host: Host, thread: HostThread): void {
  const group = thread.group;
  if (group === undefined || group.alive <= 1) return;
  for (const other of [...group.threads]) {
    if (!other.removed && !other.isMain && other.tid !== thread.tid) host.threadTable.remove(other.tid);
  }
}
