// Scans the images of a Docker Engine where one answers; else a small image made of this machine's own files, without any engine.
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { connectEngine, dockerEndpoints } from '../src/engines/docker-api.ts';
import { countSeverities, severityText } from '../src/output/report/severity-counts.ts';
import { renderTable } from '../src/output/report/table.ts';
import { oneLine, pad } from '../src/output/report/text.ts';
import { buildMachineImage } from './machine-image.mjs';
import { root } from './node.mjs';
import { say } from './setup.mjs';

/** More images than this are named, not scanned: the first look should take seconds. */
const maxImages = 5;
/** Bytes of one report. */
const maxReport = 1 << 30;
const rank = { pass: 0, warn: 1, deny: 2 };

const inEngine = await engineImages();
const reports = inEngine.length > 0 ? scanEngine(inEngine) : scanMachine();
if (reports.length === 0) process.exit(3);
if (reports.length > 1) console.log(`${reports.map(overview).join('\n')}\n`);
const [worst] = reports.toSorted((a, b) => rank[b.verdict.decision] - rank[a.verdict.decision]);
console.log(inThisClone(renderTable(worst, { width: process.stdout.columns ?? 100, colour: wantsColour() })));
console.log(`Also
  ./holdfast scan .                          this source tree: lock files, Dockerfiles, secrets
  ./holdfast scan alpine:3.20                an image of an engine or a registry
  ./holdfast scan . --format html -o x.html  a page to pass on; --help lists the other formats
  ./holdfast db update                       all advisories instead of the starter set
  ./holdfast replay trace.scap               detection rules over a recording (sysdig, Falco); rules --help has more`);

function scanEngine(names) {
  const chosen = names.slice(0, maxImages);
  const rest = names.length > chosen.length ? ` (the others: ./holdfast scan docker:NAME)` : '';
  say(`a Docker Engine answers: scanning ${chosen.length} of its ${names.length} images${rest}`);
  return chosen.flatMap((name) => scan(`docker:${name}`));
}

function scanMachine() {
  say('no Docker Engine with images answers: making a small image of this machine’s own files');
  const { path, describes } = buildMachineImage(join(root, '.cache/this-machine'));
  say(describes);
  return scan(`oci:${relative(root, path)}`);
}

async function engineImages() {
  const api = await connectEngine(dockerEndpoints(process.env));
  if (!api.ok) return [];
  const images = await api.value.listImages();
  return images.ok ? images.value.map((image) => image.tags[0] ?? image.id) : [];
}

/** The report; none where there is none, which the scan itself has said. A denied image is a true answer, not a failure. */
function scan(target) {
  const done = spawnSync(join(root, 'holdfast'), ['scan', target, '--format', 'json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: maxReport,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return done.status === 0 || done.status === 1 ? [JSON.parse(done.stdout)] : [];
}

function overview({ verdict, target, packages, findings }) {
  const counts = countSeverities(findings.filter((finding) => finding.waived === undefined));
  const name = pad(oneLine(target.reference, 50), 40);
  return `${verdict.decision.toUpperCase()}  ${name}  ${String(packages.length).padStart(5)} packages  ${severityText(counts)}`;
}

/** The report speaks of `holdfast`; here it is not on the PATH. */
function inThisClone(text) {
  return text.replace(/^ {2}holdfast /gm, '  ./holdfast ');
}

function wantsColour() {
  return process.stdout.isTTY === true && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb';
}
