import { EventWriter } from '../convert/event-writer.ts';
import { eventHeaderBytes } from '../event.ts';
import { closeOnExecFlag } from '../state/descriptor.ts';
import { type Fd, FdType } from '../state/fd.ts';
import type { HostState } from '../state/host-state.ts';
import { EventType } from '../table/generated/event-type.ts';
import { encodeText } from '../text.ts';
import { i64, u8, u16, u32 } from './bytes-of.ts';
import type { EarlyFd, EarlyReaders } from './early-readers.ts';

/** A number that no process uses for a descriptor. */
const spare = 0x7ffffff0;
const openDirectory = 1 << 10;
const currentDirectory = -100;
/** PPM_FCNTL_* */
const fcntl = { duplicate: 1, duplicateCloseOnExec: 26 } as const;
/** Family of a tuple, by type. */
const families: Readonly<Record<number, number>> = { [FdType.ipv4]: 2, [FdType.ipv6]: 10 };

/**
 * Events for the state only, after the lists of a section, from which an early reader (EarlyReaders) has in the end what it would have had of the
 * events before; readers of today have in the end what the lists said. Only what an early reader could show is told: the descriptor that a
 * thread opened last, and standard input, which it shows for new threads. Each event is valid until the next.
 */
export class EarlyState {
  readonly #readers: EarlyReaders;
  readonly #host: HostState;
  readonly #emit: (bytes: Buffer, length: number) => void;
  readonly #writer = new EventWriter();
  readonly #header = Buffer.alloc(eventHeaderBytes);
  /** Threads for which events were told. */
  readonly #told = new Set<number>();

  /** `told`: threads for which events were told already. */
  constructor(
    readers: EarlyReaders,
    host: HostState,
    time: bigint,
    told: Iterable<number>,
    emit: (bytes: Buffer, length: number) => void,
  ) {
    this.#readers = readers;
    this.#host = host;
    for (const tid of told) this.#told.add(tid);
    this.#emit = emit;
    this.#header.writeBigUInt64LE(BigInt.asUintN(64, time), 0);
  }

  tell(): void {
    const shown = new Map<number, Set<number>>();
    for (const owner of this.#readers.tables.keys()) shown.set(owner, new Set([0]));
    const threads = [...this.#readers.threads.values()].filter(({ tid }) => this.#host.thread(tid) !== undefined);
    for (const { tid, fd } of threads) if (fd > 0) shown.get(this.#readers.owner(tid))?.add(fd);
    for (const [owner, numbers] of shown) {
      for (const number of numbers) this.#correct(owner, number);
      // What was just told for it is not what it opened last.
      if (!this.#readers.threads.has(owner) && this.#told.has(owner)) this.#mark(owner, 0);
    }
    for (const { tid, fd, enter, pending, withoutEnters } of threads) {
      if (enter) this.#emit(enter, enter.length);
      else if (!pending && ((withoutEnters && fd !== 0) || this.#told.has(tid))) this.#mark(tid, fd);
    }
  }

  /** The descriptor, where early readers have it otherwise than it is. */
  #correct(owner: number, number: number): void {
    const thread = this.#host.thread(owner);
    if (thread === undefined) return;
    const early = this.#readers.tables.get(owner)?.get(number);
    const now = thread.fds.get(number);
    if (early === undefined) {
      // They close what the enter event says, readers of today what the exit event says.
      if (now === undefined) return;
      this.#event(owner, EventType.SYSCALL_CLOSE_E, [i64(number)]);
      this.#event(owner, EventType.SYSCALL_CLOSE_X, [i64(0), i64(spare)]);
      // So that the next close is not taken for one of this enter event.
      this.#mark(owner, number);
      return;
    }
    if (early.name === now?.name || !canCreate(early)) return;
    if (now) this.#duplicate(owner, number, spare, now);
    this.#create(owner, number, early);
    if (now) this.#duplicate(owner, spare, number, now);
    // Without an enter event they do not see this.
    this.#event(owner, EventType.SYSCALL_CLOSE_X, [i64(0), i64(now ? spare : number)]);
  }

  #create(owner: number, number: number, fd: EarlyFd): void {
    const family = families[fd.type];
    if (isPath(fd)) {
      const flags = fd.type === FdType.directory ? openDirectory : 0;
      const name = encodeText(`${fd.name}\0`);
      const values = [i64(number), i64(currentDirectory), name, u32(flags), u32(0), u32(0), i64(0)];
      this.#event(owner, EventType.SYSCALL_OPENAT_2_X, values);
    } else if (family !== undefined) {
      const { clientAddress, clientPort, serverAddress, serverPort } = fd;
      const tuple = [u8(family), clientAddress!, u16(clientPort), serverAddress!, u16(serverPort)];
      const values = [i64(number), Buffer.concat(tuple), u8(0), u32(0), u32(0)];
      this.#event(owner, EventType.SOCKET_ACCEPT_5_X, values);
    } else this.#event(owner, EventType.SYSCALL_PIPE_X, [i64(0), i64(number), i64(number), i64(0)]);
  }

  /** They do not see duplicates that have no enter event either. */
  #duplicate(owner: number, from: number, to: number, fd: Fd): void {
    const command = (fd.openFlags & closeOnExecFlag.open) === 0 ? fcntl.duplicate : fcntl.duplicateCloseOnExec;
    this.#event(owner, EventType.SYSCALL_FCNTL_X, [i64(to), i64(from), u8(command), i64(0)]);
  }

  /** An enter event of a call that nobody makes any more, which readers of today drop: it says which descriptor the thread had last. */
  #mark(tid: number, fd: number): void {
    this.#event(tid, EventType.SYSCALL_FSTAT64_E, [i64(fd)]);
  }

  #event(tid: number, type: number, values: readonly Uint8Array[]): void {
    const writer = this.#writer;
    this.#told.add(tid);
    this.#header.writeBigInt64LE(BigInt.asIntN(64, BigInt(tid)), 8);
    writer.begin(this.#header, 0, type, values.length, false);
    for (const value of values) writer.copy(Buffer.from(value.buffer, value.byteOffset, value.length), 0, value.length);
    this.#emit(writer.bytes, writer.finish());
  }
}

function isPath({ name }: EarlyFd): boolean {
  return name.startsWith('/');
}

function canCreate(fd: EarlyFd): boolean {
  if (isPath(fd)) return true;
  if (families[fd.type] === undefined) return fd.name === '';
  const size = fd.type === FdType.ipv4 ? 4 : 16;
  return fd.clientAddress?.length === size && fd.serverAddress?.length === size;
}
