import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { randomFrom } from '#testing/fuzz.ts';
import { checkResult } from './check-result.ts';
import { type FuzzTarget, mutateBytesOrText, pick } from './target.ts';

export interface CampaignOptions {
  readonly targets: readonly FuzzTarget[];
  /** Inputs of all targets together. */
  readonly count: number;
  readonly seed: number;
  /** Only this input of each target. */
  readonly index?: number;
  /** Exists; what the targets write goes here. */
  readonly directory: string;
  /** Called before each input, so that somebody else can tell what hangs. */
  readonly begin: (target: number, index: number) => void;
}

export interface TargetResult {
  readonly id: string;
  readonly inputs: number;
  /** Processor seconds. */
  readonly seconds: number;
  readonly slowest: { readonly index: number; readonly milliseconds: number };
  /** Issues of all inputs together. */
  readonly issues: number;
  /** Resident megabytes of the process at the end of the target. */
  readonly rss: number;
}

export interface Failure {
  readonly target: string;
  readonly index: number;
  readonly reason: string;
  readonly reproducer: string;
}

export interface CampaignResult {
  readonly targets: readonly TargetResult[];
  readonly slowest: readonly { readonly target: string; readonly index: number; readonly milliseconds: number }[];
  readonly failures: readonly Failure[];
}

/** Processor time that one input may cost, milliseconds. Wall time would blame the product for a busy machine. */
const slowestAllowed = 2_000;
/** Megabytes that the process may have after an input: small inputs one after the other, of which nothing is kept. */
const rssAllowed = 1_500;
/** Failures of one target before it is given up. */
const failuresPerTarget = 5;

/** Runs every target over its share of the inputs. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const weights = options.targets.reduce((sum, target) => sum + (target.weight ?? 1), 0);
  const results: TargetResult[] = [];
  const failures: Failure[] = [];
  const slowest: { target: string; index: number; milliseconds: number }[] = [];
  for (const [position, target] of options.targets.entries()) {
    const place = { directory: join(options.directory, 'work') };
    rmSync(place.directory, { recursive: true, force: true });
    mkdirSync(place.directory, { recursive: true });
    const inputs = Math.ceil((options.count * (target.weight ?? 1)) / weights);
    const seeds = await target.seeds();
    let seconds = 0;
    let issues = 0;
    let worst = { index: 0, milliseconds: 0 };
    let failed = 0;
    const first = options.index ?? 0;
    const end = options.index === undefined ? inputs : options.index + 1;
    for (let index = first; index < end && failed < failuresPerTarget; index++) {
      const { input, random } = inputOf(target, seeds, options.seed, index);
      options.begin(position, index);
      // Streams are closed when the event loop turns; in a scan it does.
      if (index % 20 === 0) await setImmediate();
      const before = process.cpuUsage();
      let reason: string | undefined;
      try {
        const result = await target.run(input, random, place);
        issues += checkResult(target, input, result);
      } catch (cause) {
        reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      }
      const spent = process.cpuUsage(before);
      const milliseconds = (spent.user + spent.system) / 1000;
      seconds += milliseconds / 1000;
      if (milliseconds > worst.milliseconds) worst = { index, milliseconds };
      keepSlowest(slowest, { target: target.id, index, milliseconds });
      const megabytes = process.memoryUsage.rss() / 1024 / 1024;
      if (megabytes > rssAllowed) reason ??= `left the process with ${Math.round(megabytes)} MB`;
      if (milliseconds > slowestAllowed) reason ??= `took ${Math.round(milliseconds)} ms of processor time`;
      if (reason !== undefined) {
        failed++;
        failures.push({
          target: target.id,
          index,
          reason,
          reproducer: keep(options.directory, target.id, index, input),
        });
      }
    }
    const left = readdirSync(place.directory, { recursive: true, encoding: 'utf8' }).find((name) =>
      /(^|\/)(spool|new)-/.test(name),
    );
    if (left !== undefined)
      failures.push({ target: target.id, index: end - 1, reason: `left behind: ${left}`, reproducer: '' });
    const rss = Math.round(process.memoryUsage.rss() / 1024 / 1024);
    results.push({ id: target.id, inputs: Math.max(0, end - first), seconds, slowest: worst, issues, rss });
  }
  return { targets: results, slowest, failures };
}

/** The same input for the same target, seed and index, whatever else runs. */
function inputOf(target: FuzzTarget, seeds: readonly Buffer[], seed: number, index: number) {
  let hash = seed >>> 0;
  for (const char of `${target.id} ${index}`) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0;
  const random = randomFrom(hash);
  random();
  const valid = pick(seeds, random);
  return { input: (target.make ?? mutateBytesOrText)(valid, random), random };
}

function keepSlowest(
  slowest: { target: string; index: number; milliseconds: number }[],
  one: { target: string; index: number; milliseconds: number },
): void {
  if (slowest.length === 10 && one.milliseconds <= slowest[9]!.milliseconds) return;
  slowest.push(one);
  slowest.sort((a, b) => b.milliseconds - a.milliseconds);
  slowest.length = Math.min(slowest.length, 10);
}

function keep(directory: string, id: string, index: number, input: Buffer): string {
  const path = join(directory, 'reproducers', `${id.replaceAll('/', '_')}-${index}.bin`);
  mkdirSync(join(directory, 'reproducers'), { recursive: true });
  writeFileSync(path, input);
  return path;
}
