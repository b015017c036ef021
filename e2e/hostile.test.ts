import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScanReport } from '#core/scan-report.ts';
import type { Attack } from './fuzz/attacks/attack.ts';
import { contentAttacks } from './fuzz/attacks/contents.ts';
import { documentAttacks } from './fuzz/attacks/documents.ts';
import { sizeAttacks } from './fuzz/attacks/sizes.ts';
import { sourceAttacks } from './fuzz/attacks/sources.ts';
import { treeAttacks } from './fuzz/attacks/trees.ts';
import { home, root } from './support.ts';

/** Peak resident memory of one scan of something made to hurt, megabytes. */
const maxMegabytes = 700;
/** Does not hang: far above what any attack takes, for machines that do much else. */
const timeout = 90_000;

const attacks: readonly Attack[] = [
  ...contentAttacks,
  ...documentAttacks,
  ...sizeAttacks,
  ...sourceAttacks,
  ...treeAttacks,
];
/** The process says itself, when it ends, how much memory it took at most. */
const hook = `data:text/javascript,process.on('exit',()=>process.getBuiltinModule('fs').writeSync(2,'\\nRSS '+process.resourceUsage().maxRSS+'\\n'))`;

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function scan(args: readonly string[], cache: string): Promise<Result> {
  return new Promise((done, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', hook, join(root, 'dist/cli/main.js'), 'scan', ...args, '--format', 'json', '--offline'],
      {
        cwd: home,
        env: { PATH: process.env.PATH, HOME: home, HOLDFAST_CACHE: cache },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout,
      },
    );
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      done({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}

describe('what is made to hurt a scanner', () => {
  it.each(attacks.map((attack) => [attack.id, attack] as const))(
    '%s',
    async (_, attack) => {
      const folder = join(home, 'attack');
      const cache = join(home, 'attack-cache');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      const args = attack.build(folder);
      const before = readdirSync(home).sort();
      const { code, stdout, stderr } = await scan(args, cache);
      expect(code, stderr.slice(0, 2000)).not.toBeNull();
      expect(stderr).not.toContain('bug in Holdfast');
      const megabytes = Number(/RSS (\d+)/.exec(stderr)?.[1]) / 1024;
      expect(megabytes).toBeLessThan(maxMegabytes);
      expect(
        readdirSync(home)
          .filter((name) => name !== 'attack-cache')
          .sort(),
      ).toEqual(before.filter((name) => name !== 'attack-cache'));
      if (code === 3 && attack.refused !== undefined) return;
      expect([0, 1], stderr.slice(0, 2000)).toContain(code);
      const report = JSON.parse(stdout) as ScanReport;
      const codes = report.issues.map((issue) => issue.code);
      for (const wanted of attack.issues ?? []) expect(codes).toContain(wanted);
      const complete = attack.complete ?? (attack.issues && attack.issues.length > 0 ? false : undefined);
      if (complete !== undefined) expect(report.complete).toBe(complete);
      if (process.env.HOLDFAST_SHOW) console.error(`${Math.round(megabytes)} MB  ${attack.id}`);
    },
    timeout + 30_000,
  );
});
