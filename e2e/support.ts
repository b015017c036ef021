import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import type { ScanReport } from '#core/scan-report.ts';

export const root = resolve(import.meta.dirname, '..');
const main = join(root, 'dist/cli/main.js');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Each test file has its own cache and home, so that nothing of this machine shows through. */
export const home: string = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));

/** Runs the built program as a user would. */
export function holdfast(
  args: readonly string[],
  options: { env?: Record<string, string>; stdin?: string; cwd?: string } = {},
): Promise<Run> {
  if (!existsSync(main)) throw new Error('dist/ is missing: run npm run build first');
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: options.cwd ?? home,
      env: { PATH: process.env.PATH, HOME: home, HOLDFAST_CACHE: join(home, 'cache'), ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      done({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
  });
}

export async function scanJson(target: string, ...args: string[]): Promise<ScanReport> {
  const { code, stdout, stderr } = await holdfast(['scan', target, '--format', 'json', '--offline', ...args]);
  if (code !== 0 && code !== 1) throw new Error(`scan ${target} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as ScanReport;
}

/** The images that tools/images.mjs has built, and why there are none. */
export const images: { path: string; skip: boolean; note: string } = (() => {
  const path = process.env.HOLDFAST_IMAGES ?? '';
  const skip = !existsSync(join(path, 'expected/SIZES.tsv')) || path === '';
  return {
    path,
    skip,
    note: skip ? `(skipped: ${process.env.HOLDFAST_IMAGES_REASON ?? 'no test images; npm run check builds them'})` : '',
  };
})();

/** Rows of an oracle file. */
export function expected(file: string): string[][] | undefined {
  const path = join(images.path, 'expected', file);
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  if (text.startsWith('umoci:')) return undefined;
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}
