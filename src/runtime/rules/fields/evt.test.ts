import { describe, expect, it } from 'vitest';
import { EventType } from '#runtime/events/event.ts';
import { eventTable } from '#runtime/events/table/event-table.ts';
import { type EventFacts, encodeEvent, eventOf } from '#testing/capture-builder.ts';
import { fakeEvent, fakeHost, fakeThread } from '#testing/fake-host.ts';
import { randomFrom } from '#testing/fuzz.ts';
import type { FieldReader } from '../field.ts';
import { fields } from './index.ts';

const thread = fakeThread({ tid: 7, comm: 'sh', cwd: '/work/' });
const host = fakeHost({ threads: [thread] });

function readerOf(name: string, argument?: string): FieldReader {
  const outcome = fields.get(name)!.reader(argument);
  if (!outcome.ok) throw new Error(outcome.issue.message);
  return outcome.value;
}

function value(facts: EventFacts, name: string, argument?: string) {
  const event = eventOf(encodeEvent(facts));
  event.host = host;
  event.thread = thread;
  return readerOf(name, argument)(event);
}

const opened: EventFacts = {
  type: 'SYSCALL_OPENAT_2_X',
  time: 1_500_000_042n,
  parameters: { fd: 3, dirfd: -100, name: 'a', flags: 0x4006, mode: 0o755, dev: 0, ino: 1 },
};
const failed: EventFacts = { type: 'SYSCALL_OPENAT_2_X', parameters: { fd: -13, dirfd: -100, name: '/a', flags: 1 } };

describe('fields of an event', () => {
  it('one parameter: by name and place, what it stands for before what it is', () => {
    expect(value(opened, 'evt.arg', 'flags')).toBe('O_CREAT|O_WRONLY|O_F_CREATED');
    expect(value(opened, 'evt.arg', 'name')).toBe('/work/a');
    expect(value(opened, 'evt.arg', '0')).toBe('3');
    expect(value(opened, 'evt.arg', '7')).toBeUndefined();
    expect(value(opened, 'evt.arg', 'res')).toBeUndefined();
    expect(value(failed, 'evt.arg', 'mode')).toBe('<NA>');
  });

  it('raw parameters', () => {
    expect(value(opened, 'evt.rawarg', 'flags')).toBe(0x4006);
    expect(value(opened, 'evt.rawarg', 'name')).toBe('a');
    expect(value(failed, 'evt.rawarg', 'fd')).toBe(-13);
    expect(value(failed, 'evt.rawarg', 'mode')).toBeUndefined();
  });

  it('a result that the table does not know has no text', () => {
    const event = eventOf(encodeEvent({ type: 'SYSCALL_CLOSE_X', parameters: { res: -9, fd: 3 } }));
    event.bytes.writeUInt16LE(EventType.SOCKET_GETPEERNAME_X, 20);
    event.point(event.bytes, event.view, event.at, 2, false);
    expect(readerOf('evt.res')(event)).toBeUndefined();
  });

  it('results', () => {
    expect([value(failed, 'evt.res'), value(failed, 'evt.rawres'), value(failed, 'evt.failed')]).toEqual([
      'EACCES',
      -13,
      true,
    ]);
    expect([value(opened, 'evt.res'), value(opened, 'evt.rawres'), value(opened, 'evt.failed')]).toEqual([
      'SUCCESS',
      3,
      false,
    ]);
    const generic: EventFacts = { type: 'GENERIC_X', parameters: { ID: 1, nativeID: 2 } };
    expect([value(generic, 'evt.rawres'), value(generic, 'evt.failed'), value(generic, 'evt.res')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('how a file is opened', () => {
    const names = ['read', 'write', 'exec', 'create'];
    expect(names.map((name) => value(opened, `evt.is_open_${name}`))).toEqual([false, true, true, true]);
    expect(names.map((name) => value(failed, `evt.is_open_${name}`))).toEqual([true, false, false, false]);
  });

  it('the name of a syscall that has no type of its own, of one unknown to the writer, of an asynchronous event', () => {
    expect(value({ type: 'GENERIC_X', parameters: { ID: 1 } }, 'evt.type')).toBe('restart_syscall');
    expect(value({ type: 'GENERIC_X', parameters: { ID: 0, nativeID: 221 } }, 'evt.type')).toBe('fadvise64');
    expect(value({ type: 'ASYNCEVENT_E', parameters: { plugin_id: 0, name: 'container' } }, 'evt.type')).toBe(
      'container',
    );
    expect(
      value({ type: 'ASYNCEVENT_E', parameters: { plugin_id: 0, name: 'container' } }, 'syscall.type'),
    ).toBeUndefined();
  });

  it('times: differences are exact, and below zero wrap round', () => {
    const event = eventOf(encodeEvent({ ...opened, time: 0x1_0000_0000n }));
    event.previousLow = 0xffffffff;
    expect(readerOf('evt.deltatime')(event)).toBe(1);
    event.firstHigh = 1;
    event.firstLow = 1;
    expect(readerOf('evt.reltime')(event)).toBe(2n ** 64n - 1n);
    event.firstHigh = 0;
    expect(readerOf('evt.reltime.ns')(event)).toBe(0xffffffff % 1e9);
    expect(readerOf('evt.reltime.s')(event)).toBe(4);
    expect(readerOf('evt.around', '4294967290')(event)).toBe(6);
  });

  it('util.cnt counts each use for itself', () => {
    const event = fakeEvent(host, thread);
    const count = readerOf('util.cnt');
    expect([count(event), count(event), readerOf('util.cnt')(event)]).toEqual([1, 2, 1]);
  });

  it.each([
    ['evt.arg', undefined, 'filter syntax error: evt.arg'],
    ['evt.arg', 'nosuch', 'unknown event argument nosuch'],
    ['evt.rawarg', 'nosuch', 'unknown event argument nosuch'],
    ['evt.around', 'x', 'x is not a valid number'],
    ['fd.types', 'zz', 'zz is not a valid number'],
    ['evt.type.is', 'nosuch', 'unknown event type nosuch'],
  ])('%s[%s] is refused: %s', (name, argument, message) => {
    const outcome = fields.get(name)!.reader(argument);
    expect(outcome.ok ? undefined : outcome.issue).toMatchObject({ message, hint: expect.any(String) });
  });
});

it('every field takes every event, whatever lies in its parameters', () => {
  const random = randomFrom(1);
  const below = (limit: number) => Math.floor(random() * limit);
  const readers: FieldReader[] = [];
  for (const field of fields.values()) {
    for (const argument of field.argument ? [undefined, '1', 'res', 'name', 'data', 'src'] : [undefined]) {
      const outcome = field.reader(argument);
      if (outcome.ok) readers.push(outcome.value);
    }
  }
  const sizes = [0, 1, 2, 4, 7, 8, 13, 19, 37, 40];
  for (const row of eventTable) {
    for (let round = 0; round < 4; round += 1) {
      const parameters = row.parameters.map(() =>
        Buffer.from(
          Array.from({ length: sizes[below(sizes.length)]! }, () => [0, 1, 2, 10, 255, 47, 46, below(256)][below(8)]!),
        ),
      );
      const event = fakeEvent(host, round === 0 ? undefined : thread, {
        type: row.number,
        parameters: parameters.slice(0, round === 3 ? below(parameters.length + 1) : parameters.length),
      });
      for (const read of readers) read(event);
    }
  }
  expect(readers.length).toBeGreaterThan(fields.size);
});

it('an event of a type that is not in the table has no values of its own', () => {
  const event = fakeEvent(host, thread, { type: 60_000 });
  for (const name of ['evt.type', 'evt.rawres', 'fd.name', 'evt.buffer', 'evt.io_dir'])
    expect(readerOf(name)(event), name).toBeUndefined();
  expect(readerOf('evt.args')(event)).toBe('');
  expect(EventType.GENERIC_X).toBe(1);
});
