import { type Outcome, ok } from '#core/outcome.ts';
import type { Thread } from '#runtime/events/state/thread.ts';
import type { Field, FieldReader } from '../field.ts';
import { capabilityNames } from './capability-names.ts';
import { cpuTimeReader } from './cpu-time.ts';
import { integer, missingArgument, plain } from './reader-of.ts';
import { scheduledTime, totalScheduledTime } from './scheduled-time.ts';
import { cgroupPath, cgroupsText } from './thread-cgroups.ts';

const family = 'process';

/** The thread itself. */
export const threadFields: readonly Field[] = [
  {
    name: 'thread.cap_permitted',
    family,
    type: 'charbuf',
    describes: 'Capabilities that the thread may take up, by name, joined by blanks.',
    reader: plain((event) => (event.thread === undefined ? undefined : capabilityNames(event.thread.capPermitted))),
  },
  {
    name: 'thread.cap_inheritable',
    family,
    type: 'charbuf',
    describes: 'Capabilities that the thread passes on over exec, by name, joined by blanks.',
    reader: plain((event) => (event.thread === undefined ? undefined : capabilityNames(event.thread.capInheritable))),
  },
  {
    name: 'thread.cap_effective',
    family,
    type: 'charbuf',
    describes: 'Capabilities that the kernel checks for the thread now, by name, joined by blanks.',
    reader: plain((event) => (event.thread === undefined ? undefined : capabilityNames(event.thread.capEffective))),
  },
  {
    name: 'thread.pfmajor',
    family,
    type: 'uint64',
    describes: 'Page faults of the thread that needed the disk, since it started.',
    reader: plain((event) => (event.thread === undefined ? undefined : integer(event.thread.majorFaults))),
  },
  {
    name: 'thread.pfminor',
    family,
    type: 'uint64',
    describes: 'Page faults of the thread that were served from memory, since it started.',
    reader: plain((event) => (event.thread === undefined ? undefined : integer(event.thread.minorFaults))),
  },
  {
    name: 'thread.tid',
    family,
    type: 'int64',
    describes: 'Id of the thread that the event came from.',
    reader: plain((event) => (event.tid >= -1 && event.tid <= 0xffffffff ? event.tid : undefined)),
  },
  {
    name: 'thread.ismain',
    family,
    type: 'bool',
    describes: 'Whether the thread is the main one of its process.',
    reader: plain((event) => (event.thread === undefined ? undefined : event.thread.main === event.thread)),
  },
  {
    name: 'thread.vtid',
    family,
    type: 'int64',
    describes: 'Id of the thread in its own pid namespace: what a container sees.',
    reader: plain((event) => {
      const vtid = event.thread?.vtid;
      return vtid === -1 ? undefined : vtid;
    }),
  },
  {
    name: 'thread.nametid',
    family,
    type: 'charbuf',
    describes: 'proc.name and thread.tid in one text.',
    only: 'table',
    reader: plain((event) => (event.thread === undefined ? undefined : `${event.thread.comm}${event.tid}`)),
  },
  {
    name: 'thread.exectime',
    family,
    type: 'reltime',
    describes:
      'Of switch events: nanoseconds since the last switch on the same CPU, which is how long the thread ran. 0 for other events, and in JSON, as the ecosystem has it.',
    reader: plain(scheduledTime),
    json: plain(noTime),
  },
  {
    name: 'thread.totexectime',
    family,
    type: 'reltime',
    describes:
      'Nanoseconds that the thread has run since the capture began, by its switch events. 0 in JSON, as the ecosystem has it.',
    reader: plain(totalScheduledTime),
    json: plain((event) => (event.thread === undefined ? undefined : noTime())),
  },
  {
    name: 'thread.cgroups',
    family,
    type: 'charbuf',
    describes: 'Control groups of the thread as subsystem=path, joined by blanks.',
    reader: plain((event) => (event.thread === undefined ? undefined : cgroupsText(event.thread))),
  },
  {
    name: 'thread.cgroup',
    family,
    type: 'charbuf',
    describes: 'Path of the control group of one subsystem.',
    argument: { required: true, kind: 'text', describes: 'the subsystem, after a dot: thread.cgroup.cpuset' },
    reader: cgroupReader,
  },
  {
    name: 'thread.cpu',
    family,
    type: 'double',
    describes: 'Of procinfo events: CPU time of the thread since the one before, in percent of a second.',
    reader: plain(cpuTimeReader(true, true)),
  },
  {
    name: 'thread.cpu.user',
    family,
    type: 'double',
    describes: 'The part of thread.cpu that was spent in user mode.',
    reader: plain(cpuTimeReader(true, false)),
  },
  {
    name: 'thread.cpu.system',
    family,
    type: 'double',
    describes: 'The part of thread.cpu that was spent in the kernel.',
    reader: plain(cpuTimeReader(false, true)),
  },
  {
    name: 'thread.vmsize',
    family,
    type: 'uint64',
    describes: 'Virtual memory of the process in KiB, on its main thread; 0 on the others.',
    reader: plain((event) => (event.thread === undefined ? undefined : ofMain(event.thread, event.thread.vmSizeKb))),
  },
  {
    name: 'thread.vmrss',
    family,
    type: 'uint64',
    describes: 'Resident memory of the process in KiB, on its main thread; 0 on the others.',
    reader: plain((event) => (event.thread === undefined ? undefined : ofMain(event.thread, event.thread.vmRssKb))),
  },
  {
    name: 'thread.vmsize.b',
    family,
    type: 'uint64',
    describes: 'thread.vmsize in bytes.',
    only: 'table',
    reader: plain((event) =>
      event.thread === undefined ? undefined : ofMain(event.thread, event.thread.vmSizeKb * 1024),
    ),
  },
  {
    name: 'thread.vmrss.b',
    family,
    type: 'uint64',
    describes: 'thread.vmrss in bytes.',
    only: 'table',
    reader: plain((event) =>
      event.thread === undefined ? undefined : ofMain(event.thread, event.thread.vmRssKb * 1024),
    ),
  },
];

/** The peer reads these times twice for JSON, and by the second time nothing has passed. */
function noTime(): number {
  return 0;
}

function ofMain(thread: Thread, value: number): number {
  return thread.main === thread ? value : 0;
}

function cgroupReader(argument?: string): Outcome<FieldReader> {
  if (argument === undefined) return missingArgument('name the subsystem after a dot: thread.cgroup.cpuset');
  return ok<FieldReader>((event) => (event.thread === undefined ? undefined : cgroupPath(event.thread, argument)));
}
