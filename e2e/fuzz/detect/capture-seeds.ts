import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sampleCaptures } from '#testing/capture-samples.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { scriptCapture } from '../../detect/script-capture.ts';
import { blockOf, type CapturePart, isEvent, listOfPart, partOfList, partsOf } from './capture-parts.ts';
import { scripts } from './scripts.ts';

const rowsInOne = 8;
/** Events of a recorded capture in one seed, and entries of each of its lists. */
const recordedEvents = 16;
const recordedEntries = 6;
const partBytes = 4_000;

/** Small captures: every row of the event table in both block versions, host state that fields can tell of, and pieces of recorded ones where there are any. */
export async function captureSeeds(): Promise<Buffer[]> {
  const scripted = await scriptedCaptures();
  // What says much is taken more often.
  return [...sampleCaptures(rowsInOne), ...Array(20).fill(scripted).flat(), ...recordedPieces()];
}

export function scriptedCaptures(): Promise<Buffer[]> {
  return Promise.all(scripts.map((text) => scriptCapture(text)));
}

function recordedPieces(): Buffer[] {
  if (skipShared.skip) return [];
  return readdirSync(sharedPath('captures'))
    .map((name) => sharedPath('captures', name, 'capture.scap'))
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      const bytes = readFileSync(path);
      const parts = partsOf(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
      const lists = parts
        .filter(({ type }) => !isEvent(type))
        .slice(0, 12)
        .map(shortened)
        .filter(isSmall);
      const events = parts.filter((part) => isEvent(part.type) && isSmall(part));
      return [0, 0.3, 0.7].map((share) => {
        const from = Math.floor(events.length * share);
        return Buffer.concat([...lists, ...events.slice(from, from + recordedEvents)].map(blockOf));
      });
    });
}

function isSmall({ body }: CapturePart): boolean {
  return body.length <= partBytes;
}

function shortened(part: CapturePart): CapturePart {
  const list = listOfPart(part);
  return list === undefined ? part : partOfList({ ...list, entries: list.entries.slice(0, recordedEntries) });
}
