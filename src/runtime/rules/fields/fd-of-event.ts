import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { parameterText, workingDirectory } from '#runtime/events/format/parameter-text.ts';
import type { Fd } from '#runtime/events/state/fd.ts';
import { joinPath } from '#runtime/events/state/join-path.ts';
import type { Thread } from '#runtime/events/state/thread.ts';
import { trait, traitsOfEvent } from './event-traits.ts';

/** The event is one that works on a descriptor, of a known thread: only then do the fd fields have values. */
export function isOnDescriptor(event: CaptureEvent): boolean {
  return event.thread !== undefined && (traitsOfEvent(event) & trait.descriptor) !== 0;
}

/** The event's descriptor; undefined where there is none or it is not known. */
export function fdOf(event: CaptureEvent): Fd | undefined {
  return isOnDescriptor(event) ? numberedFd(event) : undefined;
}

/** The event's descriptor, or else what the thread has under the number that fd.num shows (a call that failed right after one that did not). */
export function numberedFd(event: CaptureEvent): Fd | undefined {
  if (event.fd) return event.fd;
  const thread = event.thread!;
  return thread.lastFd >= 0 ? thread.fds.get(thread.lastFd) : undefined;
}

/** Name of the event's descriptor; where that is not known (a failed open), the name that the event itself has. */
export function fdName(event: CaptureEvent): string | undefined {
  if (!isOnDescriptor(event)) return undefined;
  const fd = numberedFd(event);
  return fd ? fd.name : nameInEvent(event, false);
}

/** The same before it was made absolute. */
export function fdRawName(event: CaptureEvent): string | undefined {
  if (!isOnDescriptor(event)) return undefined;
  const fd = numberedFd(event);
  return fd ? fd.rawName : nameInEvent(event, true);
}

/** '' for events that could not have one. */
function nameInEvent(event: CaptureEvent, raw: boolean): string | undefined {
  if ((traitsOfEvent(event) & trait.exit) === 0) return undefined;
  switch (event.type) {
    case EventType.SYSCALL_OPEN_X:
    case EventType.SYSCALL_CREAT_X:
    case EventType.SOCKET_ACCEPT_5_X:
    case EventType.SOCKET_ACCEPT4_6_X:
    case EventType.SOCKET_CONNECT_X: {
      const text = parameterText(event, 1);
      return text && (text.meaning === '' ? text.value : text.meaning);
    }
    case EventType.SYSCALL_OPENAT_2_X:
    case EventType.SYSCALL_OPENAT2_X:
      return openedPath(event, event.thread!, raw);
    case EventType.SYSCALL_OPEN_BY_HANDLE_AT_X:
      return event.text(3) ?? '<NA>';
    default:
      return '';
  }
}

function openedPath(event: CaptureEvent, thread: Thread, raw: boolean): string | undefined {
  const path = event.text(2);
  if (path === undefined || raw) return path;
  const directory = event.number64(1);
  return directory === undefined ? undefined : joinPath(directoryOf(thread, directory), path);
}

/** What a relative path starts from: ends in `/`, or is `<UNKNOWN>`. */
export function directoryOf(thread: Thread, number: number): string {
  if (number === workingDirectory) return thread.cwd;
  const fd = thread.fds.get(number);
  return fd ? withSlash(fd.name) : '<UNKNOWN>';
}

/** '' stays. */
export function withSlash(name: string): string {
  return name === '' || name.endsWith('/') ? name : `${name}/`;
}
