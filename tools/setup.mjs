// Brings a fresh clone to a state in which anything can run: packages by the lock file, among them the Node this clone uses.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNode, root } from './node.mjs';

/** Installs by the lock file unless this was done for this very lock file already. Exits with 3 where it cannot. */
export function setup() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) fail(`Node >= 20 is needed, this is ${process.versions.node}`);
  const lock = readFileSync(join(root, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  const stamp = join(root, 'node_modules/.holdfast-setup');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
    say('installing packages (npm ci)');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    writeFileSync(stamp, digest);
  }
  if (!findNode())
    fail(`no Node >= 24 for ${process.platform}-${process.arch} from npm; install Node 24 and try again`);
}

/** Runs a command in the clone with output to this terminal; ends this process with its code where it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (done.error) fail(`${command}: ${done.error.message}`);
  if (done.status !== 0) process.exit(done.status ?? 3);
}

/** Runs a file of this clone with this clone's Node; gives the exit code. */
export function runNode(args, options = {}) {
  const path = `${join(findNode(), '..')}:${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
  const done = spawnSync(findNode(), args, {
    cwd: root,
    stdio: 'inherit',
    ...options,
    env: { ...process.env, ...options.env, PATH: path },
  });
  if (done.error) fail(done.error.message);
  return done.status ?? 3;
}

export function say(text) {
  console.error(`[holdfast] ${text}`);
}

export function fail(text) {
  console.error(`[holdfast] ${text}`);
  process.exit(3);
}
