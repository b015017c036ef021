import type { StoredEnter } from '../convert/enter-store.ts';
import { EventWriter } from '../convert/event-writer.ts';
import { type CaptureEvent, eventHeaderBytes } from '../event.ts';
import type { HostSnapshot } from '../state/host-state.ts';
import { EventType } from '../table/generated/event-type.ts';
import { encodeText } from '../text.ts';
import { BlockBuilder } from './block-builder.ts';
import { BlockType, sectionMagic } from './block-type.ts';
import { u32 } from './bytes-of.ts';
import type { FdEntry } from './capture-entries.ts';
import { captureLimits } from './capture-limits.ts';
import { containerEventJson } from './container-event-json.ts';
import { readerLimits as limits } from './reader-limits.ts';
import { isBareSocket, socketParameters } from './socket-state.ts';
import { sized, writeFd, writeThread } from './write-entries.ts';

/** Bytes of an event in a block of the small kind, with what stands before it and behind it. */
const maxSmallEvent = captureLimits.smallEventBytes - 32;
/** The event is for the state of the host and shown to nobody (SCAP_DF_STATE_ONLY). */
const stateOnly = 1;
const interfaceKinds = { 4: 1, 16: 2 } as const;
/** Types of blocks with flags, by those without. */
const flaggedTypes: ReadonlyMap<number, number> = new Map([
  [BlockType.event1, BlockType.flaggedEvent1],
  [BlockType.oldEvent1, BlockType.flaggedEvent1],
  [BlockType.event2, BlockType.flaggedEvent2],
  [BlockType.event2Large, BlockType.flaggedEvent2Large],
]);

/**
 * Writes a capture: a section with the host's state at that moment, then events. Bytes go to `sink` block by block; they are valid during the
 * call. Format version 1.2 (libs, scap_savefile.c): opens in sysdig, Falco and Stratoshark.
 */
export class CaptureWriter {
  /** Events that were written, without those that only tell the state. */
  events = 0;
  /** Events that only tell the state. */
  stateEvents = 0;
  bytes = 0;
  readonly #sink: (bytes: Buffer) => void;
  readonly #builder = new BlockBuilder();
  readonly #event = new EventWriter();
  /** Time and so on of the events that tell the state. */
  readonly #stateHeader = Buffer.alloc(eventHeaderBytes);

  constructor(sink: (bytes: Buffer) => void) {
    this.#sink = sink;
  }

  /**
   * Starts a section. `enters`: enter events of calls that have not come back (EnterStore.pending), of captures that have such. `time`: nanoseconds
   * since 1970, of what tells the state. Returns the threads for which events tell something; stateEvent() may follow.
   */
  begin(
    state: HostSnapshot,
    { enters, time = 0n }: { enters?: Iterable<StoredEnter>; time?: bigint } = {},
  ): ReadonlySet<number> {
    this.#section();
    this.#machine(state);
    this.#interfaces(state);
    this.#users(state);
    const sockets = new Map<number, readonly FdEntry[]>();
    for (const tid of this.#processes(state)) {
      const entries = state.fdEntries(tid);
      this.#fds(tid, entries);
      const bare = entries.filter(isBareSocket);
      if (bare.length > 0) sockets.set(tid, bare);
    }
    this.#stateEvents(state, time);
    for (const [tid, list] of sockets) this.#sockets(tid, list);
    for (const { bytes, length, type } of enters ?? []) if (type >= 0) this.stateEvent(bytes, length);
    return new Set(sockets.keys());
  }

  /** An event that is for the state of the host and shown to nobody; its header first, lengths of parameters u16. */
  stateEvent(bytes: Buffer, length: number): void {
    this.#stateBlock(bytes, length, stateOnly, false);
  }

  /** An event's block as it came, but for the state of the host only. */
  stateBlock(bytes: Buffer, at: number, length: number): void {
    const type = bytes.readUInt32LE(at);
    const flagged = flaggedTypes.get(type);
    const builder = this.#builder;
    this.stateEvents += 1;
    builder.begin(flagged ?? type);
    builder.u16(bytes.readUInt16LE(at + 8));
    builder.u32((flagged === undefined ? bytes.readUInt32LE(at + 10) : 0) | stateOnly);
    builder.raw(bytes.subarray(at + (flagged === undefined ? 14 : 10), at + length - 4));
    this.#write(builder.end());
  }

  /** An event's block as it came, of any version. */
  block(bytes: Buffer, at: number, length: number): void {
    this.events += 1;
    this.#write(bytes.subarray(at, at + length));
  }

  /** An event in today's layout. */
  event(event: CaptureEvent): void {
    this.events += 1;
    this.#eventBlock(event.bytes, event.at, event.length, event.cpu, event.flags, event.large);
  }

  #section(): void {
    const builder = this.#builder;
    builder.begin(BlockType.section);
    builder.u32(sectionMagic);
    builder.u16(1);
    builder.u16(2);
    builder.u64(0xffffffffffffffffn);
    this.#write(builder.end());
  }

  #machine({ machine }: HostSnapshot): void {
    if (!machine) return;
    const builder = this.#builder;
    builder.begin(BlockType.machine);
    builder.u32(machine.cpus);
    builder.u64(machine.memoryBytes);
    builder.u64(machine.maxPid);
    const hostname = Buffer.alloc(limits.hostname + 1);
    encodeText(machine.hostname).copy(hostname, 0, 0, limits.hostname);
    builder.raw(hostname);
    builder.u64(machine.bootTime);
    builder.u64(machine.flags);
    builder.u64(0n);
    builder.u64(0n);
    this.#write(builder.end());
  }

  #interfaces({ interfaces }: HostSnapshot): void {
    const builder = this.#builder;
    builder.begin(BlockType.interfaces2);
    // The peers read all of one family before the other.
    for (const size of [4, 16] as const) {
      for (const item of interfaces) {
        if (item.address.length !== size) continue;
        const name = encodeText(item.name).subarray(0, limits.path);
        const entry = builder.beginEntry();
        builder.u16(interfaceKinds[size]);
        builder.u16(name.length);
        for (const address of [item.address, item.netmask, item.broadcast]) builder.raw(sized(address, size));
        builder.u64(item.linkSpeed);
        builder.raw(name);
        builder.endEntry(entry, 4);
      }
    }
    this.#write(builder.end());
  }

  #users(state: HostSnapshot): void {
    const builder = this.#builder;
    builder.begin(BlockType.users2);
    for (const [container, user] of state.users()) {
      if (container !== '') continue;
      const entry = builder.beginEntry();
      builder.u8(0);
      builder.u32(user.uid);
      builder.u32(user.gid);
      builder.text(user.name, limits.credential);
      builder.text(user.home, limits.credential);
      builder.text(user.shell, limits.credential);
      builder.endEntry(entry);
    }
    for (const [container, group] of state.groups()) {
      if (container !== '') continue;
      const entry = builder.beginEntry();
      builder.u8(1);
      builder.u32(group.gid);
      builder.text(group.name, limits.credential);
      builder.endEntry(entry);
    }
    this.#write(builder.end());
  }

  /** Returns the threads' ids. */
  #processes(state: HostSnapshot): readonly number[] {
    const builder = this.#builder;
    const tids: number[] = [];
    builder.begin(BlockType.processes9);
    for (const entry of state.processEntries()) {
      writeThread(builder, entry);
      tids.push(entry.tid);
    }
    this.#write(builder.end());
    return tids;
  }

  #fds(tid: number, entries: readonly FdEntry[]): void {
    const builder = this.#builder;
    builder.begin(BlockType.fds2);
    builder.number64(tid);
    for (const entry of entries) if (!isBareSocket(entry)) writeFd(builder, entry);
    this.#write(builder.end());
  }

  /** Both events of each call, as readers of before and of today need one or the other. */
  #sockets(tid: number, entries: readonly FdEntry[]): void {
    this.#stateHeader.writeBigInt64LE(BigInt.asIntN(64, BigInt(tid)), 8);
    for (const entry of entries) {
      const { enter, exit } = socketParameters(entry);
      this.#listEvent(EventType.SOCKET_SOCKET_E, false, enter, stateOnly);
      this.#listEvent(EventType.SOCKET_SOCKET_X, false, exit, stateOnly);
    }
  }

  /** What has no list of its own: containers, and their users. Readers take such events at the start of a section as part of the state. */
  #stateEvents(state: HostSnapshot, time: bigint): void {
    this.#stateHeader.writeBigUInt64LE(BigInt.asUintN(64, time), 0);
    this.#stateHeader.writeBigInt64LE(-1n, 8);
    for (const container of state.containers()) {
      this.#listEvent(EventType.CONTAINER_JSON_2_E, true, [encodeText(`${containerEventJson(container)}\0`)]);
    }
    for (const [container, user] of state.users()) {
      if (container === '') continue;
      const texts = [user.name, user.home, user.shell, container].map((text) => encodeText(`${text}\0`));
      this.#listEvent(EventType.USER_ADDED_E, false, [u32(user.uid), u32(user.gid), ...texts]);
    }
    for (const [container, group] of state.groups()) {
      if (container === '') continue;
      const texts = [group.name, container].map((text) => encodeText(`${text}\0`));
      this.#listEvent(EventType.GROUP_ADDED_E, false, [u32(group.gid), ...texts]);
    }
  }

  #listEvent(type: number, large: boolean, values: readonly Buffer[], flags = 0): void {
    const writer = this.#event;
    writer.begin(this.#stateHeader, 0, type, values.length, large);
    for (const value of values) writer.copy(value, 0, value.length);
    this.#stateBlock(writer.bytes, writer.finish(), flags, large);
  }

  #stateBlock(bytes: Buffer, length: number, flags: number, large: boolean): void {
    this.stateEvents += 1;
    this.#eventBlock(bytes, 0, length, 0, flags, large);
  }

  #eventBlock(bytes: Buffer, at: number, length: number, cpu: number, flags: number, large: boolean): void {
    const builder = this.#builder;
    // Blocks of the small kind have a bound; which width the lengths of parameters have is the event type's matter.
    const isLong = large || length > maxSmallEvent;
    if (flags === 0) builder.begin(isLong ? BlockType.event2Large : BlockType.event2);
    else builder.begin(isLong ? BlockType.flaggedEvent2Large : BlockType.flaggedEvent2);
    builder.u16(cpu);
    if (flags !== 0) builder.u32(flags);
    builder.raw(bytes.subarray(at, at + length));
    this.#write(builder.end());
  }

  #write(bytes: Buffer): void {
    this.bytes += bytes.length;
    this.#sink(bytes);
  }
}
