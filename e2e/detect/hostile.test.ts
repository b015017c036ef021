import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { home, root } from '../support.ts';
import { captureAttacks } from './attacks/captures.ts';
import { ruleAttacks } from './attacks/rules.ts';

/** Peak resident memory of one command over something made to hurt, megabytes. */
const maxMegabytes = 400;
/** Does not hang: far above what any attack takes, for machines that do much else. */
const timeout = 90_000;
/** The process says itself, when it ends, how much memory it took at most: since it began, where the system knows that, for a child starts with its parent's peak. */
const hook = `data:text/javascript,process.on('exit',()=>{const fs=process.getBuiltinModule('fs');const [,peak]=/VmHWM:\\s*(\\d+)/.exec(fs.readFileSync('/proc/self/status','utf8'))??[0,process.resourceUsage().maxRSS];fs.writeSync(2,'\\nRSS '+peak+'\\n')})`;

function run(args: readonly string[], cwd: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, ['--import', hook, join(root, 'dist/cli/main.js'), ...args], {
      cwd,
      env: { PATH: process.env.PATH, HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes < 64 * 1024 * 1024) out.push(chunk);
    });
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      done({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}

describe('what is made to hurt a detector', () => {
  it.each([...captureAttacks, ...ruleAttacks].map((attack) => [attack.id, attack] as const))(
    '%s',
    async (_, attack) => {
      const folder = join(home, 'attack');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      const { code, stdout, stderr } = await run(attack.build(folder), folder);
      const megabytes = Number(/RSS (\d+)/.exec(stderr)?.[1]) / 1024;
      if (process.env.HOLDFAST_SHOW)
        console.error(`${Math.round(megabytes)} MB  exit ${code}  ${attack.id}\n${stderr.slice(0, 600)}`);
      expect(code, stderr.slice(0, 2000)).toBe(attack.exit);
      expect(stderr).not.toContain('bug in Holdfast');
      expect(megabytes).toBeLessThan(attack.megabytes ?? maxMegabytes);
      expect(stderr.length).toBeLessThan(100_000);
      if (attack.says) expect(stderr + stdout.slice(0, 100_000)).toMatch(attack.says);
      if (attack.prints) expect(stdout.slice(0, 100_000)).toMatch(attack.prints);
    },
    timeout + 60_000,
  );
});
