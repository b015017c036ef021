// npm run fuzz [-- --count N --seed N --only ID --index N --keep]: see docs/fuzzing.md.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { CampaignResult } from './campaign.ts';

/** Wall time after which an input counts as hanging, milliseconds: far more than the processor time that it may take. */
const hangsAfter = 60_000;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    index: { type: 'string' },
    child: { type: 'string' },
  },
});

if (!isMainThread) watch();
else if (values.child !== undefined) await child(values.child);
else process.exitCode = await parent();

/** Runs the campaign in a process whose home, temporary and working folders are canaries, and looks at them afterwards. */
async function parent(): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-fuzz-'));
  const folders = Object.fromEntries(
    ['home', 'tmp', 'cwd', 'work', 'canary'].map((name) => [name, join(root, name)] as const),
  ) as Record<'home' | 'tmp' | 'cwd' | 'work' | 'canary', string>;
  for (const folder of Object.values(folders)) mkdirSync(folder);
  const started = performance.now();
  const code = await new Promise<number | null>((done) => {
    spawn(
      process.execPath,
      [...process.execArgv, process.argv[1]!, ...process.argv.slice(2), '--child', folders.work],
      {
        cwd: folders.cwd,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          PATH: process.env.PATH,
          HOME: folders.home,
          TMPDIR: folders.tmp,
          XDG_CACHE_HOME: join(folders.home, 'cache'),
        },
      },
    ).on('close', done);
  });
  const resultFile = join(folders.work, 'result.json');
  const problems: string[] = [];
  if (!existsSync(resultFile)) problems.push(`the campaign did not end (exit code ${code})`);
  else problems.push(...print(JSON.parse(readFileSync(resultFile, 'utf8')) as CampaignResult & { maxRss: number }));
  for (const name of ['home', 'tmp', 'cwd', 'canary'] as const) {
    const left = readdirSync(folders[name], { recursive: true, encoding: 'utf8' });
    if (left.length > 0) problems.push(`written outside the working folder: ${name}/${left.slice(0, 5).join(', ')}`);
  }
  const unexpected = readdirSync(root).filter((name) => !(name in folders));
  if (unexpected.length > 0) problems.push(`written beside the working folder: ${unexpected.join(', ')}`);
  for (const problem of problems) console.log(`FAILED: ${problem}`);
  if (problems.length === 0) rmSync(root, { recursive: true, force: true });
  else console.log(`kept: ${root}`);
  console.log(`${Math.round((performance.now() - started) / 1000)} s; seed ${values.seed}`);
  return problems.length === 0 ? 0 : 1;
}

function print({ targets, slowest, failures, maxRss }: CampaignResult & { maxRss: number }): string[] {
  const row = (cells: readonly string[]) =>
    console.log(
      `${cells[0]!.padEnd(42)}${cells
        .slice(1)
        .map((cell) => cell.padStart(11))
        .join('')}`,
    );
  row(['target', 'inputs', 'inputs/s', 'slowest ms', 'issues', 'RSS MB']);
  for (const { id, inputs, seconds, slowest: worst, issues, rss } of targets) {
    row([
      id,
      String(inputs),
      String(Math.round(inputs / Math.max(seconds, 0.001))),
      worst.milliseconds.toFixed(0),
      String(issues),
      String(rss),
    ]);
  }
  console.log('\nslowest inputs (processor time):');
  for (const { target, index, milliseconds } of slowest)
    console.log(`  ${milliseconds.toFixed(0).padStart(6)} ms  --only ${target} --index ${index}`);
  const total = targets.reduce((sum, { inputs }) => sum + inputs, 0);
  const seconds = targets.reduce((sum, one) => sum + one.seconds, 0);
  console.log(
    `\n${total} inputs over ${targets.length} targets, ${failures.length} failures, ${seconds.toFixed(0)} s of processor time, peak RSS ${maxRss} MB`,
  );
  return failures.map(
    ({ target, index, reason, reproducer }) => `${target} --index ${index}: ${reason}\n  reproducer: ${reproducer}`,
  );
}

async function child(directory: string): Promise<void> {
  const { runCampaign } = await import('./campaign.ts');
  const { targets } = await import('./targets/index.ts');
  const chosen = targets.filter(({ id }) => id.startsWith(values.only));
  const shared = new SharedArrayBuffer(24);
  const state = new Float64Array(shared);
  const watcher = new Worker(new URL(import.meta.url), {
    workerData: { shared, ids: chosen.map(({ id }) => id) },
    argv: process.argv.slice(2),
  });
  watcher.unref();
  const result = await runCampaign({
    targets: chosen,
    count: Number(values.count),
    seed: Number(values.seed),
    ...(values.index === undefined ? {} : { index: Number(values.index) }),
    directory,
    begin(target, index) {
      state[0] = target;
      state[1] = index;
      state[2] = Date.now();
    },
  });
  state[2] = 0;
  const maxRss = Math.round(process.resourceUsage().maxRSS / 1024);
  writeFileSync(join(directory, 'result.json'), JSON.stringify({ ...result, maxRss }));
  process.exit(0);
}

/** Beside the campaign: ends the process where one input goes on and on. */
function watch(): void {
  const { shared, ids } = workerData as { shared: SharedArrayBuffer; ids: readonly string[] };
  const state = new Float64Array(shared);
  parentPort?.unref();
  setInterval(() => {
    const [target = 0, index = 0, since = 0] = state;
    if (since === 0 || Date.now() - since < hangsAfter) return;
    console.log(`FAILED: ${ids[target]} hangs: --only ${ids[target]} --index ${index} --seed ${values.seed}`);
    process.kill(process.pid, 'SIGKILL');
  }, 1000);
}
