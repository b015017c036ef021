import { MiB } from '#core/limits.ts';
import { FdBudget } from './fd-budget.ts';
import { HostThread } from './host-thread.ts';
import { LazyText } from './lazy-text.ts';
import { ThreadGroup } from './thread-group.ts';

/** Threads that are known at one time. Linux allows 4,194,304; busy hosts have some ten thousand. */
export const maxThreads = 65_536;

/** Bytes of the texts (arguments, environment, cgroups, paths) of all threads; texts that several share count for each. */
export const maxTextBytes = 128 * MiB;

/** Share of the table that is thrown away when it is full: those that were not seen for the longest time. */
const evictedShare = 1 / 8;

/** Removed children that a parent keeps in its list in any case before it is cleaned; or a quarter of it, so that cleaning costs the same for each. */
const minRemovedChildren = 10;

/** Ancestors that are asked whether they adopt orphans. */
const maxGenerations = 256;

/** A power of two. */
const latelySize = 2_048;

/** Threads that exited lately, so that a parent's clone event that comes after its child's exit does not bring the child back. */
const recentExits = 8_192;
const recentNanoseconds = 2_000_000_000;

/**
 * The threads of the host by tid, their processes and their parents. Follows what the kernel does at fork and exit, with what captures lose:
 * a parent that is not known makes its children orphans (ptid 0); a thread of which only an event is known is there, but belongs nowhere.
 */
export class ThreadTable {
  readonly #threads: Map<number, HostThread> = new Map();
  readonly #groups: Map<number, ThreadGroup> = new Map();
  readonly fdBudget: FdBudget = new FdBudget();
  readonly #limit: number;
  #textBytes = 0;
  /** Threads that were asked for lately, by the low bits of their tid. */
  readonly #lately: (HostThread | undefined)[] = new Array(latelySize).fill(undefined);
  evicted = 0;

  readonly #exitedTids: Int32Array = new Int32Array(recentExits).fill(-1);
  readonly #exitedParents: Int32Array = new Int32Array(recentExits);
  readonly #exitTimes: Float64Array = new Float64Array(recentExits);
  #exitAt = 0;

  constructor(limit: number = maxThreads) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#threads.size;
  }

  values(): IterableIterator<HostThread> {
    return this.#threads.values();
  }

  clear(): void {
    this.#threads.clear();
    this.#groups.clear();
    this.fdBudget.clear();
    this.#textBytes = 0;
    this.#lately.fill(undefined);
    this.#exitedTids.fill(-1);
  }

  get(tid: number): HostThread | undefined {
    const lately = this.#lately[tid & (latelySize - 1)];
    if (lately !== undefined && lately.tid === tid && !lately.removed) return lately;
    const thread = this.#threads.get(tid);
    if (thread !== undefined) this.#lately[tid & (latelySize - 1)] = thread;
    return thread;
  }

  /** Looks without touching what was asked for lately: for parents, reapers, arguments. */
  find(tid: number): HostThread | undefined {
    return this.#threads.get(tid);
  }

  /** The thread; one of which nothing else is known where there is none. */
  getOrInvent(tid: number): HostThread {
    return this.get(tid) ?? this.#invent(tid);
  }

  #invent(tid: number): HostThread {
    const thread = new HostThread(tid);
    thread.commText = LazyText.notAvailable;
    thread.exeText = LazyText.notAvailable;
    this.put(thread);
    return thread;
  }

  /** Adds it, or puts it in the place of the one with its tid; its process and parent are found by `link`. */
  put(thread: HostThread): void {
    const old = this.#threads.get(thread.tid);
    if (old) this.#drop(old);
    else if (this.#threads.size >= this.#limit) this.#evict();
    thread.fdBudget = this.fdBudget;
    this.#threads.set(thread.tid, thread);
    this.weigh(thread);
  }

  /** After texts of the thread changed. */
  weigh(thread: HostThread): void {
    const { argTexts, envTexts, cgroupTexts, exeText, exepathText } = thread;
    const bytes = argTexts.size + envTexts.size + cgroupTexts.size + exeText.size + exepathText.size;
    this.#textBytes += bytes - thread.textBytes;
    thread.textBytes = bytes;
    if (this.#textBytes > maxTextBytes) this.#evict(thread);
  }

  #drop(thread: HostThread): void {
    this.#textBytes -= thread.textBytes;
    thread.textBytes = 0;
    thread.release();
  }

  /** Finds its process and parent, once. */
  link(thread: HostThread): void {
    if (thread.isInvalid || thread.group !== undefined) return;
    let group = this.#groups.get(thread.pid);
    if (group === undefined) {
      group = new ThreadGroup(thread.pid, thread.pid === 1 || thread.vpid === 1);
      this.#groups.set(thread.pid, group);
    }
    thread.group = group;
    group.add(thread);
    if (thread.pid === 1) return;
    const parent = this.#threads.get(thread.ptid);
    if (parent === undefined || parent.isInvalid) thread.ptid = 0;
    else parent.addChild(thread);
  }

  linkAll(): void {
    for (const thread of this.#threads.values()) this.link(thread);
  }

  /** Marks it dead, while it still shows: what an exit event does. */
  exit(thread: HostThread): void {
    if (thread.isDead) return;
    thread.group?.exited();
    thread.flags |= deadFlag;
  }

  /** A dead main thread comes back: exec in another thread takes over its tid. */
  resurrect(thread: HostThread): void {
    if (!thread.isDead) return;
    thread.flags &= ~deadFlag;
    if (thread.group) thread.group.alive += 1;
  }

  remove(tid: number): void {
    const thread = this.#threads.get(tid);
    if (thread === undefined) return;
    const group = thread.group;
    if (thread.isInvalid || group === undefined) {
      this.#leaveParent(thread.ptid);
      this.#erase(thread);
      return;
    }
    this.exit(thread);
    if (thread.children !== undefined && thread.children.length > 0) this.#giveChildren(thread);
    if (group.alive === 0) {
      this.#leaveParent(thread.ptid);
      this.#groups.delete(thread.pid);
      const main = this.#threads.get(thread.pid);
      if (main) this.#erase(main);
    }
    if (!thread.isMain) {
      this.#leaveParent(thread.ptid);
      this.#erase(thread);
    }
  }

  #erase(thread: HostThread): void {
    this.#drop(thread);
    if (this.#threads.get(thread.tid) === thread) this.#threads.delete(thread.tid);
  }

  #leaveParent(ptid: number): void {
    const parent = this.#threads.get(ptid);
    if (parent === undefined) return;
    parent.liveChildren -= 1;
    const children = parent.children;
    if (children && children.length - parent.liveChildren >= Math.max(minRemovedChildren, children.length / 4)) {
      parent.children = children.filter((child) => !child.removed);
      parent.liveChildren = parent.children.length;
    }
  }

  #giveChildren(thread: HostThread): void {
    let reaper = thread.reaperTid > 0 ? this.getOrInvent(thread.reaperTid) : undefined;
    if (reaper === undefined || reaper.isInvalid || reaper === thread) reaper = this.#findReaper(thread);
    if (reaper) {
      thread.reaperTid = reaper.tid;
      if (reaper.pid !== thread.pid && reaper.group) reaper.group.reaper = true;
    }
    for (const child of thread.children ?? []) {
      if (child.removed) continue;
      if (reaper) reaper.addChild(child);
      else child.ptid = 0;
    }
    thread.children = undefined;
    thread.liveChildren = 0;
  }

  /** As the kernel: another thread of the process, else the next ancestor that adopts orphans, in the same pid namespace as far as is known. */
  #findReaper(thread: HostThread): HostThread | undefined {
    const sibling = aliveOf(thread.group, thread);
    if (sibling) return sibling;
    let parent = this.#threads.get(thread.ptid);
    for (let generation = 0; parent !== undefined && parent !== thread; generation += 1) {
      if (generation === maxGenerations) return undefined;
      if (parent.isInPidNamespace !== thread.isInPidNamespace) return undefined;
      const reaper = parent.group?.reaper ? aliveOf(parent.group, undefined) : undefined;
      if (reaper) return reaper;
      parent = this.#threads.get(parent.ptid);
    }
    return undefined;
  }

  /** `time`: nanoseconds since 1970, as a double: 256 ns of error do not matter here. */
  noteExit(tid: number, ptid: number, time: number): void {
    this.#exitedTids[this.#exitAt] = tid;
    this.#exitedParents[this.#exitAt] = ptid;
    this.#exitTimes[this.#exitAt] = time;
    this.#exitAt = (this.#exitAt + 1) % recentExits;
  }

  exitedLately(tid: number, ptid: number, time: number): boolean {
    let at = this.#exitedTids.indexOf(tid | 0);
    while (at >= 0) {
      const age = time - this.#exitTimes[at]!;
      if (this.#exitedParents[at] === (ptid | 0) && age >= 0 && age < recentNanoseconds) return true;
      at = this.#exitedTids.indexOf(tid | 0, at + 1);
    }
    return false;
  }

  /** Lost exits fill the table: the ones not seen for the longest time go, whole processes with their children given away. */
  #evict(except?: HostThread): void {
    const list = [...this.#threads.values()].filter((thread) => thread.pid !== 1 && thread !== except);
    list.sort((a, b) => a.lastSeen - b.lastSeen);
    const count = Math.max(1, Math.floor(list.length * evictedShare));
    for (const thread of list.slice(0, count)) {
      const before = this.#threads.size;
      this.remove(thread.tid);
      this.evicted += before - this.#threads.size;
    }
    // A main thread whose other threads are alive stays; where that is all there is, the oldest entries go all the same.
    for (const thread of list) {
      if (this.#threads.size < this.#limit) return;
      if (thread.removed) continue;
      this.#erase(thread);
      this.evicted += 1;
    }
  }
}

const deadFlag = 1 << 18;

function aliveOf(group: ThreadGroup | undefined, except: HostThread | undefined): HostThread | undefined {
  if (group === undefined || group.alive <= 0) return undefined;
  return group.threads.find((thread) => !thread.removed && !thread.isDead && thread !== except);
}
