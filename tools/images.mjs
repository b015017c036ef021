// The test images of ../shared/images, built once into .cache/images (or taken from HOLDFAST_IMAGES).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './node.mjs';
import { say } from './setup.mjs';

/** dpkg's own placeholder, not ours: one word, `installed` for what is. */
const status = '$' + '{db:Status-Status}';
const packages = ['mmdebstrap', 'umoci', 'skopeo', 'zstd', 'jq', 'tar', 'zip', 'openssl', 'rpm', 'libxml2-utils'];

/** The folder with the images, or the reason why there is none. */
export function ensureImages() {
  const given = process.env.HOLDFAST_IMAGES;
  if (given && existsSync(join(given, 'expected/SIZES.tsv'))) return { path: given };
  const path = join(root, '.cache/images');
  if (existsSync(join(path, 'expected/SIZES.tsv'))) return { path };
  const shared = process.env.HOLDFAST_SHARED ?? resolve(root, '../shared');
  const script = join(shared, 'images/make-images.sh');
  if (!existsSync(script)) return { reason: 'no ../shared (set HOLDFAST_SHARED)' };
  if (process.getuid?.() !== 0) return { reason: 'building the test images needs root' };
  const missing = installPackages(packages);
  if (missing) return { reason: missing };
  say('building the test images (some minutes, once)');
  mkdirSync(path, { recursive: true });
  const done = spawnSync('bash', [script, path], { stdio: ['ignore', 'ignore', 'inherit'] });
  return done.status === 0 ? { path } : { reason: `make-images.sh ended with ${done.status}` };
}

/** Debian packages that a test needs; the reason where they cannot be had. */
export function installPackages(names) {
  const missing = names.filter(
    (name) => spawnSync('dpkg-query', ['-W', '-f', status, name], { encoding: 'utf8' }).stdout !== 'installed',
  );
  if (missing.length === 0) return undefined;
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0)
    return `needs the Debian packages ${missing.join(' ')}`;
  say(`installing ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const done = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return done.status === 0 ? undefined : `apt-get could not install ${missing.join(' ')}`;
}
