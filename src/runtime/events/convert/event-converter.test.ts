import { describe, expect, it } from 'vitest';
import { i64, type SampleEvent, event as sample, text, u32 } from '#testing/capture-writer.ts';
import { CaptureEvent } from '../event.ts';
import { decodeParameters } from '../table/decode-parameters.ts';
import { eventTable } from '../table/event-table.ts';
import { EventType } from '../table/generated/event-type.ts';
import { EventConverter } from './event-converter.ts';

describe('EventConverter', () => {
  it('folds an enter event into its exit event, once', () => {
    const convert = converter();
    expect(convert({ type: EventType.SYSCALL_READ_E, values: [i64(3), u32(100)] })).toBeUndefined();
    expect(convert({ type: EventType.SYSCALL_READ_X, values: [i64(2), Buffer.from('ab')] })).toEqual({
      id: 'SYSCALL_READ_X',
      res: 2,
      data: Buffer.from('ab'),
      fd: 3,
      size: 100,
    });
    // The next exit event has none: what means "unknown" stands there.
    expect(convert({ type: EventType.SYSCALL_READ_X, values: [i64(2), Buffer.from('ab')] })).toMatchObject({
      fd: 0,
      size: 0,
    });
  });

  it('makes no event that is longer than a block may be', () => {
    const convert = converter();
    convert({ type: EventType.SYSCALL_WRITE_E, values: [i64(7), u32(65_000)] });
    const written = convert({ type: EventType.SYSCALL_WRITE_X, values: [i64(9), Buffer.alloc(65_535, 98)] });
    expect(written).toMatchObject({ res: 9, fd: 7, size: 65_000 });
    expect((written as { data: Buffer }).data.length).toBeGreaterThan(64_900);
    expect((written as { data: Buffer }).data.length).toBeLessThan(65_100);
  });

  it('keeps the enter events of threads apart', () => {
    const convert = converter();
    convert({ type: EventType.SYSCALL_CLOSE_E, values: [i64(3)], tid: 1 });
    convert({ type: EventType.SYSCALL_CLOSE_E, values: [i64(4)], tid: 2 });
    expect(convert({ type: EventType.SYSCALL_CLOSE_X, values: [i64(0)], tid: 1 })).toMatchObject({ fd: 3 });
    expect(convert({ type: EventType.SYSCALL_CLOSE_X, values: [i64(0)], tid: 2 })).toMatchObject({ fd: 4 });
  });

  it('does not take the enter event of another call', () => {
    const convert = converter();
    convert({ type: EventType.SYSCALL_READ_E, values: [i64(9), u32(1)] });
    expect(convert({ type: EventType.SYSCALL_CLOSE_X, values: [i64(0)] })).toEqual({
      id: 'SYSCALL_CLOSE_X',
      res: 0,
      fd: 0,
    });
    expect(convert.converter.mismatched).toBe(1);
  });

  it('goes through several steps', () => {
    const convert = converter();
    convert({ type: EventType.SYSCALL_UNLINK_E, values: [text('/x')] });
    expect(convert({ type: EventType.SYSCALL_UNLINK_X, values: [i64(0)] })).toEqual({
      id: 'SYSCALL_UNLINK_2_X',
      res: 0,
      path: '/x',
    });
    const container = { type: EventType.CONTAINER_E, values: [text('id'), u32(0), text('na"me'), text('image')] };
    const { id, json } = convert(container) as { id: string; json: string };
    expect([id, JSON.parse(json)]).toEqual([
      'CONTAINER_JSON_2_E',
      { id: 'id', type: 0, name: 'na"me', image: 'image' },
    ]);
  });

  it('cuts a value that is longer than its new type', () => {
    const convert = converter();
    convert({ type: EventType.SYSCALL_BPF_E, values: [i64(0x1_0000_0005n)] });
    expect(convert({ type: EventType.SYSCALL_BPF_X, values: [i64(7)] })).toEqual({
      id: 'SYSCALL_BPF_2_X',
      fd: 7,
      cmd: 5,
    });
  });

  it('passes on what the state needs, and drops what says nothing', () => {
    const convert = converter();
    expect(convert({ type: EventType.SYSCALL_OPEN_E })).toEqual({ id: 'SYSCALL_OPEN_E' });
    expect(convert({ type: EventType.SYSCALL_EXECVE_19_E, values: [text('/bin/x')] })).toEqual({
      id: 'SYSCALL_EXECVE_19_E',
      filename: '/bin/x',
    });
    expect(convert({ type: EventType.SYSCALL_CLONE_20_E })).toBeUndefined();
    expect(convert({ type: EventType.PROCEXIT_X })).toBeUndefined();
  });

  it('brings every layout that has a rule to one of today', () => {
    for (const row of eventTable) {
      for (let count = 0; count <= row.parameters.length; count += 1) {
        const convert = converter();
        const result = convert({ type: row.number, values: Array.from({ length: count }, () => i64(1)) });
        if (result === undefined) continue;
        const end = eventTable[convert.event.type]!;
        if (end.enter) continue;
        expect(end.flags.has('old') || end.flags.has('unused'), `${row.id} ${count}`).toBe(false);
        const known = convert.converter.unknownLayouts === 0 && end.flags.has('converted');
        expect(convert.event.parameterCount, `${row.id} ${count}`).toBeGreaterThanOrEqual(
          known ? end.parameters.length : 0,
        );
      }
    }
  });
});

function converter() {
  const own = new EventConverter();
  const event = new CaptureEvent();
  const convert = (item: SampleEvent): Record<string, unknown> | undefined => {
    const block = sample(item);
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    event.point(block, view, 10, item.values?.length ?? 0, eventTable[item.type]!.flags.has('large'));
    return own.convert(event) ? { id: eventTable[event.type]?.id, ...decodeParameters(event) } : undefined;
  };
  return Object.assign(convert, { converter: own, event });
}
