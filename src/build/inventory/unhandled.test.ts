import { describe, expect, it } from 'vitest';
import { catalogers } from './catalogers/index.ts';
import { isUnhandled, unhandledFormat, unhandledFormats } from './unhandled.ts';

describe('isUnhandled', () => {
  it('knows names and endings, in source trees only, outside of dependencies', () => {
    expect(isUnhandled(header('app/bun.lockb'), 'source')).toBe(true);
    expect(isUnhandled(header('app.opam.locked'), 'source')).toBe(true);
    expect(isUnhandled(header('app/bun.lockb'), 'image')).toBe(false);
    expect(isUnhandled(header('node_modules/x/bun.lockb'), 'source')).toBe(false);
    expect(isUnhandled(header('bun.lock'), 'source')).toBe(false);
  });

  it('lists nothing that a cataloger reads', () => {
    for (const { name } of unhandledFormats) {
      const path = name.replace('*', 'some');
      expect(
        catalogers.filter((cataloger) => cataloger.wants(header(path), 'source')).map(({ id }) => id),
        name,
      ).toEqual([]);
    }
  });

  it('is sorted, without repeats, and says what to do where it can', () => {
    const keys = unhandledFormats.map(({ ecosystem, name }) => `${ecosystem.toLowerCase()} ${name}`);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(unhandledFormat('bun.lockb')?.hint).toContain('bun install');
  });
});

function header(path: string) {
  return { path, name: path.slice(path.lastIndexOf('/') + 1), size: 10, mode: 0o644 };
}
