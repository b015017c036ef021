import type { StoredEnter } from '../convert/enter-store.ts';
import type { CaptureEvent } from '../event.ts';
import { eventHeaderBytes } from '../event.ts';
import { Lookup, lookups, storedEnterEvents } from '../state/handlers.ts';
import type { HostSnapshot, HostState } from '../state/host-state.ts';
import { type Thread, ThreadFlag } from '../state/thread.ts';
import { eventTable } from '../table/event-table.ts';
import { EventType } from '../table/generated/event-type.ts';
import { BlockType } from './block-type.ts';

/** Event types from this one on are not known to readers of that time, which skip them (PPM_EVENT_MAX of libs e5c53d64). */
const knownTypes = 336;
/** Descriptors remembered, over all processes: about 100 bytes each. Beyond it nothing more is. */
const maxRemembered = 1_000_000;

/** A descriptor as an early reader has it, which does not see that it was closed or replaced. */
export interface EarlyFd {
  readonly type: number;
  readonly name: string;
  readonly clientAddress: Uint8Array | undefined;
  readonly clientPort: number;
  readonly serverAddress: Uint8Array | undefined;
  readonly serverPort: number;
}

/** What an early reader remembers of a thread. */
export interface EarlyThread {
  readonly tid: number;
  /** Number of the descriptor that it shows at events that tell theirs only in their own parameters; -1 none. */
  fd: number;
  /** Type of the last enter event; -1 none. */
  enterType: number;
  /** The exit event of it has not come. */
  pending: boolean;
  /** Bytes of that enter event (header first), for those types that today's captures have. */
  enter: Buffer | undefined;
  /** Exit events came without enter events, as in today's captures. */
  withoutEnters: boolean;
}

/**
 * Follows a capture as readers from before enter events were folded into exit events do (libs until 2022; sysdig 0.29, which Debian has). They take
 * the descriptor of an exit event from the enter event before it. Where there is none they show the descriptor that the thread opened last,
 * and learn nothing of closes, duplicates and sockets. A capture that is cut out of another can tell them what they would have had:
 * early-state.ts. Facts: libs e5c53d64, userspace/libsinsp/parsers.cpp (reset, parse_…_exit) and threadinfo.cpp (add_fd).
 */
export class EarlyReaders {
  readonly threads: Map<number, EarlyThread> = new Map();
  /** By tid of the thread whose table it is, then by number. */
  readonly tables: Map<number, Map<number, EarlyFd>> = new Map();
  readonly #host: HostState & HostSnapshot;
  #started = false;
  #remembered = 0;
  /** Of the event whose block came last, as far as early readers know its type. */
  #thread: EarlyThread | undefined = undefined;
  #matched = false;

  constructor(host: HostState & HostSnapshot) {
    this.#host = host;
  }

  /** A section begins. */
  restart(): void {
    this.threads.clear();
    this.tables.clear();
    this.#started = false;
    this.#remembered = 0;
    this.#thread = undefined;
  }

  /** An event's block, before the event is applied to the host. */
  block(bytes: Buffer, at: number): void {
    if (!this.#started) this.#start();
    this.#thread = undefined;
    const layout = layouts.get(bytes.readUInt32LE(at));
    if (layout === undefined) return;
    const header = at + layout.header;
    const type = bytes.readUInt16LE(header + 20);
    if (type >= knownTypes || ignored[type] === 1) return;
    const thread = this.#threadOf(Number(bytes.readBigInt64LE(header + 8)));
    this.#thread = thread;
    if ((type & 1) === 0) {
      thread.enterType = type;
      thread.pending = returns[type] === 1;
      thread.fd = layout.counted && takesFd[type] === 1 ? numberAt(bytes, header, 0) : -1;
      thread.enter = isKept[type] === 1 && layout.counted ? copyOf(bytes, header) : undefined;
      return;
    }
    this.#matched = type === thread.enterType + 1;
    if (!this.#matched) thread.withoutEnters = true;
    thread.pending = false;
    thread.enter = undefined;
    if (type === EventType.SOCKET_GETSOCKOPT_X && layout.counted) thread.fd = numberAt(bytes, header, 1);
  }

  /** The same event, after it was applied. */
  applied(event: CaptureEvent): void {
    const thread = this.#thread;
    if (thread === undefined) return;
    switch (event.type) {
      case EventType.SYSCALL_CLONE_20_X:
      case EventType.SYSCALL_CLONE3_X:
      case EventType.SYSCALL_FORK_20_X:
      case EventType.SYSCALL_VFORK_20_X:
        this.#cloned(event);
        return;
      case EventType.PROCEXIT_1_E:
        // An enter event of its own kind: there is nothing to come back.
        this.threads.delete(event.tid);
        this.#forget(event.tid);
        return;
      case EventType.SYSCALL_OPEN_X:
      case EventType.SYSCALL_CREAT_X:
      case EventType.SYSCALL_OPENAT_2_X:
      case EventType.SYSCALL_OPENAT2_X:
      case EventType.SYSCALL_EVENTFD_X:
      case EventType.SYSCALL_SIGNALFD_X:
      case EventType.SYSCALL_TIMERFD_CREATE_X:
      case EventType.SYSCALL_INOTIFY_INIT_X:
      case EventType.SOCKET_ACCEPT_5_X:
      case EventType.SOCKET_ACCEPT4_6_X:
        this.#added(thread, event, 0);
        return;
      case EventType.SYSCALL_PIPE_X:
      case EventType.SOCKET_SOCKETPAIR_X:
        if ((event.number64(0) ?? -1) < 0) return;
        this.#added(thread, event, 1);
        this.#added(thread, event, 2);
        return;
      case EventType.SOCKET_SENDTO_X:
        // They take a socket that they do not know for one that was there.
        if (this.#matched) this.#learn(thread, thread.fd);
        return;
      case EventType.SOCKET_CONNECT_X:
        if (this.#matched && this.#tableOf(thread.tid).has(thread.fd)) this.#learn(thread, thread.fd);
        return;
      default:
        // With its enter event, it is understood.
        if (!this.#matched || (event.type & 1) === 0) return;
        if (this.#tableOf(thread.tid).has(thread.fd)) this.#learn(thread, thread.fd);
        if (createsFd[event.type] === 1) this.#added(thread, event, 0);
    }
  }

  /** Whether a kept enter event is of a call that its thread is still in, and is not among those kept here. */
  isPending({ type, bytes }: StoredEnter): boolean {
    const thread = this.threads.get(Number(bytes.readBigInt64LE(8)));
    if (thread === undefined || !thread.pending || thread.enter !== undefined) return false;
    // Of the same call: the kept one may be of a later layout.
    return eventTable[thread.enterType]?.name === eventTable[type]?.name;
  }

  /** Tid of the thread whose table this thread's descriptors are in. */
  owner(tid: number): number {
    const thread = this.#host.thread(tid);
    if (thread === undefined || (thread.flags & ThreadFlag.files) === 0) return tid;
    return thread.main?.tid ?? tid;
  }

  /** The lists at the start say the same to all readers. */
  #start(): void {
    this.#started = true;
    for (const { tid } of this.#host.processEntries()) {
      const thread = this.#host.thread(tid);
      if (thread === undefined || this.owner(tid) !== tid) continue;
      const table = this.#tableOf(tid);
      for (const [number, fd] of thread.fds) this.#remember(table, number, fd);
    }
  }

  #threadOf(tid: number): EarlyThread {
    let thread = this.threads.get(tid);
    if (thread === undefined) {
      thread = { tid, fd: 0, enterType: -1, pending: false, enter: undefined, withoutEnters: false };
      this.threads.set(tid, thread);
    }
    return thread;
  }

  #tableOf(tid: number): Map<number, EarlyFd> {
    const owner = this.owner(tid);
    let table = this.tables.get(owner);
    if (table === undefined) {
      table = new Map();
      this.tables.set(owner, table);
    }
    return table;
  }

  #cloned(event: CaptureEvent): void {
    const result = event.number64(0) ?? -1;
    if (result < 0) return;
    const child = result === 0 ? event.tid : result;
    const parent = result === 0 ? (event.number64(5) ?? -1) : event.tid;
    const thread = this.#host.thread(child);
    // The parent's side knows a child in another pid namespace by another number.
    if (thread === undefined || (result > 0 && isInNamespace(this.#host.thread(parent)))) return;
    if (result > 0) this.#threadOf(child);
    if (this.owner(child) !== child || this.tables.has(child)) return;
    const inherited = this.tables.get(this.owner(parent));
    this.tables.set(child, new Map(inherited));
    this.#remembered += inherited?.size ?? 0;
    if (this.#remembered > maxRemembered) this.#forget(child);
  }

  #added(thread: EarlyThread, event: CaptureEvent, parameter: number): void {
    const number = event.number64(parameter);
    if (number === undefined || number < 0) return;
    thread.fd = number;
    this.#learn(thread, number);
  }

  /** What it has under this number is what the host has now. */
  #learn(thread: EarlyThread, number: number): void {
    const table = this.#tableOf(thread.tid);
    const fd = this.#host.thread(thread.tid)?.fds.get(number);
    if (fd !== undefined) this.#remember(table, number, fd);
    else if (table.delete(number)) this.#remembered -= 1;
  }

  #remember(table: Map<number, EarlyFd>, number: number, fd: EarlyFd): void {
    const isNew = !table.has(number);
    if (isNew && this.#remembered >= maxRemembered) return;
    if (isNew) this.#remembered += 1;
    const { type, name, clientAddress, clientPort, serverAddress, serverPort } = fd;
    table.set(number, { type, name, clientAddress, clientPort, serverAddress, serverPort });
  }

  #forget(tid: number): void {
    this.#remembered -= this.tables.get(tid)?.size ?? 0;
    this.tables.delete(tid);
  }
}

/** Where an event's header lies in a block, and whether it counts its parameters. */
const layouts: ReadonlyMap<number, { readonly header: number; readonly counted: boolean }> = new Map([
  [BlockType.event1, { header: 10, counted: false }],
  [BlockType.oldEvent1, { header: 10, counted: false }],
  [BlockType.flaggedEvent1, { header: 14, counted: false }],
  [BlockType.event2, { header: 10, counted: true }],
  [BlockType.flaggedEvent2, { header: 14, counted: true }],
]);

/** Types that leave a thread's memory as it is. */
const ignored: Uint8Array = lookups.map((lookup) => (lookup === Lookup.none ? 1 : 0));
for (const type of [EventType.SCHEDSWITCH_1_E, EventType.SCHEDSWITCH_6_E, EventType.PROCINFO_E, EventType.PAGE_FAULT_E])
  ignored[type] = 1;

const takesFd: Uint8Array = Uint8Array.from(eventTable, ({ flags }) => (flags.has('uses-fd') ? 1 : 0));
const createsFd: Uint8Array = Uint8Array.from(eventTable, ({ flags }) => (flags.has('creates-fd') ? 1 : 0));
/** Enter events that an exit event follows. */
const returns: Uint8Array = Uint8Array.from(eventTable, ({ enter, flags }) =>
  enter && (flags.has('converted') || flags.has('old')) ? 1 : 0,
);
const isKept = new Uint8Array(eventTable.length);
for (const type of storedEnterEvents) isKept[type] = 1;

/** A number of 8 bytes, after others of 8 bytes; -1 where it or one of them is none. */
function numberAt(bytes: Buffer, header: number, index: number): number {
  const count = bytes.readUInt32LE(header + 22);
  if (count <= index) return -1;
  const lengths = header + eventHeaderBytes;
  for (let at = 0; at <= index; at += 1) if (bytes.readUInt16LE(lengths + at * 2) !== 8) return -1;
  return Number(bytes.readBigInt64LE(lengths + count * 2 + index * 8));
}

function copyOf(bytes: Buffer, header: number): Buffer {
  return Buffer.from(bytes.subarray(header, header + bytes.readUInt32LE(header + 16)));
}

function isInNamespace(thread: Thread | undefined): boolean {
  return thread !== undefined && ((thread.flags & ThreadFlag.childPidns) !== 0 || thread.tid !== thread.vtid);
}
