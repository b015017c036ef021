import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { type EventRow, eventTable } from '#runtime/events/table/event-table.ts';

/** Bits of what is true of an event type, so that hot readers need no sets. */
export const trait = {
  exit: 1,
  syscall: 2,
  /** Its first parameter is the result, where it has one. */
  result: 4,
  reads: 8,
  writes: 16,
  waits: 32,
  /** Works on a descriptor: fd.* have values. */
  descriptor: 64,
  meta: 128,
  plugin: 256,
  /** Its category is that of what the descriptor is. */
  io: 512,
  ioRead: 1024,
  ioWrite: 2048,
  memory: 4096,
} as const;

const traits = Uint16Array.from(eventTable, traitsOf);

/** Bits of `trait` for an event's type. */
export function traitsOfEvent(event: CaptureEvent): number {
  return traits[event.type] ?? 0;
}

function traitsOf(row: EventRow): number {
  const { flags, category } = row;
  const syscall = row.source === 'syscall';
  return (
    (row.enter ? 0 : trait.exit) |
    (syscall ? trait.syscall : 0) |
    (syscall && !row.enter && row.number !== EventType.GENERIC_X ? trait.result : 0) |
    (flags.has('reads') ? trait.reads : 0) |
    (flags.has('writes') ? trait.writes : 0) |
    (flags.has('waits') ? trait.waits : 0) |
    (flags.has('creates-fd') || flags.has('uses-fd') || flags.has('destroys-fd') ? trait.descriptor : 0) |
    (row.source === 'meta' ? trait.meta : 0) |
    (row.source === 'plugin' ? trait.plugin : 0) |
    (category.startsWith('io-') ? trait.io : 0) |
    (category === 'io-read' ? trait.ioRead : 0) |
    (category === 'io-write' ? trait.ioWrite : 0) |
    (category === 'memory' ? trait.memory : 0)
  );
}

/** What the syscall returned; undefined where the event has no result. A result of neither 4 nor 8 bytes is 0. */
export function eventResult(event: CaptureEvent): number | bigint | undefined {
  if (((traits[event.type] ?? 0) & trait.result) === 0 || event.parameterCount === 0) return undefined;
  const size = event.size(0);
  if (size === 4) return event.i32(0);
  if (size !== 8) return 0;
  const high = event.view.getInt32(event.start(0) + 4, true);
  return high >= -0x200000 && high < 0x200000 ? event.number64(0) : event.i64(0);
}
