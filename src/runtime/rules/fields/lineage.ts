import type { HostState } from '#runtime/events/state/host-state.ts';
import { type Thread, ThreadFlag } from '#runtime/events/state/thread.ts';

/** Ancestors that are looked at: more than any real lineage has, and a bound for one that damage made. */
const maxAncestors = 4096;

/** The process `generation` steps up: 0 the thread's own, as its main thread; 1 the parent. */
export function ancestorProcess(host: HostState, thread: Thread, generation: number): Thread | undefined {
  if (generation > maxAncestors) return undefined;
  let process = thread.main;
  for (let step = 0; step < generation && process !== undefined; step += 1) {
    process = host.thread(process.ptid)?.main;
  }
  return process;
}

/**
 * Visits what stands above the process, from its parent on, until `visit` says true; whether it did. An ancestor is the thread that made the
 * child, which need not be a main thread. A lineage that runs in a circle (damaged or incomplete captures) ends where it comes around.
 */
export function someAncestor(host: HostState, process: Thread, visit: (ancestor: Thread) => boolean): boolean {
  let ancestor = host.thread(process.ptid);
  let mark: Thread | undefined;
  for (let step = 1; ancestor !== undefined && ancestor !== mark && step <= maxAncestors; step += 1) {
    if (visit(ancestor)) return true;
    // Brent: the mark moves on at powers of two, so that a circle of any length meets it.
    if ((step & (step - 1)) === 0) mark = ancestor;
    if (ancestor.ptid === ancestor.tid) return false;
    ancestor = host.thread(ancestor.ptid);
  }
  return false;
}

/**
 * Who leads the session or the process group that `idOf` tells: the thread of that id where ids are the host's, else the eldest in an unbroken
 * line of ancestors with the same id. `virtual` ids are those of the process's own pid namespace.
 */
export function groupLeader(
  host: HostState,
  thread: Thread,
  idOf: (thread: Thread) => number,
  virtual: boolean,
): Thread | undefined {
  const id = idOf(thread);
  if (id === -1) return undefined;
  if (!virtual || !inPidNamespace(thread)) {
    const leader = host.thread(id);
    if (leader !== undefined) return leader;
  }
  let eldest: Thread | undefined;
  someAncestor(host, thread, (ancestor) => {
    if (idOf(ancestor) !== id) return true;
    eldest = ancestor;
    return false;
  });
  return eldest;
}

function inPidNamespace(thread: Thread): boolean {
  return (thread.flags & ThreadFlag.childPidns) !== 0 || (thread.tid !== thread.vtid && thread.vtid >= 0);
}
