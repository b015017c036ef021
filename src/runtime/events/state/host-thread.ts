import { containerIdOf } from './container-id.ts';
import type { FdBudget } from './fd-budget.ts';
import { FdTable } from './fd-table.ts';
import { LazyText, LazyTexts } from './lazy-text.ts';
import { type Thread, ThreadFlag } from './thread.ts';
import type { ThreadGroup } from './thread-group.ts';

/** An event that a later one needs (enter events of old captures): its own copy. */
export interface StoredEvent {
  type: number;
  parameterCount: number;
  bytes: Buffer;
}

const noFds = new FdTable();
const notSet = 0xffffffff;

/** A thread as the host state keeps it. All fields are set here, so that all threads have one shape. */
export class HostThread implements Thread {
  readonly tid: number;
  pid = -1;
  ptid = -1;
  sid = -1;
  vpgid = -1;
  pgid = -1;
  vtid = -1;
  vpid = -1;
  flags: number = ThreadFlag.nameChanged;
  uid = notSet;
  gid = notSet;
  loginuid = notSet;
  tty = 0;
  fdLimitNumber = -1;
  vmSizeKb = 0;
  vmRssKb = 0;
  vmSwapKb = 0;
  faultsMajor = 0;
  faultsMinor = 0;
  capInheritable = 0n;
  capPermitted = 0n;
  capEffective = 0n;
  exeWritable = false;
  exeUpperLayer = false;
  exeLowerLayer = false;
  exeFromMemfd = false;
  exeInode = 0n;
  exeInodeCtime = 0n;
  exeInodeMtime = 0n;
  exeCloneTime = 0n;
  pidnsInitStart = 0n;
  cloneTime = 0n;
  lastExecTime = 0n;
  lastFd = 0;

  commText: LazyText = LazyText.empty;
  exeText: LazyText = LazyText.empty;
  exepathText: LazyText = LazyText.empty;
  argTexts: LazyTexts = LazyTexts.empty;
  /** Of the main thread. */
  envTexts: LazyTexts = LazyTexts.empty;
  cgroupTexts: LazyTexts = LazyTexts.empty;
  /** Of the main thread; ends in `/`. */
  ownCwd = '';
  root = '';

  group: ThreadGroup | undefined = undefined;
  /** Processes and threads whose ptid is this; may hold removed ones for a while. */
  children: HostThread[] | undefined = undefined;
  liveChildren = 0;
  /** Thread that the kernel gave the children to when this one exited; -1 where it did not say. */
  reaperTid = -1;
  removed = false;
  /** Number of the last event in which it was seen. */
  lastSeen = 0;
  /** The cgroups were looked at for a container: at the start of the capture, or at a clone, exec or chroot of its own. */
  containerKnown = false;

  /** Type of the last enter event; -1 where there was none. */
  lastEnterType = -1;
  storedEvent: StoredEvent | undefined = undefined;
  /** Of the host's ring of stored events. */
  storedSlot = -1;
  /** The host's; set where the thread is put into its table. */
  fdBudget: FdBudget | undefined = undefined;
  /** Bytes of its texts as the thread table counts them. */
  textBytes = 0;

  #table: FdTable | undefined = undefined;
  #cgroups: readonly string[] | undefined = undefined;
  #cgroupsOf: LazyTexts | undefined = undefined;

  constructor(tid: number) {
    this.tid = tid;
  }

  get comm(): string {
    return this.commText.value;
  }

  get exe(): string {
    return this.exeText.value;
  }

  get exepath(): string {
    return this.exepathText.value;
  }

  get args(): readonly string[] {
    return this.argTexts.list;
  }

  get env(): readonly string[] {
    return (this.main ?? this).envTexts.list;
  }

  get cwd(): string {
    const main = this.main;
    return main ? main.ownCwd : './';
  }

  get cgroups(): readonly string[] {
    if (this.#cgroups === undefined || this.#cgroupsOf !== this.cgroupTexts) {
      this.#cgroups = normaliseCgroups(this.cgroupTexts.list);
      this.#cgroupsOf = this.cgroupTexts;
    }
    return this.#cgroups;
  }

  get containerId(): string {
    return this.containerKnown ? containerIdOf(this.cgroupTexts).id : '';
  }

  /** Name of the engine, where the cgroup alone says it (lxc, bpm …); '' else. */
  get containerEngine(): string {
    return this.containerKnown ? containerIdOf(this.cgroupTexts).engine : '';
  }

  get fdLimit(): bigint {
    return BigInt(this.fdLimitNumber);
  }

  get majorFaults(): bigint {
    return BigInt(this.faultsMajor);
  }

  get minorFaults(): bigint {
    return BigInt(this.faultsMinor);
  }

  get isMain(): boolean {
    return this.tid === this.pid || (this.flags & ThreadFlag.isMainThread) !== 0;
  }

  /** A thread of which only an event is known, not where it belongs. */
  get isInvalid(): boolean {
    return this.tid < 0 || this.pid < 0 || this.ptid < 0;
  }

  get isDead(): boolean {
    return (this.flags & ThreadFlag.closed) !== 0;
  }

  get isInPidNamespace(): boolean {
    return (this.flags & ThreadFlag.childPidns) !== 0 || (this.tid !== this.vtid && this.vtid >= 0);
  }

  get main(): HostThread | undefined {
    if (this.isMain) return this;
    const first = this.group?.threads[0];
    return first?.isMain && !first.removed ? first : undefined;
  }

  get ownTable(): FdTable {
    this.#table ??= new FdTable(this.fdBudget);
    return this.#table;
  }

  set ownTable(table: FdTable) {
    this.#table = table;
  }

  /** It is known no longer: what it alone had counts no longer. */
  release(): void {
    this.removed = true;
    this.#table?.release();
    this.storedEvent = undefined;
  }

  get hasOwnTable(): boolean {
    return this.#table !== undefined;
  }

  /** The table that its descriptors are in; undefined where it shares one of a main thread that is not known. */
  get table(): FdTable | undefined {
    return (this.flags & ThreadFlag.files) === 0 ? this.ownTable : this.main?.ownTable;
  }

  get fds(): FdTable {
    return this.table ?? noFds;
  }

  addChild(child: HostThread): void {
    this.children ??= [];
    this.children.push(child);
    this.liveChildren += 1;
    child.ptid = this.tid;
  }
}

/** Names of subsystems as the cgroup files have them; captures carry the kernel's. */
const subsystemNames: ReadonlyMap<string, string> = new Map([
  ['perf', 'perf_event'],
  ['mem', 'memory'],
  ['io', 'blkio'],
]);

function normaliseCgroups(list: readonly string[]): readonly string[] {
  const normal: string[] = [];
  for (const item of list) {
    const equals = item.indexOf('=');
    if (equals < 0) return [];
    const subsystem = item.slice(0, equals).replace('_cgroup', '');
    normal.push(`${subsystemNames.get(subsystem) ?? subsystem}${item.slice(equals)}`);
  }
  return normal;
}
