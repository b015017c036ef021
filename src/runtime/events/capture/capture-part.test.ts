import { describe, expect, it } from 'vitest';
import { sampleCaptures } from '#testing/capture-samples.ts';
import { mutate, randomFrom } from '#testing/fuzz.ts';
import { createHostState } from '../state/create-host-state.ts';
import { type PartOptions, writePart } from './capture-part.ts';
import { CaptureWriter } from './capture-writer.ts';
import { replayCapture } from './replay-capture.ts';

const rounds = 800;

describe('writePart', () => {
  it('gives each section of concatenated captures its own lists', async () => {
    const [sample] = sampleCaptures();
    const twice = Buffer.concat([sample!, sample!]);
    const part = await written(twice);
    const before = await replayCapture(one(twice), createHostState(), () => {});
    const outcome = await replayCapture(one(part.bytes), createHostState(), () => {});
    const sections = before.ok ? before.value.sections : 0;
    expect(sections).toBeGreaterThan(1);
    expect(outcome.ok && outcome.value).toMatchObject({ sections, complete: true });
    expect(await shown(part.bytes)).toEqual(await shown(twice));
  });

  it('writes what is selected, and shows nothing of the rest', async () => {
    for (const sample of sampleCaptures()) {
      const all = await shown(sample);
      const odd = await written(sample, { select: (event) => event.number % 2 === 1 });
      expect(await shown(odd.bytes)).toEqual(
        all.filter(({ number }) => number % 2 === 1).map((event) => ({ ...event, number: expect.any(Number) })),
      );
    }
  });

  it(`writes a whole capture from ${rounds} damaged ones, from anywhere on`, async () => {
    const samples = sampleCaptures();
    const random = randomFrom(815);
    const started = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      const damaged = mutate(samples[round % samples.length]!, random);
      const part = await written(damaged, { from: 1 + Math.floor(random() * 20) });
      if (!part.ok || part.bytes.length === 0) continue;
      const outcome = await replayCapture(one(part.bytes), createHostState(), () => {});
      expect(outcome.ok && outcome.value.sections, `round ${round}`).toBeGreaterThan(0);
      expect(outcome.ok && outcome.value.complete, `round ${round}`).toBe(true);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

async function written(capture: Buffer, options: PartOptions = {}): Promise<{ ok: boolean; bytes: Buffer }> {
  const parts: Buffer[] = [];
  const writer = new CaptureWriter((bytes) => parts.push(Buffer.from(bytes)));
  const { ok } = await writePart(one(capture), createHostState(), writer, options);
  return { ok, bytes: Buffer.concat(parts) };
}

async function shown(capture: Buffer) {
  const events: { number: number; type: number; tid: number; time: bigint; fd: string | undefined }[] = [];
  await replayCapture(one(capture), createHostState(), (event) => {
    const { number, type, tid, time } = event;
    events.push({ number, type, tid, time, fd: event.fd?.name });
  });
  return events;
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
