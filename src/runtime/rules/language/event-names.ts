import { eventTable } from '#runtime/events/table/event-table.ts';
import { syscallNames } from '#runtime/events/table/syscall-names.ts';

/** Names of asynchronous events, which are no rows of the table. */
const asyncNames = ['container', 'container_removed'];

let names: ReadonlySet<string> | undefined;

/** What evt.type can be: names of events, of syscalls that have no event of their own, and of asynchronous events. */
export function isEventName(name: string): boolean {
  names ??= new Set([...eventTable.map((row) => row.name), ...syscallNames, ...asyncNames]);
  return names.has(name);
}
