import { ConversionMode, conversionModes } from '../convert/conversion-mode.ts';
import { eventTable } from '../table/event-table.ts';
import { EventType } from '../table/generated/event-type.ts';

/** What a reader must know of each event type, by number: arrays, because it asks for every event. */

/** Parameters that an event must have to be of today's layout without conversion; more than any event has where conversion has to look in any case. */
export const currentParameters: Uint32Array = Uint32Array.from(eventTable, (row, type) => {
  const mode = conversionModes[type];
  return mode === ConversionMode.pass ? 0 : mode === ConversionMode.byCount ? row.parameterCount : 0xffffffff;
});

/** 1: the recording tells of itself; such events have no part in when it began. */
export const metaEvent: Uint8Array = Uint8Array.from(eventTable, (row) => (row.source === 'meta' ? 1 : 0));

/** 1: lengths of parameters have 32 bits. */
export const largeEvent: Uint8Array = Uint8Array.from(eventTable, (row) => (row.flags.has('large') ? 1 : 0));

/**
 * 1: with such events a section may go on telling what was there at its start. As long as nothing else has come they are not shown
 * (libs, sinsp::consume_initialstate_events).
 */
export const openingEvent: Uint8Array = new Uint8Array(eventTable.length);
for (const type of [
  EventType.CONTAINER_JSON_2_E,
  EventType.USER_ADDED_E,
  EventType.USER_DELETED_E,
  EventType.GROUP_ADDED_E,
  EventType.GROUP_DELETED_E,
  EventType.ASYNCEVENT_E,
])
  openingEvent[type] = 1;

/** Event flags of a block: the event is there for the state of the host only (SCAP_DF_STATE_ONLY). */
export const stateOnlyFlag = 1;

/**
 * By event type: 1 for enter events that today's captures still have. They tell the state what their exit event may lack, and are not shown to anyone;
 * they have a number.
 */
export const hiddenEvent: Uint8Array = new Uint8Array(eventTable.length);
for (const type of [
  EventType.SYSCALL_OPEN_E,
  EventType.SYSCALL_OPENAT_2_E,
  EventType.SYSCALL_OPENAT2_E,
  EventType.SYSCALL_CREAT_E,
  EventType.SOCKET_CONNECT_E,
  EventType.SYSCALL_EXECVE_19_E,
  EventType.SYSCALL_EXECVEAT_E,
]) {
  hiddenEvent[type] = 1;
}
