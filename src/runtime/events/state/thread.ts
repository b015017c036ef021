import type { Fd } from './fd.ts';

/** Flags of a thread as clone events and process lists carry them (PPM_CL_*). */
export const ThreadFlag = {
  files: 1 << 0,
  fs: 1 << 1,
  io: 1 << 2,
  newIpc: 1 << 3,
  newNet: 1 << 4,
  newNs: 1 << 5,
  newPid: 1 << 6,
  newUts: 1 << 7,
  parent: 1 << 8,
  parentSetTid: 1 << 9,
  ptrace: 1 << 10,
  sigHandlers: 1 << 11,
  systemVSem: 1 << 12,
  thread: 1 << 13,
  untraced: 1 << 14,
  vm: 1 << 15,
  /** The child's own event came before its parent's. */
  cloneInverted: 1 << 16,
  nameChanged: 1 << 17,
  closed: 1 << 18,
  active: 1 << 19,
  newUser: 1 << 20,
  pipeSource: 1 << 21,
  pipeDestination: 1 << 22,
  vfork: 1 << 27,
  /** Runs in a pid namespace of its own, not in the host's. */
  childPidns: 1 << 29,
  /** Main thread although its tid is not the process's. */
  isMainThread: 1 << 30,
} as const;

/**
 * One thread of the host. Texts are decoded when first asked for (see Lazy… in thread-texts.ts): most threads are never asked.
 * 64-bit times are nanoseconds since 1970 unless said otherwise; 0n where not known.
 */
export interface Thread {
  tid: number;
  /** Thread group: the process. */
  pid: number;
  /** Parent's tid; 0 where there is none. */
  ptid: number;
  /** Session. */
  sid: number;
  /** Process group, in the process's own pid namespace and in the host's. */
  vpgid: number;
  pgid: number;
  /** Ids in the process's own pid namespace. */
  vtid: number;
  vpid: number;
  comm: string;
  /** argv[0] */
  exe: string;
  /** Full path of the executable. */
  exepath: string;
  /** argv from 1 on. */
  args: readonly string[];
  /** NAME=value. */
  env: readonly string[];
  /** Ends in `/`. Of the main thread, where threads share it. */
  cwd: string;
  /** `subsystem=path`, as captures have them. */
  cgroups: readonly string[];
  root: string;
  /** ThreadFlag bits. */
  flags: number;
  uid: number;
  gid: number;
  /** 4294967295 where not set. */
  loginuid: number;
  tty: number;
  fdLimit: bigint;
  vmSizeKb: number;
  vmRssKb: number;
  vmSwapKb: number;
  majorFaults: bigint;
  minorFaults: bigint;
  capInheritable: bigint;
  capPermitted: bigint;
  capEffective: bigint;
  exeWritable: boolean;
  exeUpperLayer: boolean;
  exeLowerLayer: boolean;
  exeFromMemfd: boolean;
  exeInode: bigint;
  /** Nanoseconds since 1970. */
  exeInodeCtime: bigint;
  exeInodeMtime: bigint;
  /** When the process was cloned that called exec for this executable: an ancestor's, where the thread has not called exec itself. 0n where not known. */
  exeCloneTime: bigint;
  /** Start of the pid namespace's init as the writer said it, in nanoseconds since boot or since 1970; 0n on the host and where not known. */
  pidnsInitStart: bigint;
  /** When it was cloned, and when it last called exec; 0n where that was before the capture. */
  cloneTime: bigint;
  lastExecTime: bigint;
  /** '' on the host; else the short id (12 characters) or the name that the engine gives. */
  containerId: string;
  /** Descriptor number of its last event that had one; -1 where there was none. What fd.num shows. */
  lastFd: number;
  /** Main thread of its process; itself where it is one; undefined where it is not known. */
  main: Thread | undefined;
  /** The process's descriptors by number (of the main thread, where threads share them). */
  readonly fds: ReadonlyMap<number, Fd>;
}
