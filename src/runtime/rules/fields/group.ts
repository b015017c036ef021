import type { Field } from '../field.ts';
import { plain } from './reader-of.ts';

const family = 'group';

/** The group that the thread acts as, by the group list of its container, or of the host. */
export const groupFields: readonly Field[] = [
  {
    name: 'group.gid',
    family,
    type: 'uint32',
    describes: 'Effective group id of the thread.',
    reader: plain((event) => event.thread?.gid),
  },
  {
    name: 'group.name',
    family,
    type: 'charbuf',
    describes: "Name of the group. '<NA>' where no list has the id; 0 is always root.",
    reader: plain((event) => {
      const { thread } = event;
      if (thread === undefined) return undefined;
      return event.host.group(thread.containerId, thread.gid)?.name ?? (thread.gid === 0 ? 'root' : '<NA>');
    }),
  },
];
