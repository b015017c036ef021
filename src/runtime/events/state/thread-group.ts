import type { HostThread } from './host-thread.ts';

/** The threads of one process. */
export class ThreadGroup {
  readonly pid: number;
  /** Threads that did not exit. */
  alive = 0;
  /** Adopts orphans: init of a pid namespace, or a process that asked for it. */
  reaper: boolean;
  /** The main thread first, where it is known. May hold removed ones for a while. */
  threads: HostThread[] = [];

  constructor(pid: number, reaper: boolean) {
    this.pid = pid;
    this.reaper = reaper;
  }

  add(thread: HostThread): void {
    if (thread.isMain) this.threads.unshift(thread);
    else this.threads.push(thread);
    if (!thread.isDead) this.alive += 1;
  }

  exited(): void {
    if (this.alive > 0) this.alive -= 1;
    // Each look at the list pays for the exits since the last one.
    if (this.threads.length - this.alive > Math.max(minRemoved, this.threads.length / 4)) this.prune();
  }

  prune(): void {
    this.threads = this.threads.filter((thread) => !thread.removed);
  }
}

/** Removed ones that stay in the list in any case. */
const minRemoved = 10;
