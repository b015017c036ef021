import type { HostState } from '#runtime/events/state/host-state.ts';
import { type Thread, ThreadFlag } from '#runtime/events/state/thread.ts';
import type { Field } from '../field.ts';
import { integer, plain } from './reader-of.ts';

const family = 'process';

/** What the process holds and uses. */
export const processResourceFields: readonly Field[] = [
  {
    name: 'proc.fdopencount',
    family,
    type: 'uint64',
    describes: 'How many descriptors the process has open.',
    reader: plain((event) => (event.thread === undefined ? undefined : (event.thread.main?.fds.size ?? 0))),
  },
  {
    name: 'proc.fdlimit',
    family,
    type: 'int64',
    describes: 'How many descriptors the process may open (RLIMIT_NOFILE).',
    reader: plain((event) => (event.thread === undefined ? undefined : integer(event.thread.main?.fdLimit ?? 0n))),
  },
  {
    name: 'proc.fdusage',
    family,
    type: 'double',
    describes: 'Open descriptors in percent of the limit.',
    reader: plain((event) => (event.thread === undefined ? undefined : descriptorUsage(event.thread.main))),
  },
  {
    name: 'proc.vmsize',
    family,
    type: 'uint64',
    describes: 'Virtual memory of the process, in KiB.',
    reader: plain((event) => event.thread?.vmSizeKb),
  },
  {
    name: 'proc.vmrss',
    family,
    type: 'uint64',
    describes: 'Memory of the process that is resident, in KiB.',
    reader: plain((event) => event.thread?.vmRssKb),
  },
  {
    name: 'proc.vmswap',
    family,
    type: 'uint64',
    describes: 'Memory of the process that is swapped out, in KiB.',
    reader: plain((event) => event.thread?.vmSwapKb),
  },
  {
    name: 'proc.nthreads',
    family,
    type: 'uint64',
    describes: 'Living threads of the process, the main thread counted.',
    reader: plain((event) => (event.thread === undefined ? undefined : event.host.threadCount(event.thread))),
  },
  {
    name: 'proc.nchilds',
    family,
    type: 'uint64',
    describes: 'Living threads of the process besides the main thread.',
    reader: plain((event) => (event.thread === undefined ? undefined : otherThreads(event.host, event.thread))),
  },
];

function descriptorUsage(process: Thread | undefined): number {
  const limit = Number(process?.fdLimit ?? 0n);
  if (process === undefined || limit <= 0) return 0;
  return Math.min((process.fds.size * 100) / limit, 100);
}

function otherThreads(host: HostState, thread: Thread): number {
  const all = host.threadCount(thread);
  const { main } = thread;
  return all > 0 && main !== undefined && (main.flags & ThreadFlag.closed) === 0 ? all - 1 : all;
}
