import type { EnterStore } from '../convert/enter-store.ts';
import type { CaptureEvent } from '../event.ts';
import type { Group, Machine, NetworkInterface, User } from '../state/host-state.ts';
import type { FdEntry, ProcessEntry } from './capture-entries.ts';

/** What a capture says, in the order in which it says it. Called synchronously; what is passed is valid during the call unless said otherwise. */
export interface CaptureHandler {
  /** A section begins: what was known of the host is void. Called for the first one too. */
  restart(): void;
  setMachine(machine: Machine): void;
  addInterface(networkInterface: NetworkInterface): void;
  addUser(user: User): void;
  addGroup(group: Group): void;
  /** The entry is reused. */
  addThread(entry: ProcessEntry): void;
  /** Of one thread; may come more than once. The list is the receiver's to keep. */
  addFds(tid: number, list: readonly FdEntry[]): void;
  /** Only events whose type is wanted (CaptureReaderOptions.wanted). The one reused event, in today's layout. */
  event(event: CaptureEvent): void;
  /**
   * The block of each event as it came, of any version and type, before event(); for writers. `enters`: enter events of calls that have not come
   * back. `number`: of the last event before it. Reading is slower with it.
   */
  block?(bytes: Buffer, at: number, length: number, enters: EnterStore, number: number): void;
}

/** What replayCapture needs of the host state. */
export interface CaptureHost extends Omit<CaptureHandler, 'event' | 'block'> {
  /** By event type: 1 where apply() must see the events. */
  readonly stateMask: Uint8Array;
  apply(event: CaptureEvent): void;
  /** By event type: 1 where glance() may do without apply(), as long as nobody is shown the event. */
  readonly glances?: Uint8Array;
  /**
   * Applies an event of such a type from where it lies, where that is simple. False: it was not, and apply() must see it. `header`: offset of its
   * header, which lies inside the bytes together with all that the header's length counts; the event has all parameters of its row.
   */
  glance?(type: number, bytes: Buffer, view: DataView, header: number, number: number): boolean;
}
