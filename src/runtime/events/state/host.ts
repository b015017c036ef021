import type { FdEntry, ProcessEntry } from '../capture/capture-entries.ts';
import { CaptureEvent, EventType, eventHeaderBytes } from '../event.ts';
import { u16At, u32At } from '../unsigned.ts';
import type { Container } from './container.ts';
import { bareContainer } from './container-json.ts';
import { ContainerTable, maxContainers } from './container-table.ts';
import type { Descriptor } from './descriptor.ts';
import { FdFlag, FdType } from './fd.ts';
import { descriptorFromEntry, entryFromDescriptor, listeningPorts, turnServerSockets } from './fd-entries.ts';
import { applyFcntl } from './fd-events.ts';
import type { FdTable } from './fd-table.ts';
import { Glance, glanceFds, glanceKinds, glances, glanceTuples } from './glances.ts';
import { fdParameter, handlers, Lookup, lookups, stateMask, storedEnterEvents } from './handlers.ts';
import type { Group, HostSnapshot, HostState, Machine, NetworkInterface, User } from './host-state.ts';
import type { HostThread } from './host-thread.ts';
import { InterfaceTable } from './interface-table.ts';
import { repeatsTuple } from './socket-events.ts';
import { isInternetFamily } from './socket-tuple.ts';
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

/** Bytes of an enter event that is kept for its exit event: one path, or an address. */
const maxStoredBytes = 8 * 1024;

/** Threads whose enter event is kept: as many as can be inside of such a call at one time, on the largest of hosts. */
const maxStored = 4_096;

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
  readonly glances: Uint8Array = glances;

  eventContainer: Container | undefined = undefined;

  readonly keepIds: boolean;
  readonly #bare: Map<string, Container | undefined> = new Map();

  readonly #enter: CaptureEvent = new CaptureEvent();
  #serverPorts: Set<number> = new Set();
  #droppedFds = 0;
  /** A ring of threads with a stored enter event. */
  readonly #stored: (HostThread | undefined)[] = new Array(maxStored).fill(undefined);
  #storedAt = 0;
  /** Ports that somebody listens on, while a snapshot is taken. */
  #listening: ReadonlySet<number> | undefined = undefined;

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
    this.#stored.fill(undefined);
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
    this.#listening = undefined;
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
    // Events of no thread show the one that they came from, as far as it is known.
    event.thread = lookup === Lookup.none ? this.threadTable.find(event.tid) : thread;
    const handler = handlers[type];
    if (handler !== undefined) handler(this, event, thread);
    if (thread?.storedEvent !== undefined && (type & 1) === 1) thread.storedEvent = undefined;
  }

  /** See CaptureHost. Does what apply() would do; what is rare is left to that. */
  glance(type: number, bytes: Buffer, view: DataView, header: number, number: number): boolean {
    this.#listening = undefined;
    if (this.#unsettled) return false;
    if (this.#pending) this.#finishLast();
    if (u32At(view, header + 12) !== 0) return false;
    const thread = this.threadTable.get(u32At(view, header + 8));
    // What an enter event left is for apply().
    if (thread === undefined || thread.lastEnterType !== -1) return false;

    const end = header + u32At(view, header + 16);
    let length = header + eventHeaderBytes;
    const values = length + u32At(view, header + 22) * 2;
    if (values + 8 > end || u16At(view, length) !== 8) return false;
    let at = values;
    for (let index = glanceFds[type]!; index > 0; index -= 1) {
      at += u16At(view, length);
      length += 2;
    }
    if (at + 8 > end || u16At(view, length) !== 8 || u32At(view, at + 4) !== 0) return false;
    const fd = u32At(view, at);
    thread.lastSeen = number;
    thread.lastFd = fd;
    const table = thread.table;
    const failed = view.getInt32(values + 4, true) < 0;
    const kind = glanceKinds[type]!;
    if (kind === Glance.close) {
      if (!failed && table !== undefined) table.delete(fd);
      return true;
    }
    const descriptor = table === undefined ? undefined : table.get(fd);
    if (failed || (descriptor === undefined && kind !== Glance.send)) return true;
    if (kind === Glance.fcntl) {
      // Two numbers of a byte or more follow the descriptor.
      if (u16At(view, length + 2) !== 1 || u16At(view, length + 4) === 0 || at + 10 > end) return false;
      return this.#glanceFcntl(table!, descriptor!, bytes, view, at + 8, values);
    }
    if (descriptor?.isInternetSocket && (descriptor.flags & FdFlag.connected) === 0) return false;
    if (kind === Glance.transfer) return true;
    const tuple = glanceTuples[type]!;
    at = values;
    length = header + eventHeaderBytes;
    for (let index = tuple; index > 0; index -= 1) {
      at += u16At(view, length);
      length += 2;
    }
    const tupleEnd = at + u16At(view, length);
    if (tupleEnd > end) return false;
    // A socket that is not known is made up from what is sent over it.
    if (descriptor === undefined) return at === tupleEnd || !isInternetFamily(bytes[at]!);
    return repeatsTuple(table!, descriptor, bytes, at, tupleEnd, kind === Glance.receive);
  }

  /** `at`: the command. */
  #glanceFcntl(
    table: FdTable,
    descriptor: Descriptor,
    bytes: Buffer,
    view: DataView,
    at: number,
    result: number,
  ): boolean {
    if (u32At(view, result + 4) !== 0) return false;
    const copy = applyFcntl(table, descriptor, bytes[at]!, bytes[at + 1]!);
    if (copy !== undefined && !table.set(u32At(view, result), copy)) this.#droppedFds += 1;
    return true;
  }

  /** Whether a plain transfer (glances.ts) of a thread changes nothing. `number`: of the event. */
  changesNothing(tid: number, fd: number, number: number): boolean {
    if (this.#unsettled) return false;
    if (this.#pending) this.#finishLast();
    const thread = this.threadTable.get(tid);
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
    if (this.#stored[thread.storedSlot] === thread) return;
    this.#storedAt = (this.#storedAt + 1) % maxStored;
    const oldest = this.#stored[this.#storedAt];
    if (oldest) oldest.storedEvent = undefined;
    this.#stored[this.#storedAt] = thread;
    thread.storedSlot = this.#storedAt;
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
      fds: this.#droppedFds + this.threadTable.fdBudget.lost,
      containers: this.containerTable.evicted,
      users: this.userTable.dropped,
    };
  }

  // -- Snapshot

  *processEntries(): IterableIterator<ProcessEntry> {
    this.#settleAll();
    for (const thread of this.threadTable.values()) {
      // Of a thread that is known by its events only, there is something to tell where it has descriptors.
      const isTold = !thread.isInvalid || (thread.tid >= 0 && thread.hasOwnTable && thread.ownTable.size > 0);
      if (isTold) yield entryFromThread(thread);
    }
  }

  fdEntries(tid: number): FdEntry[] {
    this.#settleAll();
    const thread = this.threadTable.find(tid);
    if (!thread?.hasOwnTable) return [];
    this.#listening ??= listeningPorts(this.threadTable.values());
    const listening = this.#listening;
    return Array.from(thread.ownTable, ([, fd]) => entryFromDescriptor(fd, listening));
  }

  /** A snapshot is of the state after the last event, with all that it removes. */
  #settleAll(): void {
    if (this.#unsettled) this.#settle();
    if (this.#pending) this.#finishLast();
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
