import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { scratchFolder } from '#testing/advisories.ts';
import { takeLock } from './lock.ts';

const scratch = scratchFolder();
afterAll(() => scratch.dispose());
const path = join(scratch.path, 'folder', 'db.lock');

it('is held by one, and free again after release', () => {
  const first = takeLock(path);
  const second = takeLock(path);
  expect(second.ok ? undefined : second.issue.code).toBe('advisory-db/busy');
  if (first.ok) first.value.release();
  expect(existsSync(path)).toBe(false);
  const third = takeLock(path);
  expect(third.ok).toBe(true);
  if (third.ok) third.value.release();
});

it.each([
  ['a process that is gone', `999999999\n1\n${hostname()}\n`],
  ['a process whose number another has now', `${process.pid}\n1\n${hostname()}\n`],
])('is taken over from %s', (_name, content) => {
  writeFileSync(path, content);
  const lock = takeLock(path);
  expect(lock.ok).toBe(true);
  expect(readFileSync(path, 'utf8')).toContain(`${process.pid}\n`);
  if (lock.ok) lock.value.release();
});

it('is left to another machine', () => {
  writeFileSync(path, '1\n1\nelsewhere\n');
  const lock = takeLock(path);
  expect(lock.ok ? undefined : lock.issue.message).toContain('elsewhere');
});
