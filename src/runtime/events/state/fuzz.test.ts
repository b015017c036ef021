import { describe, expect, it } from 'vitest';
import { encodeEvent, eventOf } from '../../../testing/capture-builder.ts';
import { eventTable } from '../table/event-table.ts';
import { EventType } from '../table/generated/event-type.ts';
import { createHostState } from './create-host-state.ts';
import { stateMask } from './handlers.ts';

/** Mulberry32. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    value ^= value + Math.imul(value ^ (value >>> 7), 61 | value);
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

const types = (Object.keys(EventType) as (keyof typeof EventType)[]).filter((name) => stateMask[EventType[name]]);

describe('host state and hostile events', () => {
  it('takes any bytes for parameters, and answers all questions afterwards', () => {
    const next = random(1);
    const pick = (count: number) => Math.floor(next() * count);
    const host = createHostState({ threads: 50 });
    host.restart();
    for (let number = 1; number <= 20_000; number += 1) {
      const type = types[pick(types.length)]!;
      const row = eventTable[EventType[type]]!;
      const parameters: Record<string, Uint8Array> = {};
      for (const parameter of row.parameters) {
        // Small numbers meet each other; the rest is noise, of any length.
        const value = Buffer.alloc(pick(3) === 0 ? pick(40) : 8);
        if (pick(2) === 0) value[0] = pick(30);
        else for (let at = 0; at < value.length; at += 1) value[at] = pick(256);
        if (value.length > 0 || pick(2) === 0) parameters[parameter.name] = value;
      }
      const count = pick(8) === 0 ? pick(row.parameters.length + 1) : row.parameters.length;
      const kept = Object.fromEntries(
        Object.entries(parameters).filter(([name]) =>
          row.parameters.slice(0, count).some((item) => item.name === name),
        ),
      );
      const event = eventOf(
        encodeEvent({ type, tid: pick(40), time: BigInt(number), parameters: kept, count }),
        number,
      );
      host.apply(event);
      const { thread } = event;
      if (thread && number % 16 === 0) {
        expect(`${thread.comm}${thread.exepath}${thread.cwd}${thread.containerId}`).toBeTypeOf('string');
        expect([thread.args, thread.env, thread.cgroups].every(Array.isArray)).toBe(true);
        for (const fd of thread.fds.values()) expect(fd.name).toBeTypeOf('string');
        host.parent(thread);
      }
    }
    expect(host.threadTable.size).toBeLessThanOrEqual(50);
    expect([...host.processEntries()].length).toBeGreaterThan(0);
  });
});
