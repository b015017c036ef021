import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { sharedDir } from '#testing/shared.ts';

export interface Service {
  /** `127.0.0.1:PORT` or a socket. */
  readonly address: string;
  stop(): void;
}

/** Why services cannot be started here; undefined where they can. */
export const noServices: string | undefined =
  sharedDir === undefined
    ? 'no ../shared (set HOLDFAST_SHARED)'
    : process.getuid?.() !== 0
      ? 'installing and starting services needs root'
      : !existsSync('/usr/bin/apt-get')
        ? 'services come from Debian packages'
        : undefined;

const tool = `${sharedDir}/tools/docker-up.sh`;

export function startRegistry(port: number): Service {
  const pid = Number(run(['--registry', String(port)]));
  return { address: `127.0.0.1:${port}`, stop: () => void process.kill(pid) };
}

/** The engine that answers already, or a new one, which is stopped again. */
export function startDocker(dataRoot: string): Service {
  const before = pids('dockerd');
  const address = run([dataRoot]);
  const own = pids('dockerd').filter((pid) => !before.includes(pid));
  return { address, stop: () => own.forEach((pid) => void process.kill(pid)) };
}

function run(args: string[]): string {
  const done = spawnSync('bash', [tool, ...args], { encoding: 'utf8', timeout: 300_000 });
  if (done.status !== 0) throw new Error(`docker-up.sh ${args.join(' ')}: ${done.stderr}`);
  return done.stdout.trim().split('\n').at(-1) ?? '';
}

function pids(name: string): number[] {
  return spawnSync('pidof', [name], { encoding: 'utf8' }).stdout.trim().split(' ').filter(Boolean).map(Number);
}

/** Why the command of a Debian package cannot be run here, after it was installed where that is possible; undefined where it can. */
export function missingCommand(command: string, debianPackage: string): string | undefined {
  const runs = () => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
  if (runs()) return undefined;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return `no ${command}; apt-get install ${debianPackage}`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  const install = ['install', '-y', '-qq', '--no-install-recommends', debianPackage];
  spawnSync('apt-get', install, { env, stdio: 'ignore', timeout: 300_000 });
  return runs() ? undefined : `apt-get could not install ${debianPackage}`;
}
