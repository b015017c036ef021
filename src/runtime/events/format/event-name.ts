import { type CaptureEvent, EventType } from '../event.ts';
import { eventTable } from '../table/event-table.ts';
import { syscallNames } from '../table/syscall-names.ts';
import { nativeSyscallName } from './native-syscall.ts';

const names = eventTable.map((row) => row.name);

/** What happened, as evt.type names it: the syscall's name, also of those without an event type of their own; of an asynchronous event the name it brings. */
export function eventName(event: CaptureEvent): string | undefined {
  const { type } = event;
  if (type === EventType.GENERIC_X) return genericName(event);
  if (type === EventType.ASYNCEVENT_E) return event.text(1) ?? '<NA>';
  return names[type];
}

/** A newer kernel's syscall has the code 0, and its number on the machine. */
function genericName(event: CaptureEvent): string {
  const code = event.u16(0) ?? 0;
  const native = code === 0 ? event.u16(1) : undefined;
  return (native === undefined ? undefined : nativeSyscallName(native)) ?? syscallName(code);
}

/** Of the number that captures give to a syscall. */
export function syscallName(code: number): string {
  return syscallNames[code] ?? unknownSyscall;
}

const unknownSyscall = '<unknown syscall>';
