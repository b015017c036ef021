// CPU seconds (user + system, children included) of whole processes, as the shell's own `time` counts them.
import { spawnSync } from 'node:child_process';

/** @returns {{cpu: number, wall: number}} seconds */
export function timed(command, env = {}) {
  const script = `TIMEFORMAT='%U %S %R'; time { ${command} ; } >/dev/null 2>/dev/null`;
  const done = spawnSync('bash', ['-c', script], { encoding: 'utf8', env: { ...process.env, ...env } });
  const [user, system, wall] = done.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  if (!Number.isFinite(user)) throw new Error(`${command}: ${done.stderr}`);
  return { cpu: user + system, wall };
}

/** Runs a and b in turn; the machine's drift then hits both. Ratios are of the same pair. */
export function paired(a, b, rounds) {
  a();
  b();
  const runs = Array.from({ length: rounds }, () => [a(), b()]);
  return {
    a: median(runs.map(([x]) => x.cpu)),
    b: median(runs.map(([, y]) => y.cpu)),
    ratio: median(runs.map(([x, y]) => x.cpu / y.cpu)),
    wallA: median(runs.map(([x]) => x.wall)),
    wallB: median(runs.map(([, y]) => y.wall)),
  };
}

export function median(values) {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)];
}

export const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
