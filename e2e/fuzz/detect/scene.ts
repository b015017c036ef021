import { replayCapture } from '#runtime/events/capture/replay-capture.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { createHostState } from '#runtime/events/state/create-host-state.ts';
import { scriptedCaptures } from './capture-seeds.ts';

/** Shows a function the events of the scripted captures, in order, each with the host as it was then. Returns when all were shown. */
export async function showScene(look: (event: CaptureEvent) => void): Promise<void> {
  captures ??= scriptedCaptures();
  for (const capture of await captures) await replayCapture(one(capture), createHostState(), look);
}

let captures: Promise<Buffer[]> | undefined;

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
