import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import type { Thread } from '#runtime/events/state/thread.ts';
import type { FieldReader } from '../field.ts';

interface CpuTime {
  eventNumber: number;
  total: bigint;
  percent: number;
}

/**
 * Reader of the CPU time that a procinfo event tells: clock ticks (1/100 s) since the thread's procinfo event before it, at most 100;
 * 0 for the first one. No value for other events.
 */
export function cpuTimeReader(user: boolean, system: boolean): FieldReader {
  const byThread = new WeakMap<Thread, CpuTime>();
  return (event) => {
    const { thread } = event;
    if (event.type !== EventType.PROCINFO_E || thread === undefined) return undefined;
    const last = byThread.get(thread);
    if (last !== undefined && last.eventNumber === event.number) return last.percent;
    const total = (user ? ticks(event, 0) : 0n) + (system ? ticks(event, 1) : 0n);
    const since = last === undefined || last.total === 0n || total < last.total ? 0 : Number(total - last.total);
    const percent = Math.min(since, 100);
    byThread.set(thread, { eventNumber: event.number, total, percent });
    return percent;
  };
}

function ticks(event: CaptureEvent, parameter: number): bigint {
  return event.u64(parameter) ?? 0n;
}
