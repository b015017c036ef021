import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dockerfileChecks } from './dockerfile/index.ts';
import { imageChecks } from './image/index.ts';
import { checks } from './meta.ts';
import { stepChecks } from './steps/index.ts';

const root = resolve(import.meta.dirname, '../../../..');
const ids = (registry: readonly { id: string }[]) => registry.map(({ id }) => id);
const exampleFile = { image: 'check-image.test.ts', dockerfile: 'check-dockerfile.test.ts' } as const;

describe('checks', () => {
  it.each([
    ['image', imageChecks],
    ['dockerfile', dockerfileChecks],
    ['steps', stepChecks],
  ])('every file of %s/ is registered, and the list is sorted', (folder, registry) => {
    const helpers = new Set(['index', 'stages', 'parse-dockerfile', 'build-step', 'installers']);
    const files = readdirSync(resolve(import.meta.dirname, folder))
      .map((name) => basename(name, '.ts'))
      .filter((name) => !helpers.has(name) && !name.endsWith('.test'));
    expect(ids(registry)).toEqual(files.sort());
  });

  it('have a description each, for the targets that their code serves', () => {
    const served = (id: string, registry: readonly { id: string }[]) =>
      ids(registry).includes(id) || ids(stepChecks).includes(id);
    for (const { id, targets } of checks) {
      expect(served(id, imageChecks), `${id} image`).toBe(targets.includes('image'));
      expect(served(id, dockerfileChecks), `${id} dockerfile`).toBe(targets.includes('dockerfile'));
    }
    const described = new Set(ids(checks));
    expect(
      [...ids(imageChecks), ...ids(dockerfileChecks), ...ids(stepChecks)].filter((id) => !described.has(id)),
    ).toEqual([]);
  });

  it.each(checks.flatMap(({ id, targets }) => targets.map((target) => [id, target] as const)))(
    '%s is shown by example for %s',
    (id, target) => {
      expect(readFileSync(resolve(import.meta.dirname, exampleFile[target]), 'utf8')).toMatch(
        new RegExp(`^ {2}(?:'${id}'|${id}): \\{|it\\('${id}:`, 'm'),
      );
    },
  );

  it('are compiled from content/checks as it is now', () => {
    const done = spawnSync(process.execPath, ['tools/content-checks.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
  });

  it('stay easy to add', () => {
    for (const page of ['adding-a-check.md', 'adding-a-secret-rule.md']) {
      expect(readFileSync(resolve(root, 'docs', page), 'utf8').split('\n').length, page).toBeLessThanOrEqual(61);
    }
  });
});
