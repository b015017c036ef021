import type { CaptureEvent } from '#runtime/events/event.ts';
import { eventTable, type ParameterRow } from '#runtime/events/table/event-table.ts';

const notAsked = -2;

/** Finds the parameter of that name in an event: its index, -1 where the event has none. Looks into a row once. */
export function parameterIndex(name: string): (event: CaptureEvent) => number {
  const indexes = new Int8Array(eventTable.length).fill(notAsked);
  return (event) => {
    const { type } = event;
    let index = indexes[type] ?? -1;
    if (index === notAsked) {
      index = eventTable[type]!.parameters.findIndex((row) => row.name === name);
      indexes[type] = index;
    }
    return index < event.parameterCount ? index : -1;
  };
}

let rows: Map<string, ParameterRow> | undefined;

/** The first parameter of that name in the table: what gives evt.rawarg its type. */
export function parameterNamed(name: string): ParameterRow | undefined {
  if (!rows) {
    rows = new Map();
    for (const event of eventTable)
      for (const row of event.parameters) if (!rows.has(row.name)) rows.set(row.name, row);
  }
  return rows.get(name);
}
