import type { HostState } from '#runtime/events/state/host-state.ts';
import type { Thread } from '#runtime/events/state/thread.ts';
import type { Field } from '../field.ts';
import { groupLeader, someAncestor } from './lineage.ts';
import { plain } from './reader-of.ts';

const family = 'process';

/** Numbers of the process, its session and its process group, and who leads them. */
export const processIdFields: readonly Field[] = [
  {
    name: 'proc.pid',
    family,
    type: 'int64',
    describes: 'Process id, as the host sees it.',
    reader: plain((event) => (event.thread === undefined ? undefined : processId(event.thread))),
  },
  {
    name: 'proc.ppid',
    family,
    type: 'int64',
    describes: 'proc.pid of the parent process.',
    reader: plain((event) => {
      const { thread } = event;
      const parent = thread === undefined ? undefined : event.host.parent(thread);
      return parent === undefined ? undefined : processId(parent);
    }),
  },
  {
    name: 'proc.vpid',
    family,
    type: 'int64',
    describes: "Process id in the process's own pid namespace: what a container sees.",
    reader: plain((event) => knownId(event.thread?.vpid)),
  },
  {
    name: 'proc.pvpid',
    family,
    type: 'int64',
    describes: 'proc.vpid of the parent.',
    reader: plain((event) => (event.thread === undefined ? undefined : event.host.thread(event.thread.ptid)?.vpid)),
  },
  {
    name: 'proc.loginshellid',
    family,
    type: 'int64',
    describes:
      'proc.pid of the eldest shell (its name ends in "sh") among the process and its ancestors: tells login sessions apart.',
    reader: plain((event) => (event.thread === undefined ? undefined : loginShell(event.host, event.thread))),
  },
  {
    name: 'proc.sid',
    family,
    type: 'int64',
    describes: 'Session id of the process.',
    reader: plain((event) => event.thread?.sid),
  },
  leaderField('proc.sname', 'Name', 'session', (leader) => leader.comm, sessionOf, true),
  leaderField('proc.sid.exe', 'argv[0]', 'session', (leader) => leader.exe, sessionOf, true),
  leaderField('proc.sid.exepath', 'Path of the executable', 'session', (leader) => leader.exepath, sessionOf, true),
  {
    name: 'proc.is_sid_leader',
    family,
    type: 'bool',
    describes: 'Whether the process leads its session.',
    reader: plain((event) => (event.thread === undefined ? undefined : event.thread.sid === event.thread.vpid)),
  },
  {
    name: 'proc.vpgid',
    family,
    type: 'int64',
    describes: "Process group, as the process's own pid namespace numbers it.",
    reader: plain((event) => event.thread?.vpgid),
  },
  leaderField('proc.vpgid.name', 'Name', 'process group', (leader) => leader.comm, virtualGroupOf, true),
  leaderField('proc.vpgid.exe', 'argv[0]', 'process group', (leader) => leader.exe, virtualGroupOf, true),
  leaderField(
    'proc.vpgid.exepath',
    'Path of the executable',
    'process group',
    (leader) => leader.exepath,
    virtualGroupOf,
    true,
  ),
  {
    name: 'proc.is_vpgid_leader',
    family,
    type: 'bool',
    describes:
      'Whether the process leads its process group. A shell makes a group for each pipeline; what it starts there follows the first command.',
    reader: plain((event) => (event.thread === undefined ? undefined : event.thread.vpgid === event.thread.vpid)),
  },
  {
    name: 'proc.pgid',
    family,
    type: 'int64',
    describes: 'Process group, as the host numbers it; -1 where the capture does not say.',
    reader: plain((event) => event.thread?.pgid),
  },
  leaderField('proc.pgid.name', 'Name', 'process group', (leader) => leader.comm, groupOf, false),
  leaderField('proc.pgid.exe', 'argv[0]', 'process group', (leader) => leader.exe, groupOf, false),
  leaderField(
    'proc.pgid.exepath',
    'Path of the executable',
    'process group',
    (leader) => leader.exepath,
    groupOf,
    false,
  ),
  {
    name: 'proc.is_pgid_leader',
    family,
    type: 'bool',
    describes: "Whether the process leads its process group, by the host's numbers.",
    reader: plain((event) => (event.thread === undefined ? undefined : event.thread.pgid === event.thread.pid)),
  },
];

function leaderField(
  name: string,
  what: string,
  group: string,
  of: (leader: Thread) => string,
  idOf: (thread: Thread) => number,
  virtual: boolean,
): Field {
  return {
    name,
    family,
    type: 'charbuf',
    describes: `${what} of the process that leads the ${group}: the one with its number, or the eldest ancestor in the same ${group}; '' where none is known.`,
    reader: plain((event) => {
      const { thread } = event;
      if (thread === undefined) return undefined;
      const leader = groupLeader(event.host, thread, idOf, virtual);
      return leader === undefined ? '' : of(leader);
    }),
  };
}

function sessionOf(thread: Thread): number {
  return thread.sid;
}

function virtualGroupOf(thread: Thread): number {
  return thread.vpgid;
}

function groupOf(thread: Thread): number {
  return thread.pgid;
}

function knownId(id: number | undefined): number | undefined {
  return id === -1 ? undefined : id;
}

/** Ids that no kernel gives stand for processes that have none. */
function processId({ pid }: Thread): number | undefined {
  return pid >= -1 && pid <= 0xffffffff ? pid : undefined;
}

function loginShell(host: HostState, thread: Thread): number | undefined {
  const process = thread.main;
  if (process === undefined) return undefined;
  let shell = process.comm.endsWith('sh') ? process.pid : undefined;
  someAncestor(host, process, (ancestor) => {
    if (ancestor.comm.endsWith('sh')) shell = ancestor.pid;
    return false;
  });
  return shell;
}
