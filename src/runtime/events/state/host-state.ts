import type { FdEntry, ProcessEntry } from '../capture/capture-entries.ts';
import type { CaptureEvent } from '../event.ts';
import type { Container } from './container.ts';
import type { Thread } from './thread.ts';

export interface User {
  uid: number;
  gid: number;
  name: string;
  home: string;
  shell: string;
}

export interface Group {
  gid: number;
  name: string;
}

export interface Machine {
  cpus: number;
  memoryBytes: bigint;
  maxPid: bigint;
  hostname: string;
  /** Nanoseconds since 1970 of the boot; 0n where not known. */
  bootTime: bigint;
  flags: bigint;
}

export interface NetworkInterface {
  /** 1 IPv4, 2 IPv6 (as captures number them) and their variants. */
  type: number;
  name: string;
  address: Uint8Array;
  netmask: Uint8Array;
  broadcast: Uint8Array;
  linkSpeed: bigint;
}

/** What is known of the host at this moment of the stream: what a process list says at its start, and what events changed since. */
export interface HostState {
  readonly machine: Machine | undefined;
  readonly interfaces: readonly NetworkInterface[];
  thread(tid: number): Thread | undefined;
  threads(): IterableIterator<Thread>;
  /** Parent process's main thread, as proc.p* and proc.a*[1] mean it; undefined at the top. */
  parent(thread: Thread): Thread | undefined;
  /** Living threads of the process beside its main thread (proc.nchilds), and with it (proc.nthreads). */
  childCount(thread: Thread): number;
  threadCount(thread: Thread): number;
  /** Of the container; of the host where `containerId` is ''. */
  user(containerId: string, uid: number): User | undefined;
  group(containerId: string, gid: number): Group | undefined;
  container(id: string): Container | undefined;
  /** The container that the current event itself describes (container events); undefined at all others. */
  readonly eventContainer: Container | undefined;
  containers(): IterableIterator<Container>;
  /** Resolves the event's thread and descriptor and changes the state by it. What an exit or a close removes is still there while rules look. */
  apply(event: CaptureEvent): void;
  /** What was thrown away because a table was full, by table. */
  readonly evicted: Readonly<Record<'threads' | 'fds' | 'containers' | 'users', number>>;
}

/** All that is known at this moment, in the shape of the lists at the start of a capture: for writers. */
export interface HostSnapshot {
  readonly machine: Machine | undefined;
  readonly interfaces: readonly NetworkInterface[];
  processEntries(): IterableIterator<ProcessEntry>;
  /** Of the thread's own table: empty for threads that use their main thread's. */
  fdEntries(tid: number): FdEntry[];
  users(): IterableIterator<[containerId: string, user: User]>;
  groups(): IterableIterator<[containerId: string, group: Group]>;
  containers(): IterableIterator<Container>;
}
