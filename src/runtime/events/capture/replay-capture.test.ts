import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { event, i64, section } from '#testing/capture-writer.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import type { CaptureEvent } from '../event.ts';
import { createHostState } from '../state/create-host-state.ts';
import { eventTable } from '../table/event-table.ts';
import { EventType } from '../table/generated/event-type.ts';
import type { CaptureHost } from './capture-handler.ts';
import { type ReplayOptions, replayCapture } from './replay-capture.ts';

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

const close = (time: number) =>
  event({ type: EventType.SYSCALL_CLOSE_X, values: [i64(0), i64(3)], time: BigInt(time) });
const capture = Buffer.concat([section(), close(1), event({ type: EventType.PROCEXIT_1_E, time: 2n }), close(3)]);

describe('replayCapture', () => {
  it.each([
    ['raw', 'none', capture],
    ['gzip', 'gzip', gzipSync(capture)],
    ['gzip in members', 'gzip', Buffer.concat([gzipSync(capture.subarray(0, 50)), gzipSync(capture.subarray(50))])],
    ['zstd', 'zstd', zstdCompressSync(capture)],
    [
      'zstd in frames',
      'zstd',
      Buffer.concat([zstdCompressSync(capture.subarray(0, 50)), zstdCompressSync(capture.subarray(50))]),
    ],
  ])('reads a %s capture from a file and from a stream', async (_, compression, bytes) => {
    const path = join(folder, 'capture.scap');
    writeFileSync(path, bytes);
    for (const source of [path, chunks(bytes, 7), chunks(bytes, 1000)]) {
      const { shown, summary } = await replay(source);
      expect(shown).toEqual([1, 2, 3]);
      expect(summary).toMatchObject({ events: 3, compression, complete: true, issues: [] });
    }
  });

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('reads what is there of a cut %s file', async (_, compress) => {
    const noise = Array.from({ length: 20_000 }, (_value, index) => close(index * 7919));
    const bytes = compress(Buffer.concat([section(), ...noise]));
    const { summary } = await replay(chunks(bytes.subarray(0, -6), 1000));
    expect(summary?.events).toBeGreaterThan(1000);
    expect(summary?.complete).toBe(false);
    expect(summary?.issues.map((issue) => issue.code)).toContain('capture/damaged-compression');
  });

  it('fails for what is no capture, and for what is not there', async () => {
    expect((await replay(join(folder, 'absent'))).code).toBe('capture/unreadable');
    expect((await replay(chunks(Buffer.from('no'), 9))).code).toBe('capture/no-capture');
    expect((await replay(chunks(gzipSync('no capture at all'), 900))).code).toBe('capture/no-capture');
    // Reading stops before the end of the compressed data, which is no damage of it.
    const zeros = Buffer.concat(Array<Buffer>(4).fill(gzipSync(Buffer.alloc(5_000_000))));
    expect((await replay(chunks(zeros, 900))).code).toBe('capture/no-capture');
    expect((await replay(chunks(Buffer.from([0x1f, 0x8b, 1, 2, 3]), 9))).code).toBe('capture/damaged-compression');
  });

  it('does not hide what goes wrong in the program behind the file', async () => {
    const path = join(folder, 'capture.scap');
    writeFileSync(path, capture);
    for (const source of [path, chunks(capture, 99)]) {
      const host = { ...createHostState(), restart: () => expect.fail('a fault') } as unknown as CaptureHost;
      await expect(replayCapture(source, host, () => {})).rejects.toThrow('a fault');
    }
  });

  it('shows only events of interest, and applies those that change state', async () => {
    const interest = new Uint8Array(eventTable.length);
    interest[EventType.PROCEXIT_1_E] = 1;
    const stateMask = new Uint8Array(eventTable.length);
    stateMask[EventType.SYSCALL_CLOSE_X] = 1;
    const { shown, applied } = await replay(chunks(capture, 99), { interest }, stateMask);
    expect([shown, applied]).toEqual([[2], [1, 2, 3]]);
  });

  it('does not show what is only for the state', async () => {
    const bytes = Buffer.concat([
      section(),
      close(1),
      event({ type: EventType.PROCEXIT_1_E, flags: 1 }),
      event({ type: EventType.SYSCALL_OPEN_E }),
      close(4),
    ]);
    const stateMask = new Uint8Array(eventTable.length).fill(1);
    const { shown, applied } = await replay(chunks(bytes, 99), {}, stateMask);
    expect([shown, applied]).toEqual([
      [1, 4],
      [1, 2, 3, 4],
    ]);
  });

  it('tells how far it is', async () => {
    const path = join(folder, 'capture.scap');
    writeFileSync(path, capture);
    const progress: unknown[] = [];
    await replay(path, { onProgress: (...now) => progress.push(now) });
    expect(progress).toEqual([[capture.length, capture.length]]);
  });
});

describe.skipIf(skipShared.skip)(`replayCapture on recorded captures ${skipShared.note}`, () => {
  const names = skipShared.skip
    ? []
    : readdirSync(sharedPath('captures')).filter((name) => existsSync(sharedPath('captures', name, 'events.jsonl.gz')));

  it.each(names)('%s: shows the events that libsinsp shows, with its numbers', async (name) => {
    const expected = gunzipSync(readFileSync(sharedPath('captures', name, 'events.jsonl.gz')))
      .toString()
      .trim()
      .split('\n')
      .map((line) => fields.map((field) => field.exec(line)?.[1]).join(' '));
    const shown: string[] = [];
    const { summary } = await replay(sharedPath('captures', name, 'capture.scap'), {}, undefined, (item) =>
      shown.push(`${item.cpu} ${item.number} ${item.time}`),
    );
    expect(shown).toEqual(expected);
    expect(summary).toMatchObject({ complete: true, issues: [] });
  });
});

const fields = [/"evt\.cpu":(\d+)/, /"evt\.num":(\d+)/, /"evt\.rawtime":(\d+)/];

async function replay(
  source: string | AsyncIterable<Buffer>,
  options: ReplayOptions = {},
  stateMask: Uint8Array = new Uint8Array(eventTable.length),
  onEvent?: (event: CaptureEvent) => void,
) {
  const applied: number[] = [];
  const shown: number[] = [];
  const nothing = () => {};
  const host: CaptureHost = {
    stateMask,
    restart: nothing,
    setMachine: nothing,
    addInterface: nothing,
    addUser: nothing,
    addGroup: nothing,
    addThread: nothing,
    addFds: nothing,
    apply: (item) => void applied.push(item.number),
  };
  const outcome = await replayCapture(source, host, onEvent ?? ((item) => void shown.push(item.number)), options);
  return outcome.ok
    ? { shown, applied, summary: outcome.value, code: undefined }
    : { shown, applied, code: outcome.issue.code };
}

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
