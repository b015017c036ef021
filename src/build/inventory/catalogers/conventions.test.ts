import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coverageDoc } from '../../../testing/coverage-doc.ts';
import { lockSamples } from '../../../testing/lock-samples.ts';
import type { Cataloger } from '../cataloger.ts';
import { unhandledFormats } from '../unhandled.ts';
import { catalogers } from './index.ts';

const folder = import.meta.dirname;
const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts',
);

describe('the folder of catalogers', () => {
  it('has every cataloger in the registry', async () => {
    const found: Cataloger[] = [];
    for (const name of modules) {
      const exported: Record<string, unknown> = await import(join(folder, name));
      found.push(...Object.values(exported).filter(isCataloger));
    }
    const ids = (list: readonly Cataloger[]) => list.map(({ id }) => id).sort();
    expect(ids(catalogers)).toEqual(ids([...new Set(found)]));
  });

  it('has a registry sorted by unique ids', () => {
    const ids = catalogers.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it.each(catalogers.map((cataloger) => [cataloger.id, cataloger] as const))('%s describes itself', (id, cataloger) => {
    expect(id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
    expect(Number.isInteger(cataloger.version) && cataloger.version > 0).toBe(true);
    expect(cataloger.scopes.length).toBeGreaterThan(0);
    expect(cataloger.describes).toMatch(/^\S.{9,200}$/);
    expect(cataloger.describes).not.toMatch(/\.$/);
  });

  it.each(catalogers.map(({ id }) => [id]))('%s has a test that names it', (id) => {
    const [ecosystem = ''] = id.split('/');
    const inTable = lockSamples.some(({ cataloger }) => cataloger === id);
    const beside = existsSync(join(folder, ecosystem)) && readdirSync(join(folder, ecosystem)).some(isTest);
    const imported = inTable || beside || testTexts().some((text) => text.includes(`/${ecosystem}/`));
    expect(imported, `no test in ${ecosystem}/ or of it, and no sample in testing/lock-samples.ts`).toBe(true);
  });

  it.each(catalogers.map((cataloger) => [cataloger.id, cataloger] as const))(
    '%s wants no file that has no name for it',
    (_, { wants, scopes }) => {
      for (const name of ['', 'a', 'README.md', '.', 'index.html', 'lock', 'json']) {
        for (const scope of scopes)
          expect(wants({ path: `x/${name}`, name, size: 0, mode: 0o644 }, scope), name).toBe(false);
      }
    },
  );

  it('is what docs/coverage.md says; else run: node tools/run.mjs tools/docs-coverage.mjs', () => {
    const path = resolve(folder, '../../../../docs/coverage.md');
    expect(existsSync(path) && readFileSync(path, 'utf8')).toBe(coverageDoc(catalogers, unhandledFormats));
  });
});

function isTest(name: string): boolean {
  return name.endsWith('.test.ts');
}

/** Tests of this module that stand above the folder of an ecosystem. */
function testTexts(): string[] {
  const dirs = [folder, resolve(folder, '..')];
  return dirs.flatMap((dir) =>
    readdirSync(dir)
      .filter(isTest)
      .map((name) => readFileSync(join(dir, name), 'utf8')),
  );
}

function isCataloger(value: unknown): value is Cataloger {
  return typeof value === 'object' && value !== null && 'wants' in value && 'read' in value && 'id' in value;
}
