// Scans the images of a Docker Engine where one answers; else a small image made of this machine's own files, without any engine.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEngine, dockerEndpoints } from '../src/engines/docker-api.ts';
import { buildMachineImage } from './machine-image.mjs';
import { root } from './node.mjs';
import { say } from './setup.mjs';

/** More images than this are named, not scanned: the first look should take seconds. */
const maxImages = 5;

const targets = await engineImages();
let code = 0;
if (targets.length > 0) {
  say(`a Docker Engine answers: scanning ${Math.min(targets.length, maxImages)} of its ${targets.length} images`);
  for (const target of targets.slice(0, maxImages)) code = Math.max(code, scan(`docker:${target}`));
} else {
  say('no Docker Engine with images answers: making a small image of this machine’s own files');
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-up-'));
  try {
    const { path, describes } = buildMachineImage(directory);
    say(describes);
    code = scan(`oci:${path}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
console.log(`
What to try next
  ./holdfast scan alpine:3.20                 an image from a registry or engine
  ./holdfast scan . --format sarif            this source tree
  ./holdfast fix docker-archive:image.tar     the upgrades that remove what is denied
  ./holdfast db import URL|DIR                all advisories, not only the starter set (docs/advisory-database.md)
  ./holdfast --help                           everything else`);
// A denied image is a true answer, not a failure of this command; only "could not" is.
process.exit(code >= 2 ? code : 0);

async function engineImages() {
  const api = await connectEngine(dockerEndpoints(process.env));
  if (!api.ok) return [];
  const images = await api.value.listImages();
  return images.ok ? images.value.map((image) => image.tags[0] ?? image.id) : [];
}

function scan(target) {
  const done = spawnSync(join(root, 'holdfast'), ['scan', target], { stdio: 'inherit' });
  return done.status ?? 3;
}
