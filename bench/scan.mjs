// The speed and memory bars of a scan. Ratios of whole-process CPU, paired in one run; see docs/benchmarks.md for what they mean.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureImages } from '../tools/images.mjs';
import { root } from '../tools/node.mjs';
import { paired, quote, timed } from './measure.mjs';

const rounds = Number(process.env.ROUNDS ?? 7);
const images = ensureImages();
if (images.reason) {
  console.error(`bench: ${images.reason}`);
  process.exit(3);
}
const main = join(root, 'dist/cli/main.js');
const work = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
const db = fullDatabase();
const holdfast = (args, cache) =>
  `HOLDFAST_CACHE=${quote(cache)} ${quote(process.execPath)} ${quote(main)} scan ${args} --db ${quote(db)} --offline --format json`;

const layout = join(images.path, 'debian-node-oci');
const blobs = layersOf(layout);
const gzip = blobs.map((blob) => `gzip -dc ${quote(blob)} | sha256sum`).join(' ; ');
const target = `oci:${quote(layout)}`;

// Cold: no result is cached. V8's code cache lies in the same folder and is kept, as on any machine that has run Holdfast once.
const coldCache = join(work, 'cold');
timed(holdfast(target, coldCache));
const cold = paired(
  () => {
    rmSync(join(coldCache, 'results'), { recursive: true, force: true });
    return timed(holdfast(target, coldCache));
  },
  () => timed(gzip),
  rounds,
);
row('cold scan of debian-node / gzip -dc | sha256sum', cold, 0.7, 0.55);
const first = paired(
  () => {
    rmSync(coldCache, { recursive: true, force: true });
    return timed(holdfast(target, coldCache));
  },
  () => timed(gzip),
  Math.ceil(rounds / 2),
);
row('  the same in an empty cache folder (very first run)', first, 0.7, 0.55);

const warmCache = join(work, 'warm');
timed(holdfast(target, warmCache));
const warm = paired(
  () => timed(holdfast(target, warmCache)),
  () => timed(`${quote(process.execPath)} -e 0`),
  rounds,
);
row('repeated scan / node -e 0', warm, 4, 2.5);

console.log('\npeak RSS, MB (bar: 250)');
for (const name of readFileSync(join(images.path, 'expected/SIZES.tsv'), 'utf8')
  .split('\n')
  .flatMap((line) => /^(\S+)-oci\t/.exec(line)?.[1] ?? [])) {
  console.log(`  ${String(peakRss(`oci:${join(images.path, `${name}-oci`)}`)).padStart(4)}  ${name}`);
}
rmSync(work, { recursive: true, force: true });

function row(name, { a, b, ratio, wallA, wallB }, bar, aim) {
  console.log(
    `${name}: ${ratio.toFixed(2)} × (bar ${bar}, aim ${aim}); CPU ${a.toFixed(3)} s against ${b.toFixed(3)} s, wall ${wallA.toFixed(2)} s against ${wallB.toFixed(2)} s, median of ${rounds}`,
  );
}

function layersOf(path) {
  const blob = (digest) => join(path, 'blobs', digest.replace(':', '/'));
  const index = JSON.parse(readFileSync(join(path, 'index.json'), 'utf8'));
  const manifest = JSON.parse(readFileSync(blob(index.manifests[0].digest), 'utf8'));
  return manifest.layers.map((layer) => blob(layer.digest));
}

/** All of ../shared/advisories, imported once; the starter set where they are absent. */
function fullDatabase() {
  const shared = process.env.HOLDFAST_SHARED ?? resolve(root, '../shared');
  const path = join(root, '.cache/bench/advisories.db');
  if (existsSync(path)) return path;
  if (!existsSync(join(shared, 'advisories'))) {
    console.log('(no ../shared: measured with the starter set)');
    return join(root, 'dist/starter.db');
  }
  mkdirSync(join(root, '.cache/bench'), { recursive: true });
  const done = spawnSync(process.execPath, [main, 'db', 'import', join(shared, 'advisories'), '--db', path], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (done.status !== 0) throw new Error('db import failed');
  return path;
}

/** Megabytes; the process reports it itself when it ends. */
function peakRss(reference) {
  const hook = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\nRSS '+process.resourceUsage().maxRSS+'\\n'))`;
  const cache = join(work, 'rss');
  rmSync(cache, { recursive: true, force: true });
  const done = spawnSync(
    process.execPath,
    ['--import', hook, main, 'scan', reference, '--db', db, '--offline', '--format', 'json'],
    {
      encoding: 'utf8',
      env: { ...process.env, HOLDFAST_CACHE: cache },
      maxBuffer: 1 << 28,
    },
  );
  return Math.round(Number(/RSS (\d+)/.exec(done.stderr)?.[1]) / 1024);
}
