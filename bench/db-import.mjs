// Import and open times of the advisory database (issue 2, bar 7).
//   node bench/db-import.mjs [ADVISORIES-FOLDER]
// Prints seconds, peak memory and the time to open; exits 1 past a bar.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const bars = { seconds: 60, megabytes: 400, openMs: 20 };
const source = process.argv[2] ?? resolve(fileURLToPath(import.meta.url), '../../../shared/advisories');

if (process.argv[2] === '--child') {
  const [, , , folder, dbPath] = process.argv;
  const { discoverSources } = await import('../src/build/vuln/feeds/discover.ts');
  const { importSources } = await import('../src/build/vuln/feeds/import.ts');
  const found = discoverSources(folder);
  if (!found.ok) throw new Error(found.issue.message);
  const started = performance.now();
  const result = await importSources(
    found.value.map((one) => ({ source: one })),
    { dbPath },
  );
  if (!result.ok) throw new Error(result.issue.message);
  const usage = process.resourceUsage();
  console.log(
    JSON.stringify({
      seconds: (performance.now() - started) / 1000,
      cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
      megabytes: usage.maxRSS / 1024,
      advisories: result.value.meta.advisories,
      entries: result.value.meta.entries,
      digest: result.value.digest,
    }),
  );
  process.exit(0);
}

const scratch = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
try {
  const [first, second] = ['one.db', 'two.db'].map((name) => {
    const child = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), '--child', source, join(scratch, name)],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    if (child.status !== 0) process.exit(3);
    return JSON.parse(child.stdout);
  });
  const { openDb } = await import('../src/build/vuln/db/reader.ts');
  const dbPath = join(scratch, 'one.db');
  const times = Array.from({ length: 21 }, () => {
    const started = performance.now();
    const opened = openDb(dbPath);
    const time = performance.now() - started;
    if (opened.ok) opened.value.close();
    return time;
  });
  const openFirst = times[0];
  const openMedian = times.sort((a, b) => a - b)[10];
  console.log(`import   ${first.seconds.toFixed(1)} s (CPU ${first.cpuSeconds.toFixed(1)} s), bar ${bars.seconds} s`);
  console.log(`memory   ${first.megabytes.toFixed(0)} MB peak, bar ${bars.megabytes} MB`);
  console.log(
    `database ${first.advisories} advisories, ${first.entries} entries, ${(statSync(dbPath).size / 1e6).toFixed(1)} MB`,
  );
  console.log(
    `open     ${openFirst.toFixed(2)} ms the first time, ${openMedian.toFixed(2)} ms median, bar ${bars.openMs} ms`,
  );
  console.log(`again    ${first.digest === second.digest ? 'the same bytes' : 'OTHER BYTES'}`);
  const failed =
    first.seconds > bars.seconds ||
    first.megabytes > bars.megabytes ||
    openFirst > bars.openMs ||
    first.digest !== second.digest;
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
