import { errorIssue, failed, ok } from '#core/outcome.ts';
import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { workingDirectory } from '#runtime/events/format/parameter-text.ts';
import { joinPath } from '#runtime/events/state/join-path.ts';
import type { Thread } from '#runtime/events/state/thread.ts';
import type { Field } from '../field.ts';
import { eventResult } from './event-traits.ts';

export const evtPathFields: readonly Field[] = [
  {
    name: 'evt.abspath',
    family: 'evt',
    type: 'charbuf',
    describes:
      'Full path of a syscall that takes a directory descriptor and a path (openat, unlinkat, renameat …). Of those with two paths `evt.abspath.src` is the old one, `evt.abspath.dst` the new one.',
    argument: { required: true, kind: 'text', describes: '`src` or `dst`; nothing after the name is `src`' },
    reader: (argument) => {
      const which = argument === undefined ? 'src' : argument;
      if (which !== 'src' && which !== 'dst') {
        const hint = 'write evt.abspath, evt.abspath.src or evt.abspath.dst';
        return failed(errorIssue('rules/field-argument', `evt.abspath has no ${which}`, { hint }));
      }
      return ok((event) => absolutePath(event, which));
    },
  },
];

/** Where the descriptor of the directory and the path stand among the parameters of an event. */
interface Places {
  readonly directory: number;
  readonly path: number;
}

const only: Readonly<Record<number, Places>> = {
  [EventType.SYSCALL_SYMLINKAT_X]: { directory: 2, path: 3 },
  [EventType.SYSCALL_OPENAT_2_X]: { directory: 1, path: 2 },
  [EventType.SYSCALL_OPENAT2_X]: { directory: 1, path: 2 },
  [EventType.SYSCALL_UNLINKAT_2_X]: { directory: 1, path: 2 },
  [EventType.SYSCALL_MKDIRAT_X]: { directory: 1, path: 2 },
  [EventType.SYSCALL_FCHMODAT_X]: { directory: 1, path: 2 },
  [EventType.SYSCALL_FCHOWNAT_X]: { directory: 1, path: 2 },
};

const old: Places = { directory: 1, path: 2 };
const fresh: Places = { directory: 3, path: 4 };

function placesOf(type: number, which: 'src' | 'dst'): Places | undefined {
  switch (type) {
    case EventType.SYSCALL_RENAMEAT_X:
    case EventType.SYSCALL_RENAMEAT2_X:
    case EventType.SYSCALL_LINKAT_2_X:
      return which === 'src' ? old : fresh;
    default:
      return only[type];
  }
}

function absolutePath(event: CaptureEvent, which: 'src' | 'dst'): string | undefined {
  const { thread, type } = event;
  if (!thread) return undefined;
  if (type === EventType.SYSCALL_OPEN_BY_HANDLE_AT_X) {
    return (eventResult(event) ?? 0) > 0 ? joinPath('', event.text(3) ?? '') : undefined;
  }
  const places = placesOf(type, which);
  if (!places) return undefined;
  const directory = event.number64(places.directory);
  const path = event.text(places.path);
  return directory === undefined || path === undefined ? undefined : joinPath(directoryPath(thread, directory), path);
}

function directoryPath(thread: Thread, number: number): string {
  if (number === workingDirectory) return thread.cwd;
  const name = thread.fds.get(number)?.name;
  return name === undefined ? '<UNKNOWN>/' : `${name}/`;
}
