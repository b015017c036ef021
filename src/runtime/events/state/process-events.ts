import { type CaptureEvent, EventType } from '../event.ts';
import { roughTime, textOrNotAvailable } from './event-values.ts';
import type { Host } from './host.ts';
import type { HostThread } from './host-thread.ts';
import { joinPath } from './join-path.ts';
import { ThreadFlag } from './thread.ts';

/** The thread is marked dead now and removed after this event: rules look at it. */
export function onExit(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (thread === undefined) return;
  host.threadTable.exit(thread);
  host.removeAfter(thread, roughTime(event));
  if (thread.children !== undefined && thread.children.length > 0) {
    // The kernel says who gets the children, where it could find out.
    if (event.parameterCount <= 4) thread.reaperTid = -1;
    else if (event.has(4)) thread.reaperTid = event.number64(4) ?? -1;
  }
}

export function onChdir(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (succeeded(event) && thread) setCwd(thread, textOrNotAvailable(event, 1));
}

export function onFchdir(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (succeeded(event) && thread && event.fd) setCwd(thread, event.fd.name);
}

/** Linux' PATH_MAX: a longer one cannot be asked for there either. */
const maxCwd = 4096;
/** What peers show of a path that is longer than theirs may be. */
const tooLong = '/DIR_TOO_LONG/FILENAME_TOO_LONG/';

/** Against what it was, with a slash at the end. */
export function setCwd(thread: HostThread, path: string): void {
  const main = thread.main;
  if (main === undefined) return;
  const cwd = joinPath(main.ownCwd, path);
  if (cwd.length > maxCwd) main.ownCwd = tooLong;
  else main.ownCwd = cwd.endsWith('/') ? cwd : `${cwd}/`;
}

export function onChroot(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (thread === undefined) return;
  const result = event.number64(0);
  if (result === 0) thread.root = joinPath(thread.cwd, textOrNotAvailable(event, 1));
  if (result !== undefined && result >= 0) thread.containerKnown = true;
}

export function onSetsid(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const session = event.number64(0);
  if (thread && session !== undefined && session >= 0) thread.sid = session;
}

/** Parameter of the effective id that counts from now on. */
const effectiveId: Readonly<Record<number, number>> = {
  [EventType.SYSCALL_SETUID_X]: 1,
  [EventType.SYSCALL_SETREUID_X]: 2,
  [EventType.SYSCALL_SETRESUID_X]: 2,
  [EventType.SYSCALL_SETGID_X]: 1,
  [EventType.SYSCALL_SETREGID_X]: 2,
  [EventType.SYSCALL_SETRESGID_X]: 2,
};

/** -1: the call left it as it is. Falco takes the -1 itself for the id, and rules see it so: HostOptions.keepIds. */
const unchanged = 0xffffffff;

export function onSetUser(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const uid = newId(host, event);
  if (thread && uid !== undefined) thread.uid = uid;
}

export function onSetGroup(host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  const gid = newId(host, event);
  if (thread && gid !== undefined) thread.gid = gid;
}

function newId(host: Host, event: CaptureEvent): number | undefined {
  if (event.number64(0) !== 0) return undefined;
  const id = event.u32(effectiveId[event.type]!);
  return id === unchanged && host.keepIds ? undefined : id;
}

export function onCapset(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (thread === undefined || !succeeded(event)) return;
  thread.capInheritable = event.u64(1) ?? thread.capInheritable;
  thread.capPermitted = event.u64(2) ?? thread.capPermitted;
  thread.capEffective = event.u64(3) ?? thread.capEffective;
}

/** Capabilities 0 to 40. */
const allCapabilities = (1n << 41n) - 1n;

/** Who enters a user namespace has all capabilities in it. */
export function onUnshare(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (thread === undefined || !succeeded(event)) return;
  const flags = event.u32(event.type === EventType.SYSCALL_UNSHARE_X ? 1 : 2) ?? 0;
  if ((flags & ThreadFlag.newUser) === 0) return;
  thread.capInheritable = allCapabilities;
  thread.capPermitted = allCapabilities;
  thread.capEffective = allCapabilities;
}

/** PR_SET_CHILD_SUBREAPER and PR_GET_CHILD_SUBREAPER: whether the process adopts orphans. */
const subreaperOptions: readonly number[] = [36, 37];

export function onPrctl(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (!thread?.group || !succeeded(event)) return;
  if (subreaperOptions.includes(event.u32(1) ?? -1)) thread.group.reaper = (event.number64(3) ?? 0) !== 0;
}

/** RLIMIT_NOFILE */
const numberOfFiles = 7;

/** getrlimit, setrlimit. */
export function onRlimit(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (succeeded(event) && event.u8(3) === numberOfFiles) setFdLimit(thread, event.number64(1));
}

export function onPrlimit(host: Host, event: CaptureEvent): void {
  if (event.number64(0) !== 0 || event.u8(6) !== numberOfFiles || (event.number64(1) ?? -1) === -1) return;
  const tid = event.number64(5);
  if (tid === undefined) return;
  const thread = host.threadTable.getOrInvent(tid === 0 ? event.tid : tid);
  if (!thread.isInvalid) setFdLimit(thread, event.number64(1));
}

function setFdLimit(thread: HostThread | undefined, limit: number | undefined): void {
  if (thread?.main && limit !== undefined && limit !== -1) thread.main.fdLimitNumber = limit;
}

/** mmap, munmap, brk. */
export function onMemory(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (thread === undefined) return;
  thread.vmSizeKb = event.u32(1) ?? thread.vmSizeKb;
  if (event.has(3)) {
    thread.vmRssKb = event.u32(2) ?? 0;
    thread.vmSwapKb = event.u32(3) ?? 0;
  }
}

export function onSwitch(_host: Host, event: CaptureEvent, thread: HostThread | undefined): void {
  if (thread === undefined || !event.has(5)) return;
  thread.faultsMajor = event.number64(1) ?? 0;
  thread.faultsMinor = event.number64(2) ?? 0;
  const main = thread.main;
  if (main === undefined) return;
  main.vmSizeKb = event.u32(3) ?? 0;
  main.vmRssKb = event.u32(4) ?? 0;
  main.vmSwapKb = event.u32(5) ?? 0;
}

function succeeded(event: CaptureEvent): boolean {
  const result = event.number64(0);
  return result !== undefined && result >= 0;
}
