import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labParts } from './index.ts';

describe('lab parts', () => {
  it('are sorted and have unique names', () => {
    const names = labParts.map((part) => part.name);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('are all files of this folder that are no helper', () => {
    const helpers = ['ask', 'index', 'part', 'scheme-argument'];
    const files = readdirSync(import.meta.dirname)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => file.slice(0, -3));
    for (const { name } of labParts) expect(files).toContain(name);
    expect(files.filter((file) => !helpers.includes(file)).sort()).toEqual(
      expect.arrayContaining(labParts.map((part) => part.name)),
    );
  });

  it.each(labParts)('$name describes itself and answers anything', async ({ load }) => {
    const part = await load();
    expect(part.describes).not.toBe('');
    const argument = part.argument?.choices[0];
    expect(() => JSON.parse(part.example)).not.toThrow();
    for (const question of [null, 0, '', [], {}, { purl: {} }, { a: {}, b: [] }, { version: {}, constraint: 1 }]) {
      expect(await part.answer(question, argument, { env: {} })).toHaveProperty('error');
    }
  });
});
