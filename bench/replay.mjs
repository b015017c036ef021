// The speed and memory bars of a replay, on the large capture: whole-process CPU against Debian's `sysdig -r FILE proc.name=nosuch`, paired in one run.
// HOLDFAST_BIG_CAPTURE names the capture, uncompressed; otherwise ../shared/captures-large/big.scap.gz is unpacked into .cache/bench.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../tools/node.mjs';
import { paired, quote, timed } from './measure.mjs';

const rounds = Number(process.env.ROUNDS ?? 7);
const shared = process.env.HOLDFAST_SHARED ?? resolve(root, '../shared');
const rules = ['falco_rules', 'falco-incubating_rules', 'falco-sandbox_rules'].map((name) =>
  join(shared, 'falco-rules', `${name}.yaml`),
);
const main = join(root, 'dist/cli/main.js');
const capture = largeCapture();
const missing = [
  [existsSync(main), 'dist/ (npm run build)'],
  [capture !== undefined, 'the large capture (HOLDFAST_BIG_CAPTURE)'],
  [rules.every((file) => existsSync(file)), 'the upstream rules (../shared/falco-rules)'],
  [spawnSync('sysdig', ['--version']).status === 0, 'sysdig (apt-get install sysdig)'],
].flatMap(([there, what]) => (there ? [] : [what]));
if (missing.length > 0) {
  console.error(`bench: replay needs ${missing.join(', ')}`);
  process.exit(3);
}

const everything = [...rules, '--enable', '*', '--match', 'all'];
const standard = [rules[0], '--match', 'first'];
const peer = () => timed(`sysdig -r ${quote(capture)} proc.name=nosuch`);
row(
  'default ruleset / sysdig',
  paired(() => timed(holdfast(standard)), peer, rounds),
  2.3,
  1.15,
);
row(
  'all rules, all matches / sysdig',
  paired(() => timed(holdfast(everything)), peer, rounds),
  5.8,
  2.9,
);
row(
  'one filter / sysdig',
  paired(() => timed(filter()), peer, rounds),
  2.3,
  1.15,
);

console.log('\npeak RSS, MB (bar: 200)');
console.log(`  ${peakRss(standard, 1)}  default ruleset`);
console.log(`  ${peakRss(everything, 1)}  all rules, all matches`);
console.log(`  ${peakRss(everything, 5)}  all rules, all matches, the capture five times in one stream`);

function holdfast(rest, input = quote(capture)) {
  const args = rest.map((part) => (part.endsWith('.yaml') ? `--rules ${quote(part)}` : quote(part)));
  return `${quote(process.execPath)} ${quote(main)} replay ${input} ${args.join(' ')} --format jsonl`;
}

function filter() {
  return `${quote(process.execPath)} ${quote(main)} events ${quote(capture)} proc.name=nosuch --format jsonl`;
}

function peakRss(rest, times) {
  const copies = `cat ${Array(times).fill(quote(capture)).join(' ')}`;
  const hook = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\nRSS '+process.resourceUsage().maxRSS+'\\n'))`;
  const command = holdfast(rest, times === 1 ? quote(capture) : '-').replace(
    quote(process.execPath),
    `${quote(process.execPath)} --import ${quote(hook)}`,
  );
  const done = spawnSync('bash', ['-c', `${times === 1 ? '' : `${copies} | `}${command} >/dev/null`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return String(Math.round(Number(/RSS (\d+)/.exec(done.stderr)?.[1]) / 1024)).padStart(4);
}

function row(name, { a, b, ratio, wallA, wallB }, bar, aim) {
  console.log(
    `${name}: ${ratio.toFixed(2)} × (bar ${bar}, aim ${aim}); CPU ${a.toFixed(3)} s against ${b.toFixed(3)} s, wall ${wallA.toFixed(2)} s against ${wallB.toFixed(2)} s, median of ${rounds}`,
  );
}

function largeCapture() {
  if (process.env.HOLDFAST_BIG_CAPTURE) return process.env.HOLDFAST_BIG_CAPTURE;
  const path = join(root, '.cache/bench/big.scap');
  const packed = join(shared, 'captures-large/big.scap.gz');
  if (existsSync(path) || !existsSync(packed)) return existsSync(path) ? path : undefined;
  mkdirSync(join(root, '.cache/bench'), { recursive: true });
  const done = spawnSync('bash', ['-c', `gzip -dc ${quote(packed)} > ${quote(path)}`]);
  return done.status === 0 ? path : undefined;
}
