// npm run fuzz -- [--count N] [--seed N] [--only TEXT]: damaged inputs for every parser of foreign bytes. docs/fuzzing.md
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { mutations } from '#testing/fuzz.ts';
import { type FuzzTarget, fuzzTargets } from './targets.ts';

/** One small input may take this long, milliseconds. A busy machine needs room. */
const slowest = 5_000;
/** One small input may lead to this much JSON, characters. */
const largestResult = 4_000_000;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});
const targets = fuzzTargets.filter((target) => target.id.includes(values.only));
const weights = targets.reduce((sum, target) => sum + target.weight, 0);
const directory = mkdtempSync(join(tmpdir(), 'holdfast-fuzz-'));
const work = join(directory, 'cache');
const outside = mkdtempSync(join(tmpdir(), 'holdfast-fuzz-canary-'));
mkdirSync(work);
process.chdir(outside);
let total = 0;
let failures = 0;

console.log('   inputs    per s  slowest ms  largest kB  target');
for (const target of targets) await campaign(target, Math.ceil((Number(values.count) * target.weight) / weights));
const stray = [
  ...readdirSync(outside),
  ...readdirSync(directory).filter((name) => name !== 'cache'),
  ...readdirSync(work).filter((name) => name !== 'failures'),
];
if (stray.length > 0) fail('left behind', 0, Buffer.alloc(0), new Error(stray.join(', ')));
console.log(`${total} inputs, ${failures} failures, peak RSS ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
if (failures === 0) for (const path of [directory, outside]) rmSync(path, { recursive: true });
process.exit(failures > 0 ? 1 : 0);

async function campaign(target: FuzzTarget, count: number): Promise<void> {
  const seeds = await target.seeds();
  const each = Math.ceil(count / seeds.length);
  const began = Date.now();
  let done = 0;
  let slow = 0;
  let large = 0;
  for (const [which, valid] of seeds.entries()) {
    let round = 0;
    for (const input of mutations(valid, each, Number(values.seed) * 1000 + which)) {
      round += 1;
      const start = performance.now();
      try {
        const result = JSON.stringify(await target.run(input, work)) ?? '';
        large = Math.max(large, result.length);
        if (result.length > largestResult)
          throw new Error(`a result of ${result.length} characters from ${input.length} bytes`);
        if (/"code":"(inventory\/cataloger-failed|secrets\/failed)"/.test(result))
          throw new Error(`a part crashed: ${/"cause":"[^"]*"/.exec(result)?.[0]}`);
      } catch (error) {
        fail(`${target.id}, seed ${which}, round ${round}`, round, input, error);
      }
      const took = performance.now() - start;
      slow = Math.max(slow, took);
      if (took > slowest)
        fail(`${target.id}, seed ${which}, round ${round}`, round, input, new Error(`${Math.round(took)} ms`));
      done += 1;
      // Streams are closed when the event loop turns; in a scan it does.
      if (done % 20 === 0) await setImmediate();
    }
  }
  total += done;
  const seconds = Math.max(0.001, (Date.now() - began) / 1000);
  const columns = [
    String(done).padStart(9),
    (done / seconds).toFixed(0).padStart(8),
    slow.toFixed(0).padStart(11),
    (large / 1000).toFixed(0).padStart(11),
  ];
  console.log(`${columns.join(' ')}  ${target.id}`);
}

function fail(what: string, round: number, input: Buffer, error: unknown): void {
  failures += 1;
  const folder = join(work, 'failures');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${what.replace(/[^\w.-]+/g, '-')}-${round}.bin`);
  writeFileSync(file, input);
  if (failures <= 20)
    console.error(`FAILED ${what}: ${error instanceof Error ? error.stack : String(error)}\n  input: ${file}`);
}
