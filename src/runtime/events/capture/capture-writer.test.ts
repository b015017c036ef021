import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { event, i64, section, u32 } from '#testing/capture-writer.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { createHostState } from '../state/create-host-state.ts';
import { FdType } from '../state/fd.ts';
import type { HostSnapshot, HostState } from '../state/host-state.ts';
import { ThreadFlag } from '../state/thread.ts';
import { decodeParameters } from '../table/decode-parameters.ts';
import { EventType } from '../table/generated/event-type.ts';
import { BlockType } from './block-type.ts';
import { CaptureFile } from './capture-file.ts';
import { writePart } from './capture-part.ts';
import { CaptureWriter } from './capture-writer.ts';
import { replayCapture } from './replay-capture.ts';
import { isBareSocket } from './socket-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'capture-writer-'));
afterAll(() => rmSync(folder, { recursive: true }));

const names = skipShared.skip
  ? []
  : readdirSync(sharedPath('captures')).filter((name) => existsSync(sharedPath('captures', name, 'capture.scap')));

describe.skipIf(skipShared.skip)(`CaptureWriter on recorded captures ${skipShared.note}`, () => {
  it.each(names)('%s: reads back with equal events and equal state, whole and from the middle', async (name) => {
    const path = sharedPath('captures', name, 'capture.scap');
    const total = await countEvents(path);
    for (const from of [1, Math.floor(total / 3), Math.floor(total / 2), total - 2]) {
      const { written, stateEvents, states, events } = await rewrite(path, from);
      const own = await replayed(written, stateEvents);
      expect(differences(states[0], own.states[0]), 'state at the start').toEqual([]);
      expect(differences(events, own.events), 'events').toEqual([]);
      expect(differences(states[1], own.states[1]), 'state at the end').toEqual([]);
    }
  });

  it('writes gzip', async () => {
    const path = sharedPath('captures', names[0]!, 'capture.scap');
    const plain = await rewrite(path, 1);
    const packed = await rewrite(path, 1, 'gzip');
    expect(readFileSync(packed.written).readUInt16BE(0)).toBe(0x1f8b);
    expect((await replayed(packed.written, packed.stateEvents)).events).toEqual(plain.events);
  });

  it('writes events of today without their blocks', async () => {
    const path = sharedPath('captures', names[0]!, 'capture.scap');
    const parts: Buffer[] = [];
    const writer = new CaptureWriter((bytes) => parts.push(Buffer.from(bytes)));
    const host = createHostState();
    const shown: string[] = [];
    await replayCapture(path, host, (event) => {
      if (writer.bytes === 0) writer.begin(host);
      writer.event(event);
      shown.push(`${event.type} ${event.tid} ${event.time}`);
    });
    const again: string[] = [];
    await replayCapture(one(Buffer.concat(parts)), createHostState(), (event) =>
      again.push(`${event.type} ${event.tid} ${event.time}`),
    );
    expect(again).toEqual(shown);
  });

  it('says when it cannot write', () => {
    const file = new CaptureFile(join(folder, 'absent', 'x.scap'), 'none');
    file.write(Buffer.from('x'));
    expect(file.close()?.code).toBe('capture/unwritable');
  });
});

/** Writes what comes from the given event on; states just before it and at the end, and the events in between. */
async function rewrite(path: string, from: number, compression: 'none' | 'gzip' = 'none') {
  const written = join(folder, 'written.scap');
  const file = new CaptureFile(written, compression);
  const writer = new CaptureWriter((bytes) => file.write(bytes));
  expect((await writePart(path, createHostState(), writer, { from })).ok).toBe(true);
  expect(file.close()).toBeUndefined();

  const host = createHostState();
  const states: string[][] = [];
  const events: string[] = [];
  await replayCapture(
    path,
    host,
    (event) => {
      if (event.number >= from) events.push(shape(event.type, event.tid, event.time, decodeParameters(event)));
    },
    {
      onBlock(_bytes, _at, _length, _enters, number) {
        if (states.length === 0 && number + 1 >= from) states.push(snapshot(host));
      },
    },
  );
  states.push(snapshot(host));
  return { written, stateEvents: writer.stateEvents, states, events };
}

async function replayed(path: string, stateEvents: number) {
  let blocks = 0;
  const host = createHostState();
  const states: string[][] = [];
  const events: string[] = [];
  const outcome = await replayCapture(
    path,
    host,
    (event) => events.push(shape(event.type, event.tid, event.time, decodeParameters(event))),
    {
      onBlock() {
        if (blocks === stateEvents) states.push(snapshot(host));
        blocks += 1;
      },
    },
  );
  states.push(snapshot(host));
  expect(outcome.ok && outcome.value.complete).toBe(true);
  return { states, events };
}

async function countEvents(path: string): Promise<number> {
  const outcome = await replayCapture(path, createHostState(), () => {});
  return outcome.ok ? outcome.value.events : 0;
}

function shape(type: number, tid: number, time: bigint, parameters: object): string {
  return `${type} ${tid} ${time} ${JSON.stringify(parameters, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))}`;
}

/**
 * One line for each thing, so that a difference is short to show. Without what lists cannot say: two flags of a thread that they set anew, an
 * unknown working directory (`/` where it is read again), and the open flags of what is no file.
 */
function snapshot(host: HostSnapshot & HostState): string[] {
  const setByLists = ThreadFlag.nameChanged | ThreadFlag.active;
  const lines = [line(host.machine), ...host.interfaces.map(line)];
  for (const [container, user] of host.users()) lines.push(line([container, user]));
  for (const [container, group] of host.groups()) lines.push(line([container, group]));
  for (const container of host.containers()) lines.push(line(container));
  const entries = [...host.processEntries()];
  const mains = new Set(
    entries.filter(({ tid, pid, flags }) => tid === pid && (flags & ThreadFlag.closed) === 0).map(({ tid }) => tid),
  );
  for (const entry of entries) {
    // Lists cannot say how many threads are left of a process whose main thread is gone.
    if (!mains.has(entry.pid)) continue;
    lines.push(line({ ...entry, flags: (entry.flags & ~setByLists) >>> 0, cwd: `${entry.cwd}` || '/' }));
    const { fds } = host.thread(entry.tid)!;
    for (const { family = 0, ...fd } of host.fdEntries(entry.tid)) {
      const openFlags = fd.type === FdType.fileV2 ? fd.openFlags : 0;
      const bare = isBareSocket({ ...fd, family }) ? { family } : {};
      lines.push(`${entry.tid} ${line({ ...fd, ...bare, openFlags, shown: fds.get(fd.number)?.name })}`);
    }
  }
  return lines.sort();
}

function differences(expected: readonly string[] = [], received: readonly string[] = []): string[] {
  const lines: string[] = [];
  for (let index = 0; index < Math.max(expected.length, received.length) && lines.length < 4; index += 1)
    if (expected[index] !== received[index]) lines.push(`- ${expected[index]}`, `+ ${received[index]}`);
  return lines;
}

function line(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === 'bigint') return `${item}`;
    const isBuffer =
      typeof item === 'object' && item !== null && 'type' in item && item.type === 'Buffer' && 'data' in item;
    if (isBuffer) return Buffer.from(item.data as number[]).toString('latin1');
    return item instanceof Uint8Array ? Buffer.from(item).toString('latin1') : item;
  });
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

it('writes events that are too long for a small block into one that is not', async () => {
  const values = [Buffer.alloc(8), ...Array<Buffer>(4).fill(Buffer.alloc(60_000, 97))];
  const long = event({ type: EventType.SYSCALL_CLOSE_X, values });
  long.writeUInt32LE(BlockType.event2Large, 0);
  const parts: Buffer[] = [];
  const writer = new CaptureWriter((bytes) => parts.push(Buffer.from(bytes)));
  writer.begin(createHostState());
  const lengths: number[] = [];
  await replayCapture(one(Buffer.concat([section(), long])), createHostState(), (item) => {
    writer.event(item);
    lengths.push(item.length);
  });
  const again: number[] = [];
  const outcome = await replayCapture(one(Buffer.concat(parts)), createHostState(), (item) => again.push(item.length));
  expect(outcome.ok && outcome.value.issues).toEqual([]);
  expect(lengths[0]).toBeGreaterThan(240_000);
  expect(again).toEqual(lengths);
});

it('writes threads whose numbers are at the ends of what 64 bits hold', async () => {
  const list: number[] = [];
  const tid = (1n << 63n) - 1n;
  const socket = event({
    type: EventType.SOCKET_SOCKET_X,
    tid: -(2 ** 63),
    values: [i64(tid), u32(2), u32(1), u32(6), u32(0)],
  });
  socket.writeBigInt64LE(tid, 18);
  const host = createHostState();
  await replayCapture(one(Buffer.concat([section(), socket])), host, () => {});
  const parts: Buffer[] = [];
  new CaptureWriter((bytes) => parts.push(Buffer.from(bytes))).begin(host);
  const outcome = await replayCapture(one(Buffer.concat(parts)), createHostState(), (item) => list.push(item.number));
  expect(outcome.ok && outcome.value.issues).toEqual([]);
  expect(list).toEqual([]);
});
