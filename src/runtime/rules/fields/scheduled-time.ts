import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import type { HostState } from '#runtime/events/state/host-state.ts';
import type { Thread } from '#runtime/events/state/thread.ts';

interface Scheduling {
  /** The event that was counted last, and what it gave: asking twice counts once. */
  eventNumber: number;
  ran: number;
  /** Time of the last switch by CPU. */
  readonly lastSwitch: Map<number, bigint>;
  readonly total: WeakMap<Thread, number>;
}

const byHost = new WeakMap<HostState, Scheduling>();

/** Nanoseconds since the last switch on the event's CPU that this was asked for; 0 where there was none, and for events that are no switch. */
export function scheduledTime(event: CaptureEvent): number {
  return event.type === EventType.SCHEDSWITCH_6_E ? count(event).ran : 0;
}

/** Sum of what the thread's switch events gave. */
export function totalScheduledTime(event: CaptureEvent): number | undefined {
  if (event.thread === undefined) return undefined;
  const scheduling = event.type === EventType.SCHEDSWITCH_6_E ? count(event) : byHost.get(event.host);
  return scheduling?.total.get(event.thread) ?? 0;
}

function count(event: CaptureEvent): Scheduling {
  let scheduling = byHost.get(event.host);
  if (scheduling === undefined) {
    scheduling = { eventNumber: 0, ran: 0, lastSwitch: new Map(), total: new WeakMap() };
    byHost.set(event.host, scheduling);
  }
  if (scheduling.eventNumber === event.number) return scheduling;
  const { time, thread, cpu } = event;
  const last = scheduling.lastSwitch.get(cpu);
  scheduling.eventNumber = event.number;
  scheduling.ran = last === undefined || last > time ? 0 : Number(time - last);
  scheduling.lastSwitch.set(cpu, time);
  if (thread !== undefined) scheduling.total.set(thread, (scheduling.total.get(thread) ?? 0) + scheduling.ran);
  return scheduling;
}
