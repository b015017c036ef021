import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCampaign } from './campaign.ts';
import { targets } from './targets/index.ts';

/** A slice of `npm run fuzz -- --only runtime/`, always the same. */
const inputs = 1_000;

it(`${inputs} damaged captures, rules, filters, outputs, scripts and streams of keys`, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-fuzz-'));
  try {
    const chosen = targets.filter(({ id }) => id.startsWith('runtime/'));
    expect(chosen.length).toBeGreaterThanOrEqual(8);
    const result = await runCampaign({ targets: chosen, count: inputs, seed: 20_261_122, directory, begin: () => {} });
    expect(result.failures).toEqual([]);
    expect(result.targets.every((target) => target.inputs > 0)).toBe(true);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
