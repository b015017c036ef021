import type { FdEntry, ProcessEntry } from '../capture/capture-entries.ts';
import { CaptureEvent, EventType } from '../event.ts';
import type { Container } from './container.ts';
import { bareContainer } from './container-json.ts';
import { ContainerTable, maxContainers } from './container-table.ts';
import type { Descriptor } from './descriptor.ts';
import { FdFlag, FdType } from './fd.ts';
import { descriptorFromEntry, entryFromDescriptor, turnServerSockets } from './fd-entries.ts';
import { fdParameter, handlers, Lookup, lookups, plainTransfers, stateMask, storedEnterEvents } from './handlers.ts';
import type { Group, HostSnapshot, HostState, Machine, NetworkInterface, User } from './host-state.ts';
import type { HostThread } from './host-thread.ts';
import { InterfaceTable } from './interface-table.ts';
import type { Thread } from './thread.ts';
import { entryFromThread, threadFromEntry } from './thread-entries.ts';
import { maxThreads, ThreadTable } from './thread-table.ts';
import { UserTable } from './user-table.ts';

export interface HostOptions {
  /** Threads known at one time; default maxThreads. */
  readonly threads?: number;
  /**
   * An id of -1 in setresuid and its like leaves the thread's id as it was: what the kernel does. By default the id shows as 4294967295 from then on,
   * without a name, as Falco has it.
   */
  readonly keepIds?: boolean;
}

/** Bytes of an enter event that is kept for its exit event. */
const maxStoredBytes = 64 * 1024;

const isStored: Uint8Array = new Uint8Array(stateMask.length);
for (const type of storedEnterEvents) isStored[type] = 1;

/**
 * The host as the lists and events of a capture describe it. Readers feed the lists (restart, add…), then `apply` every event whose type is in
 * `stateMask`, or that somebody looks at.
 */
export class Host implements HostState, HostSnapshot {
  machine: Machine | undefined = undefined;
  readonly threadTable: ThreadTable;
  readonly userTable: UserTable = new UserTable();
  readonly containerTable: ContainerTable = new ContainerTable();
  readonly interfaceTable: InterfaceTable = new InterfaceTable();
  readonly stateMask: Uint8Array = stateMask;
  readonly plainTransfers: Uint8Array = plainTransfers;

  eventContainer: Container | undefined = undefined;

  readonly keepIds: boolean;
  readonly #bare: Map<string, Container | undefined> = new Map();

  readonly #enter: CaptureEvent = new CaptureEvent();
  #serverPorts: Set<number> = new Set();
  #droppedFds = 0;

  /** Lists came that were not yet put together. */
  #unsettled = false;
  /** Something is to be done before the next event: what an exit or a close removes, a name change that is no longer new. */
  #pending = false;
  #exited: HostThread | undefined = undefined;
  #exitTime = 0;
  #closing: HostThread | undefined = undefined;
  #closingFd = -1;
  #renamed: Descriptor | undefined = undefined;

  constructor({ threads = maxThreads, keepIds = false }: HostOptions = {}) {
    this.threadTable = new ThreadTable(threads);
    this.keepIds = keepIds;
  }

  // -- Lists

  restart(): void {
    this.machine = undefined;
    this.threadTable.clear();
    this.userTable.clear();
    this.containerTable.clear();
    this.#bare.clear();
    this.interfaceTable.clear();
    this.#serverPorts = new Set();
    this.#forgetPending();
    this.#unsettled = false;
  }

  setMachine(machine: Machine): void {
    this.machine = machine;
  }

  addInterface(networkInterface: NetworkInterface): void {
    this.interfaceTable.add(networkInterface);
  }

  addUser(user: User): void {
    this.userTable.setUser('', user);
  }

  addGroup(group: Group): void {
    this.userTable.setGroup('', group);
  }

  addThread(entry: ProcessEntry): void {
    this.threadTable.put(threadFromEntry(entry));
    this.#unsettled = true;
  }

  addFds(tid: number, list: readonly FdEntry[]): void {
    const thread = this.threadTable.find(tid);
    if (thread === undefined) return;
    this.#unsettled = true;
    const table = thread.ownTable;
    for (const entry of list) {
      if (entry.type === FdType.unknown) continue;
      const descriptor = descriptorFromEntry(entry, this.interfaceTable);
      if (descriptor.type === FdType.ipv4Server || descriptor.type === FdType.ipv6Server) {
        this.#serverPorts.add(descriptor.serverPort);
      }
      if (!table.set(entry.number, descriptor)) this.#droppedFds += 1;
    }
  }

  #settle(): void {
    this.#unsettled = false;
    this.threadTable.linkAll();
    for (const thread of this.threadTable.values()) {
      thread.containerKnown = true;
      if (thread.hasOwnTable) turnServerSockets(thread.ownTable, this.#serverPorts);
    }
  }

  // -- Events

  apply(event: CaptureEvent): void {
    if (this.#unsettled) this.#settle();
    if (this.#pending) this.#finishLast();
    event.host = this;
    event.fd = undefined;
    const type = event.type;
    const lookup = lookups[type];
    let thread: HostThread | undefined;
    if (lookup !== Lookup.none) {
      const tid = event.tid;
      thread = lookup === Lookup.thread ? this.threadTable.getOrInvent(tid) : this.threadTable.get(tid);
      if (thread !== undefined) {
        thread.lastSeen = event.number;
        if (type !== EventType.SCHEDSWITCH_6_E && type !== EventType.PROCINFO_E) this.#findFd(event, thread, type);
      }
    }
    event.thread = thread;
    const handler = handlers[type];
    if (handler !== undefined) handler(this, event, thread);
    if (thread?.storedEvent !== undefined && (type & 1) === 1) thread.storedEvent = undefined;
  }

  /**
   * Whether a plain transfer (handlers.ts) of a thread changes nothing, so that it need not be applied. `number`: of the event.
   */
  changesNothing(tid: number, fd: number, number: number): boolean {
    if (this.#unsettled) return false;
    if (this.#pending) this.#finishLast();
    const thread = this.threadTable.get(tid);
    // What an enter event left is dropped by what the thread does next.
    if (thread === undefined || thread.lastEnterType !== -1) return false;
    thread.lastSeen = number;
    const descriptor = thread.table?.get(fd);
    return descriptor === undefined || !descriptor.isInternetSocket || (descriptor.flags & FdFlag.connected) !== 0;
  }

  #findFd(event: CaptureEvent, thread: HostThread, type: number): void {
    const index = fdParameter(type);
    if ((type & 1) === 0) {
      thread.lastFd = -1;
      thread.lastEnterType = type;
      if (isStored[type] === 1) this.#store(event, thread, type);
    } else if (!isExitOf(type, thread.lastEnterType)) thread.lastFd = -1;
    if (index < 0) return;
    if (thread.lastFd === -1 && event.size(index) >= 8) thread.lastFd = event.number64(index)!;
    if (thread.lastFd >= 0) event.fd = thread.table?.get(thread.lastFd);
  }

  #store(event: CaptureEvent, thread: HostThread, type: number): void {
    const always = type === EventType.SYSCALL_EXECVEAT_E || type === EventType.SOCKET_CONNECT_E;
    const length = event.length;
    if ((!always && event.size(0) === 0) || event.large || length > maxStoredBytes) return;
    const bytes = Buffer.from(event.bytes.subarray(event.at, event.at + length));
    thread.storedEvent = { type, parameterCount: event.declaredParameters, bytes };
  }

  /** The enter event that this exit event belongs to, where it was kept. Valid until the next call. */
  enterEvent(event: CaptureEvent, thread: HostThread): CaptureEvent | undefined {
    const stored = thread.storedEvent;
    if (stored === undefined || !isExitOf(event.type, thread.lastEnterType)) return undefined;
    if (!isExitOf(event.type, stored.type)) return undefined;
    const { bytes } = stored;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#enter.point(bytes, view, 0, stored.parameterCount, false);
    return this.#enter;
  }

  /** Puts a new descriptor into the thread's table and makes it the event's. `isNew`: it has a name now that it did not have. */
  addFd(event: CaptureEvent, thread: HostThread, fd: number, descriptor: Descriptor, isNew = true): void {
    const table = thread.table;
    thread.lastFd = fd;
    if (table === undefined) {
      event.fd = undefined;
      return;
    }
    if (!table.set(fd, descriptor)) {
      this.#droppedFds += 1;
      event.fd = undefined;
      return;
    }
    event.fd = descriptor;
    if (isNew && descriptor.hasName) this.noteRenamed(descriptor);
  }

  /** The event's descriptor, to be changed. */
  change(event: CaptureEvent, thread: HostThread): Descriptor {
    const descriptor = event.fd as Descriptor;
    const own = thread.table?.own(descriptor) ?? descriptor;
    event.fd = own;
    return own;
  }

  rename(descriptor: Descriptor, name: string): void {
    if (descriptor.name === name) return;
    descriptor.name = name;
    this.noteRenamed(descriptor);
  }

  noteRenamed(descriptor: Descriptor): void {
    descriptor.flags |= FdFlag.nameChanged;
    this.#renamed = descriptor;
    this.#pending = true;
  }

  /** Removes the thread before the next event. `time`: roughTime. */
  removeAfter(thread: HostThread, time: number): void {
    this.#exited = thread;
    this.#exitTime = time;
    this.#pending = true;
  }

  /** The event describes this container. */
  describe(container: Container): void {
    this.eventContainer = container;
    this.#pending = true;
  }

  closeAfter(thread: HostThread, fd: number): void {
    this.#closing = thread;
    this.#closingFd = fd;
    this.#pending = true;
  }

  #finishLast(): void {
    const { threadTable } = this;
    const exited = this.#exited;
    if (this.#renamed) this.#renamed.flags &= ~FdFlag.nameChanged;
    if (this.#closing) this.#closing.table?.delete(this.#closingFd);
    if (exited !== undefined && !exited.removed) {
      threadTable.noteExit(exited.tid, exited.ptid, this.#exitTime);
      threadTable.remove(exited.tid);
    }
    this.#forgetPending();
  }

  #forgetPending(): void {
    this.#pending = false;
    this.eventContainer = undefined;
    this.#exited = undefined;
    this.#closing = undefined;
    this.#renamed = undefined;
  }

  // -- Questions

  get interfaces(): readonly NetworkInterface[] {
    return this.interfaceTable.list;
  }

  thread(tid: number): Thread | undefined {
    return this.threadTable.find(tid);
  }

  threads(): IterableIterator<Thread> {
    return this.threadTable.values();
  }

  parent(thread: Thread): Thread | undefined {
    const main = thread.main;
    return main && this.threadTable.find(main.ptid)?.main;
  }

  childCount(thread: Thread): number {
    const { group, main } = thread as HostThread;
    if (group === undefined) return 0;
    return main !== undefined && !main.isDead ? group.alive - 1 : group.alive;
  }

  threadCount(thread: Thread): number {
    return (thread as HostThread).group?.alive ?? 0;
  }

  user(containerId: string, uid: number): User | undefined {
    return this.userTable.user(containerId, uid);
  }

  group(containerId: string, gid: number): Group | undefined {
    return this.userTable.group(containerId, gid);
  }

  container(id: string): Container | undefined {
    return this.containerTable.get(id) ?? this.#bareContainer(id);
  }

  /** Of engines that have nothing to tell but what the cgroup says (lxc, bpm): no event ever describes these. */
  #bareContainer(id: string): Container | undefined {
    if (this.#bare.has(id)) return this.#bare.get(id);
    let engine = '';
    for (const thread of this.threadTable.values()) {
      if (thread.containerId !== id) continue;
      engine = thread.containerEngine;
      break;
    }
    const container = engine === '' ? undefined : bareContainer(id, engine);
    if (this.#bare.size >= maxContainers) this.#bare.clear();
    this.#bare.set(id, container);
    return container;
  }

  get evicted(): Readonly<Record<'threads' | 'fds' | 'containers' | 'users', number>> {
    return {
      threads: this.threadTable.evicted,
      fds: this.#droppedFds,
      containers: this.containerTable.evicted,
      users: this.userTable.dropped,
    };
  }

  // -- Snapshot

  *processEntries(): IterableIterator<ProcessEntry> {
    if (this.#unsettled) this.#settle();
    for (const thread of this.threadTable.values()) if (!thread.isInvalid) yield entryFromThread(thread);
  }

  fdEntries(tid: number): FdEntry[] {
    const thread = this.threadTable.find(tid);
    return thread?.hasOwnTable ? Array.from(thread.ownTable.values(), entryFromDescriptor) : [];
  }

  users(): IterableIterator<[containerId: string, user: User]> {
    return this.userTable.users();
  }

  groups(): IterableIterator<[containerId: string, group: Group]> {
    return this.userTable.groups();
  }

  containers(): IterableIterator<Container> {
    return this.containerTable.values();
  }
}

/** A successful execveat ends as an execve. */
function isExitOf(type: number, enterType: number): boolean {
  return (
    type === enterType + 1 || (type === EventType.SYSCALL_EXECVE_19_X && enterType === EventType.SYSCALL_EXECVEAT_E)
  );
}
