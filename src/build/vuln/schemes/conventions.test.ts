import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScheme, schemeAliases, schemes } from './index.ts';

const folder = import.meta.dirname;

describe('version schemes', () => {
  it('are registered, one file each, sorted by id', () => {
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
      .map((entry) => entry.name.slice(0, -3))
      .filter((name) => name !== 'index');
    expect(schemes.map((scheme) => scheme.id)).toEqual(files.sort());
  });

  it.each(schemes)('$id has a test, describes itself, and stands in the docs', ({ id, describes }) => {
    expect(existsSync(join(folder, `${id}.test.ts`))).toBe(true);
    expect(describes.length).toBeGreaterThan(20);
    const docs = readFileSync(join(folder, '../../../../docs/adding-a-version-scheme.md'), 'utf8');
    expect(docs).toMatch(new RegExp(`^\\| ${id} +\\|`, 'm'));
  });

  it('have sorted aliases that lead to a scheme and shadow none', () => {
    const aliases = Object.keys(schemeAliases);
    expect(aliases).toEqual([...aliases].sort());
    for (const alias of aliases) {
      expect(findScheme(alias)?.id, alias).toBe(schemeAliases[alias]);
      expect(schemes.map((scheme) => scheme.id)).not.toContain(alias);
    }
    expect(findScheme(' PyPI ')?.id).toBe('pep440');
    expect(findScheme('constructor')).toBeUndefined();
  });
});
