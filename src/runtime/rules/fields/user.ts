import type { CaptureEvent } from '#runtime/events/event.ts';
import type { Thread } from '#runtime/events/state/thread.ts';
import type { Field } from '../field.ts';
import { describesContainer } from './container-event.ts';
import { plain } from './reader-of.ts';

const family = 'user';

/** What a name shows as where the user list does not have it. */
const unknown = '<NA>';
const noLogin = 0xffffffff;

/** The user that the thread acts as, by the user list of its container, or of the host. */
export const userFields: readonly Field[] = [
  {
    name: 'user.uid',
    family,
    type: 'uint32',
    describes: 'Effective user id of the thread.',
    reader: plain((event) => event.thread?.uid),
  },
  {
    name: 'user.name',
    family,
    type: 'charbuf',
    describes: `Name of the user. Of events that describe a container, the user that its configuration names. '${unknown}' where no list has the id; 0 is always root.`,
    reader: plain((event) => {
      const { thread } = event;
      if (thread === undefined) return undefined;
      return (
        containerUser(event, thread) ?? event.host.user(thread.containerId, thread.uid)?.name ?? rootOr(thread.uid)
      );
    }),
  },
  {
    name: 'user.homedir',
    family,
    type: 'charbuf',
    describes: 'Home directory of the user.',
    reader: plain((event) => {
      const { thread } = event;
      if (thread === undefined) return undefined;
      return event.host.user(thread.containerId, thread.uid)?.home ?? (thread.uid === 0 ? '/root' : unknown);
    }),
  },
  {
    name: 'user.shell',
    family,
    type: 'charbuf',
    describes: 'Login shell of the user.',
    reader: plain((event) => {
      const { thread } = event;
      return thread === undefined ? undefined : (event.host.user(thread.containerId, thread.uid)?.shell ?? unknown);
    }),
  },
  {
    name: 'user.loginuid',
    family,
    type: 'int64',
    describes: 'Id of the user who logged in (audit id); su and sudo do not change it. -1 where nobody did.',
    reader: plain((event) => {
      const id = event.thread?.loginuid;
      return id === noLogin ? -1 : id;
    }),
  },
  {
    name: 'user.loginname',
    family,
    type: 'charbuf',
    describes: `Name of the user who logged in; '${unknown}' where nobody did.`,
    reader: plain((event) => {
      const { thread } = event;
      if (thread === undefined) return undefined;
      return event.host.user(thread.containerId, thread.loginuid)?.name ?? rootOr(thread.loginuid);
    }),
  },
];

function rootOr(id: number): string {
  return id === 0 ? 'root' : unknown;
}

function containerUser(event: CaptureEvent, thread: Thread): string | undefined {
  if (thread.containerId === '' || !describesContainer(event)) return undefined;
  return event.host.container(thread.containerId)?.user || undefined;
}
