import type { Thread } from '#runtime/events/state/thread.ts';

/** All control groups as subsystem=path, joined by blanks; undefined where none is known. */
export function cgroupsText({ cgroups }: Thread): string | undefined {
  return cgroups.length === 0 ? undefined : cgroups.join(' ');
}

/** The path in one subsystem; undefined where the thread has none. */
export function cgroupPath({ cgroups }: Thread, subsystem: string): string | undefined {
  const start = `${subsystem}=`;
  return cgroups.find((group) => group.startsWith(start))?.slice(start.length);
}
