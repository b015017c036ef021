import type { Outcome } from '#core/outcome.ts';
import type { CaptureEvent } from '../event.ts';
import { plainTransfers } from '../state/glances.ts';
import { stateMask } from '../state/handlers.ts';
import type { Host } from '../state/host.ts';
import { conversionRows } from '../table/conversion-rows.ts';
import { eventTable } from '../table/event-table.ts';
import { EventType } from '../table/generated/event-type.ts';
import { BlockType } from './block-type.ts';
import type { CaptureHost } from './capture-handler.ts';
import type { CaptureSource } from './capture-source.ts';
import type { CaptureSummary } from './capture-summary.ts';
import type { CaptureWriter } from './capture-writer.ts';
import { EarlyReaders } from './early-readers.ts';
import { EarlyState } from './early-state.ts';
import { replayCapture } from './replay-capture.ts';

export interface PartOptions {
  /** Number of the first event; default 1. */
  readonly from?: number;
  /** Number of the last event; default all. What follows is read, but not written: stop the source. */
  readonly to?: number;
  /** Nothing more is to be written. */
  readonly enough?: () => boolean;
  /** Of the events in between, which. The others are written for the state of the host only, as far as they change it. */
  readonly select?: (event: CaptureEvent) => boolean;
  /** By event type: 1 where `select` may say yes. */
  readonly interest?: Uint8Array;
  readonly onProgress?: (read: number, total: number | undefined) => void;
}

/**
 * Writes a part of a capture: the host's state just before its first event, then its events, block by block as they came. Sections of
 * concatenated captures stay sections. Where there are fewer events than `from` says, the state at the end is written. `host`: a new one.
 */
export async function writePart(
  source: CaptureSource,
  host: Host,
  writer: CaptureWriter,
  { from = 1, to = Number.POSITIVE_INFINITY, enough, select, interest, onProgress }: PartOptions = {},
): Promise<Outcome<CaptureSummary>> {
  const early = new EarlyReaders(host);
  let begun = false;
  /** The block that came last, where it is not yet known whether it is selected. */
  const held = new HeldBlock();

  const settle = (): void => {
    if (held.length === 0) return;
    if (held.selected) writer.block(held.bytes, 0, held.length);
    else if (held.changesState) writer.stateBlock(held.bytes, 0, held.length);
    held.length = 0;
  };
  const observed: CaptureHost = {
    stateMask: host.stateMask,
    restart: () => {
      settle();
      begun = false;
      early.restart();
      host.restart();
    },
    setMachine: (machine) => host.setMachine(machine),
    addInterface: (item) => host.addInterface(item),
    addUser: (user) => host.addUser(user),
    addGroup: (group) => host.addGroup(group),
    addThread: (entry) => host.addThread(entry),
    addFds: (tid, list) => host.addFds(tid, list),
    apply: (event) => {
      host.apply(event);
      if (!begun) early.applied(event);
    },
  };
  const outcome = await replayCapture(
    source,
    observed,
    (event) => {
      if (held.length > 0 && select?.(event)) held.selected = true;
    },
    {
      ...(interest && select ? { interest } : {}),
      ...(onProgress ? { onProgress } : {}),
      onBlock(bytes, at, length, enters, number) {
        settle();
        if (number >= to || enough?.() === true) return;
        if (!begun && number + 1 >= from) {
          begun = true;
          const time = timeOf(bytes, at);
          const pending = [...enters.pending()].filter((enter) => early.isPending(enter));
          const told = writer.begin(host, { enters: pending, time });
          new EarlyState(early, host, time, told, (event, size) => writer.stateEvent(event, size)).tell();
        }
        if (!begun) early.block(bytes, at);
        else if (select) held.hold(bytes, at, length, host, number + 1);
        else writer.block(bytes, at, length);
      },
    },
  );
  settle();
  if (outcome.ok && writer.bytes === 0) writer.begin(host);
  return outcome;
}

/** One block, copied, until it is known what becomes of it. */
class HeldBlock {
  bytes: Buffer = Buffer.allocUnsafeSlow(64 * 1024);
  /** 0: none. */
  length = 0;
  selected = false;
  changesState = false;

  hold(bytes: Buffer, at: number, length: number, host: Host, number: number): void {
    if (length > this.bytes.length) this.bytes = Buffer.allocUnsafeSlow(length * 2);
    bytes.copy(this.bytes, 0, at, at + length);
    this.length = length;
    this.selected = false;
    const type = bytes.readUInt16LE(at + headerAt(bytes, at) + 20);
    this.changesState = changing[type] === 1 && !(plainTransfers[type] === 1 && isIdle(bytes, at, host, number));
  }
}

/** A plain transfer (glances.ts) of today's layout that changes nothing. */
function isIdle(bytes: Buffer, at: number, host: Host, number: number): boolean {
  if (bytes.readUInt32LE(at) !== BlockType.event2) return false;
  const header = at + 10;
  const count = bytes.readUInt32LE(header + 22);
  if (count < 3 || bytes.readUInt16LE(header + 30) !== 8) return false;
  const fd = header + 26 + count * 2 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const tid = Number(bytes.readBigInt64LE(header + 8));
  return host.changesNothing(tid, Number(bytes.readBigInt64LE(fd)), number);
}

/**
 * By event type, of all layouts: 1 where the state may change by the event, or by the exit event that takes something from it. Types that are not in
 * the table count as such.
 */
const changing: Uint8Array = changingTypes();

function changingTypes(): Uint8Array {
  const types = new Uint8Array(65_536).fill(1, eventTable.length);
  const becomes = [...conversionRows.matchAll(/^(\S+) \d+ become (\S+)/gm)];
  types.set(stateMask);
  for (const { number, flags } of eventTable) if (flags.has('state') && !flags.has('unused')) types[number] = 1;
  const byId = EventType as Readonly<Record<string, number>>;
  for (let changed = true; changed; ) {
    changed = false;
    for (const [, from = '', to = ''] of becomes) {
      if (types[byId[to]!] !== 1 || types[byId[from]!] === 1) continue;
      types[byId[from]!] = 1;
      changed = true;
    }
  }
  // What an exit event takes from its enter event.
  for (const { number, enter, flags } of eventTable)
    if (enter && flags.has('converted') && types[number + 1] === 1) types[number] = 1;
  return types;
}

function timeOf(bytes: Buffer, at: number): bigint {
  return bytes.readBigUInt64LE(at + headerAt(bytes, at));
}

/** Offset of an event's header in its block. */
function headerAt(bytes: Buffer, at: number): number {
  const type = bytes.readUInt32LE(at);
  const isFlagged =
    type === BlockType.flaggedEvent1 || type === BlockType.flaggedEvent2 || type === BlockType.flaggedEvent2Large;
  return isFlagged ? 14 : 10;
}
