import { describe, expect, it } from 'vitest';
import { sampleCaptures } from '#testing/capture-samples.ts';
import { mutate, randomFrom } from '#testing/fuzz.ts';
import { createHostState } from '../state/create-host-state.ts';
import { decodeParameters } from '../table/decode-parameters.ts';
import { CaptureReader } from './capture-reader.ts';
import type { CaptureSummary } from './capture-summary.ts';

const rounds = 800;

describe('damaged captures', () => {
  it('has samples that are read whole', () => {
    for (const sample of sampleCaptures()) {
      const { summary, failure } = read(sample);
      expect(failure).toBeUndefined();
      expect(summary.issues.filter((issue) => issue.level === 'error')).toEqual([]);
      expect(summary.events).toBeGreaterThan(10);
    }
  });

  it(`reads ${rounds} of them without throwing, and every failure names a byte`, () => {
    const samples = sampleCaptures();
    const random = randomFrom(4711);
    const started = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      const { summary, failure } = read(
        mutate(samples[round % samples.length]!, random),
        1 + Math.floor(random() * 5000),
      );
      for (const issue of [...summary.issues, ...(failure ? [failure] : [])]) {
        if (counted.has(issue.code)) continue;
        expect(issue.where, `${round}: ${issue.code}`).toMatch(/^byte \d+$/);
      }
      if (!failure && !summary.complete) expect(summary.issues.length).toBeGreaterThan(0);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

/** They sum up what others have told by place. */
const counted = new Set(['capture/unknown-layout', 'capture/damaged-events', 'capture/more-issues', 'capture/empty']);

function read(bytes: Buffer, chunk = bytes.length): { summary: CaptureSummary; failure: CaptureReader['failure'] } {
  const host = createHostState();
  const reader = new CaptureReader({
    restart: () => host.restart(),
    setMachine: (machine) => host.setMachine(machine),
    addInterface: (item) => host.addInterface(item),
    addUser: (user) => host.addUser(user),
    addGroup: (group) => host.addGroup(group),
    addThread: (entry) => host.addThread(entry),
    addFds: (tid, list) => host.addFds(tid, list),
    event: (event) => {
      host.apply(event);
      decodeParameters(event);
    },
  });
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.subarray(at, at + chunk));
  return { summary: reader.end(), failure: reader.failure };
}
