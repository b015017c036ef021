import { type EventRow, eventTable } from '#runtime/events/table/event-table.ts';

let rows: ReadonlyMap<string, EventRow> | undefined;

/** Today's row of an event's name: of an exit event, or of an event that only has an entry (procexit, signaldeliver). */
export function currentEventRow(name: string): EventRow | undefined {
  rows ??= currentRows();
  return rows.get(name);
}

/** Names that a script may write, in the order of the table. */
export function currentEventNames(): readonly string[] {
  rows ??= currentRows();
  return [...rows.keys()];
}

function currentRows(): ReadonlyMap<string, EventRow> {
  const found = new Map<string, EventRow>();
  for (const row of eventTable) {
    if (row.flags.has('old') || row.flags.has('unused')) continue;
    const before = found.get(row.name);
    if (before === undefined || before.enter || !row.enter) found.set(row.name, row);
  }
  return found;
}
