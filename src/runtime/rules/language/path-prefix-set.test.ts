import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { compileGlob } from './glob.ts';
import { pathPrefixSet } from './path-prefix-set.ts';

test('a path begins another by whole components', () => {
  const begins = pathPrefixSet(['/usr/lib', 'var//log/', '/opt/*/bin', '/opt/x/lib', '/srv/[ab]?']);
  expect(
    ['/usr/lib', '/usr/lib/x', '//usr//lib/', 'var/log/a', '/opt/x/bin/y', '/opt/x/lib', '/srv/bz'].filter(begins),
  ).toHaveLength(7);
  expect(['/usr/libx', '/usr', '', '/', '/opt/a/b/bin', '/opt/x', '/srv/cz', '/srv/a'].filter(begins)).toEqual([]);
});

test('a shorter path swallows longer ones, in whatever order', () => {
  for (const paths of [
    ['/a', '/a/b'],
    ['/a/b', '/a'],
  ])
    expect(pathPrefixSet(paths)('/a/c')).toBe(true);
  expect(pathPrefixSet(['/'])('')).toBe(true);
  expect(pathPrefixSet([])('/a')).toBe(false);
});

test('a component tries every glob that fits it', () => {
  const begins = pathPrefixSet(['/*/x', '/a*/y', '/a/z']);
  expect(['/a/x', '/ab/y', '/a/z', '/q/x'].every(begins)).toBe(true);
  expect(begins('/b/y')).toBe(false);
});

test.each([
  ['*', '', true],
  ['a*b*c', 'a/x/b//c', true],
  ['a?c', 'abc', true],
  ['a????c', 'a😀c', true],
  ['a?c', 'ac', false],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['[]a]', ']', true],
  ['[[:digit:]]', '7', true],
  ['[a', '[a', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['[\\]]', ']', true],
  ['*.so.*', '/lib/x.so.1', true],
])('glob %s on %s: %s', (pattern, text, expected) => {
  expect(compileGlob(pattern)(text)).toBe(expected);
});

test('iglob folds ASCII only', () => {
  expect(compileGlob('*PASSWD', true)('/etc/Passwd')).toBe(true);
  expect(compileGlob('É', true)('é')).toBe(false);
});

test('many stars on a long text take little time', () => {
  const start = performance.now();
  expect(compileGlob(`${'*a'.repeat(50)}*b`)('a'.repeat(20_000))).toBe(false);
  expect(performance.now() - start).toBeLessThan(1_000);
});

describe.skipIf(skipShared.skip)(`escaping_and_pmatch.json ${skipShared.note}`, () => {
  test('pmatch', () => {
    const { cases } = JSON.parse(readFileSync(sharedPath('conformance/escaping_and_pmatch.json'), 'utf8')) as {
      cases: { paths?: string[]; matches?: [string, boolean][] }[];
    };
    for (const { paths, matches = [] } of cases) {
      if (paths === undefined) continue;
      const begins = pathPrefixSet(paths);
      for (const [path, expected] of matches) expect([path, begins(path)]).toEqual([path, expected]);
    }
  });
});
