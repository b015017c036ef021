import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedPath, skipShared } from '../../../testing/shared.ts';
import { replayCapture } from '../capture/replay-capture.ts';
import { eventTable } from '../table/event-table.ts';
import { Host } from './host.ts';

const folder = skipShared.skip ? '' : sharedPath('captures');
const captures =
  folder !== '' ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'capture.scap'))) : [];

describe.skipIf(skipShared.skip)(`a glance ${skipShared.note}`, () => {
  it.each(captures)('leaves the host as a whole look does: %s', async (name) => {
    const path = join(folder, name, 'capture.scap');
    expect(await stateAfter(path, false)).toEqual(await stateAfter(path, true));
  });
});

/** `shown`: all events that change the state are, so that none is glanced at. */
async function stateAfter(path: string, shown: boolean): Promise<unknown[]> {
  const host = new Host();
  const interest = shown ? host.stateMask : new Uint8Array(eventTable.length);
  await replayCapture(path, host, () => {}, { interest });
  const state: unknown[] = [];
  for (const entry of host.processEntries()) state.push({ ...entry }, host.fdEntries(entry.tid));
  return state;
}
