import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expandExample } from '#testing/secret-example.ts';
import { scanText } from '../scan-text.ts';
import { secretRules } from './index.ts';

const findSecrets = (bytes: Buffer, path: string) => scanText(bytes, path).matches;

describe('secret rules', () => {
  it('cover the common services', () => {
    expect(secretRules.length).toBeGreaterThanOrEqual(150);
  });

  it('have unique kebab-case ids', () => {
    expect(secretRules.map((rule) => rule.id).filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(new Set(secretRules.map((rule) => rule.id)).size).toBe(secretRules.length);
  });

  it('have keywords of at least three bytes, or name their files', () => {
    const bad = secretRules.filter(
      (rule) => (rule.keywords.length === 0 && !rule.files) || rule.keywords.some((word) => word.length < 3),
    );
    expect(bad.map((rule) => rule.id)).toEqual([]);
    const wrongCase = secretRules.filter(
      (rule) => rule.anyCase && rule.rank !== 'generic' && rule.keywords.some((word) => word !== word.toLowerCase()),
    );
    expect(wrongCase.map((rule) => rule.id).filter((id) => id !== 'azure-account-key')).toEqual([]);
  });

  it.each(secretRules.map((rule) => [rule.id, rule] as const))('%s finds its example', (id, rule) => {
    for (let seed = 1; seed <= 8; seed++) {
      const { path, text } = expandExample(rule.example, seed);
      for (const around of [text, `# first line\n${text}\n# last line\n`]) {
        const found = findSecrets(Buffer.from(around), path);
        expect(
          found.map((match) => match.rule),
          around,
        ).toContain(id);
        for (const match of found) expect(match.redacted).toMatch(/^(-----BEGIN|[\x21-\x7e]{0,4})…\(\d+\)$/);
      }
    }
  });

  it('stand in one family file each, all of them registered', async () => {
    const families = readdirSync(import.meta.dirname).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts',
    );
    let count = 0;
    for (const family of families) {
      const exported: Record<string, unknown> = await import(`./${family}`);
      for (const rules of Object.values(exported)) {
        expect(Array.isArray(rules)).toBe(true);
        const ids = (rules as typeof secretRules).map((rule) => rule.id);
        expect(ids, family).toEqual([...ids].sort());
        for (const rule of rules as typeof secretRules) expect(secretRules).toContain(rule);
        count += (rules as unknown[]).length;
      }
    }
    expect(count).toBe(secretRules.length);
  });
});
