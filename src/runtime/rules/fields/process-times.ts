import type { Field } from '../field.ts';
import { integer, plain } from './reader-of.ts';

const family = 'process';

/** When the process began, as far as the stream has seen it. */
export const processTimeFields: readonly Field[] = [
  {
    name: 'proc.duration',
    family,
    type: 'reltime',
    describes: 'Nanoseconds since the process was cloned; no value where that was before the capture.',
    reader: plain((event) => {
      const start = event.thread?.cloneTime ?? 0n;
      return start === 0n ? undefined : integer(event.time - start);
    }),
  },
  {
    name: 'proc.ppid.duration',
    family,
    type: 'reltime',
    describes:
      'proc.duration of the parent process. JSON outputs have a number there even where the parent was cloned before the capture: how many descriptors the process has open, as the ecosystem has it.',
    reader: plain((event) => {
      const { thread } = event;
      const start = (thread === undefined ? undefined : event.host.parent(thread))?.cloneTime ?? 0n;
      return start === 0n ? undefined : integer(event.time - start);
    }),
    json: plain((event) => {
      const { thread } = event;
      const parent = thread === undefined ? undefined : event.host.parent(thread);
      if (parent === undefined) return undefined;
      if (parent.cloneTime !== 0n) return integer(event.time - parent.cloneTime);
      // The peer falls through to proc.fdopencount here. Readers of its JSON know it so; conditions and text have no value instead.
      return thread?.main?.fds.size ?? 0;
    }),
  },
  {
    name: 'proc.pid.ts',
    family,
    type: 'reltime',
    describes: 'When the process was cloned, in nanoseconds since 1970; no value where that was before the capture.',
    reader: plain((event) => {
      const start = event.thread?.cloneTime ?? 0n;
      return start === 0n ? undefined : integer(start);
    }),
  },
  {
    name: 'proc.ppid.ts',
    family,
    type: 'reltime',
    describes: 'proc.pid.ts of the parent; 0 where it was cloned before the capture.',
    reader: plain((event) => {
      const parent = event.thread === undefined ? undefined : event.host.thread(event.thread.ptid);
      return parent === undefined ? undefined : integer(parent.cloneTime);
    }),
  },
  {
    name: 'proc.pidns_init_start_ts',
    family,
    type: 'uint64',
    describes:
      'When the first process of the pid namespace (the container) started, in nanoseconds: since 1970, or since the boot where the writer of the capture did not know when that was.',
    reader: plain((event) => {
      const start = event.thread?.pidnsInitStart ?? 0n;
      return start === 0n ? undefined : integer(start);
    }),
  },
];
