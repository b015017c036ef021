import { describe, expect, it } from 'vitest';
import { parseToml } from './toml.ts';

describe('parseToml', () => {
  it('reads tables', () => {
    expect(parseToml('[[package]]\nname = "a"\nn = 9007199254740993\n')).toMatchObject({
      ok: true,
      value: { package: [{ name: 'a' }] },
    });
  });

  it('fails with one line of cause and none of the file', () => {
    const outcome = parseToml('[a]\nsecret = "x\n');
    expect(outcome).toMatchObject({ ok: false, issue: { code: 'toml/invalid' } });
    expect(!outcome.ok && outcome.issue.cause).not.toContain('secret');
  });

  it('fails on deep nesting instead of overflowing', () => {
    expect(parseToml(`a = ${'['.repeat(100_000)}`).ok).toBe(false);
  });
});
