import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Issue } from '#core/outcome.ts';
import { writePart } from '#runtime/events/capture/capture-part.ts';
import { CaptureWriter } from '#runtime/events/capture/capture-writer.ts';
import { replayCapture } from '#runtime/events/capture/replay-capture.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { createHostState } from '#runtime/events/state/create-host-state.ts';
import { mutate } from '#testing/fuzz.ts';
import { captureSeeds } from '../detect/capture-seeds.ts';
import { mutateCapture } from '../detect/mutate-capture.ts';
import { Observer } from '../detect/observer.ts';
import { below, type FuzzTarget, pick, promise, type Random } from '../target.ts';

/** These sum up what others have told by place. */
const withoutPlace: ReadonlySet<string> = new Set([
  'capture/unknown-layout',
  'capture/damaged-events',
  'capture/more-issues',
  'capture/empty',
]);

let observer: Promise<Observer> | undefined;

export const runtimeCaptureTargets: readonly FuzzTarget[] = [
  {
    id: 'runtime/captures',
    weight: 12,
    seeds: captureSeeds,
    make: mutateCapture,
    run: replay,
    // Issues are counted beyond the first twenty, whatever there is.
    maxResult: () => 64 * 1024,
  },
  {
    id: 'runtime/captures-compressed',
    weight: 1,
    seeds: captureSeeds,
    make: compressed,
    run: replay,
    maxResult: () => 64 * 1024,
  },
  {
    id: 'runtime/captures-written',
    weight: 4,
    seeds: captureSeeds,
    make: mutateCapture,
    run: rewrite,
    maxResult: () => 64 * 1024,
  },
];

async function replay(input: Buffer, random: Random): Promise<unknown> {
  observer ??= Observer.make();
  const look = await observer;
  look.restart(1 + below(8, random));
  const host = createHostState();
  const outcome = await replayCapture(chunks(input, random), host, (event) => look.look(event));
  look.checkMemory();
  const issues = outcome.ok ? outcome.value.issues : [outcome.issue];
  checkPlaces(issues);
  if (!outcome.ok) return { issues };
  const { events, complete } = outcome.value;
  promise(complete || issues.length > 0, 'something is missing, and nothing says what');
  return { issues, events, evicted: host.evicted };
}

/** What Holdfast writes of a damaged capture, from any event on, is not damaged, and has the events. */
async function rewrite(input: Buffer, random: Random): Promise<unknown> {
  const from = random() < 0.4 ? 0 : below(12, random);
  const parts: Buffer[] = [];
  const writer = new CaptureWriter((bytes) => parts.push(Buffer.from(bytes)));
  const byEvent = random() < 0.5;
  const events = byEvent
    ? await writeEvents(chunks(input, random), writer, from)
    : await writeBlocks(chunks(input, random), writer, from, random);
  const again = await replayCapture(chunks(Buffer.concat(parts), random), createHostState(), () => {});
  const fault = again.ok ? again.value.issues.find(({ level }) => level === 'error') : again.issue;
  if (writer.bytes > 0) promise(fault === undefined, `what was written is damaged: ${fault?.message} ${fault?.where}`);
  // Of what tells the state, enter events are folded; all else has today's layout.
  const read = again.ok ? again.value.events + again.value.folded - writer.stateEvents : 0;
  if (byEvent) promise(read === events, `${events} events were written, ${read} are read`);
  return { written: writer.events, read };
}

/** As the sensor writes: events in today's layout. Returns how many were shown since the beginning. */
async function writeEvents(source: AsyncGenerator<Buffer>, writer: CaptureWriter, from: number): Promise<number> {
  const host = createHostState();
  let blocks = 0;
  let events = 0;
  const onBlock = (): void => {
    if (blocks === from) writer.begin(host);
    blocks += 1;
  };
  const onEvent = (event: CaptureEvent): void => {
    if (writer.bytes === 0) return;
    writer.event(event);
    events += 1;
  };
  await replayCapture(source, host, onEvent, { onBlock });
  if (writer.bytes === 0) writer.begin(host);
  return events;
}

/** As commands write a part of a capture: blocks as they came. */
async function writeBlocks(
  source: AsyncGenerator<Buffer>,
  writer: CaptureWriter,
  from: number,
  random: Random,
): Promise<number> {
  const every = 1 + below(3, random);
  const to = random() < 0.5 ? Number.POSITIVE_INFINITY : from + below(12, random);
  const select = (event: CaptureEvent): boolean => event.number % every === 0;
  await writePart(source, createHostState(), writer, { from, to, ...(every === 1 ? {} : { select }) });
  return writer.events;
}

function checkPlaces(issues: readonly Issue[]): void {
  for (const { code, where } of issues)
    promise(
      withoutPlace.has(code) || code === 'capture/damaged-compression' || /^byte \d+/.test(where ?? ''),
      `${code} names no byte`,
    );
}

function compressed(seed: Buffer, random: Random): Buffer {
  const capture = random() < 0.6 ? mutateCapture(seed, random) : seed;
  const pieces = random() < 0.7 ? [capture] : [capture.subarray(0, 300), capture.subarray(300)];
  const packed = Buffer.concat(
    pieces.map((piece) => (random() < 0.5 ? gzipSync(piece, { level: 1 }) : zstdCompressSync(piece))),
  );
  return random() < 0.5 ? mutate(packed, random) : packed;
}

async function* chunks(input: Buffer, random: Random): AsyncGenerator<Buffer> {
  const size = pick([7, 1_009, 10_007, 1 << 20], random);
  // Few bytes at a time show what hangs over; thousands of chunks only take time.
  const step = Math.max(size, Math.ceil(input.length / 400));
  for (let at = 0; at < input.length; at += step) yield input.subarray(at, at + step);
}
