import type { HostState } from '#runtime/events/state/host-state.ts';
import type { Thread } from '#runtime/events/state/thread.ts';

/** Nanoseconds: times below it are counted from the boot, not from 1970 (a machine that has been up for three years; 1973). */
const leastEpochTime = 100_000_000_000_000_000n;

/**
 * When the first process of the thread's pid namespace started, in nanoseconds since 1970. Writers of captures give it from the boot or from
 * 1970, depending on whether they knew the time of the boot. Undefined where it, or the boot that it counts from, is not known.
 */
export function pidNamespaceStart(host: HostState, thread: Thread): bigint | undefined {
  const start = thread.pidnsInitStart;
  if (start === 0n) return undefined;
  if (start >= leastEpochTime) return start;
  const boot = host.machine?.bootTime ?? 0n;
  return boot === 0n ? undefined : boot + start;
}
