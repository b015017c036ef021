import { expect, test } from 'vitest';
import { nastyTokens, randomFrom } from '#testing/fuzz.ts';
import { parseDuration } from './parse-duration.ts';
import { parseStateful } from './parse-stateful.ts';

test('the three forms', () => {
  expect(parseStateful({ count: { over: 20, within: '10s', by: ['container.id'], distinct: 'fd.name' } })).toEqual({
    ok: true,
    value: { kind: 'count', over: 20, within: 10_000_000, by: ['container.id'], distinct: 'fd.name' },
  });
  expect(
    parseStateful({ sequence: { followed_by: 'evt.type = connect', within: '5m', by: 'container' } }),
  ).toMatchObject({
    value: { kind: 'sequence', steps: ['evt.type = connect'], by: ['container.id'], within: 300_000_000 },
  });
  expect(parseStateful({ sequence: { followed_by: ['a', 'b'], within: '5m', by: 'process-tree' } })).toMatchObject({
    value: { by: 'process-tree', steps: ['a', 'b'] },
  });
  expect(parseStateful({ first_seen: { of: 'proc.exepath', by: ['proc.env[APP]'], learn: '1h' } })).toMatchObject({
    value: { kind: 'first-seen', of: ['proc.exepath'], by: ['proc.env[APP]'], learn: 3_600_000_000 },
  });
  expect(parseStateful({ first_seen: { of: ['proc.exepath'] } })).toMatchObject({ value: { learn: 0, by: [] } });
});

test.each([
  [undefined, 'mapping'],
  [[], 'mapping'],
  [{}, 'has 0 of'],
  [{ count: { over: 1, within: '1s' }, first_seen: { of: 'a.b' } }, 'has 2 of'],
  [{ rate: {} }, 'no key "rate"'],
  [{ count: [] }, 'no mapping'],
  [{ count: { over: 1, within: '1s', every: 2 } }, 'no key "every"'],
  [{ count: { over: 1.5, within: '1s' } }, 'whole number'],
  [{ count: { over: 1e9, within: '1s' } }, 'whole number'],
  [{ count: { over: 1_001, within: '1s', distinct: 'fd.name' } }, 'distinct allows'],
  [{ count: { over: 1, within: 10 } }, 'time span'],
  [{ count: { over: 1, within: '8d' } }, 'time span'],
  [{ count: { over: 1, within: '0s' } }, 'time span'],
  [{ count: { over: 1, within: '1s', by: 'container' } }, 'field names'],
  [{ count: { over: 1, within: '1s', by: Array(9).fill('a.b') } }, 'more than 8'],
  [{ sequence: { followed_by: 'a', within: '1s' } }, 'by is missing'],
  [{ sequence: { followed_by: [], within: '1s', by: 'container' } }, 'no condition'],
  [{ sequence: { followed_by: Array(9).fill('a'), within: '1s', by: 'container' } }, 'more than 8'],
  [{ first_seen: { by: ['a.b'] } }, 'field names'],
])('%j is refused', (value, message) => {
  expect(parseStateful(value)).toMatchObject({ ok: false, issue: { message: expect.stringContaining(message) } });
});

test('time spans', () => {
  expect(['500ms', ' 2 h ', '1d'].map(parseDuration)).toEqual([500_000, 7_200_000_000, 86_400_000_000]);
  expect(['', '5', 's', '-1s', '1.5s', '1w', '1s 1m', `${'9'.repeat(30)}s`].map(parseDuration)).toEqual(
    Array(8).fill(undefined),
  );
});

test('whatever the value, there is an answer', () => {
  const random = randomFrom(3);
  const below = (limit: number) => Math.floor(random() * limit);
  const keys = [
    'count',
    'sequence',
    'first_seen',
    'over',
    'within',
    'by',
    'distinct',
    'followed_by',
    'of',
    'learn',
    '__proto__',
  ];
  const value = (depth: number): unknown => {
    const kind = below(depth > 0 ? 7 : 4);
    if (kind === 0) return nastyTokens[below(nastyTokens.length)];
    if (kind === 1) return below(1_000) - 10;
    if (kind === 2) return [null, true, undefined, Number.NaN][below(4)];
    if (kind === 3) return ['10s', 'proc.name', 'container', 'process-tree'][below(4)];
    if (kind === 4) return Array.from({ length: below(4) }, () => value(depth - 1));
    return Object.fromEntries(Array.from({ length: below(4) }, () => [keys[below(keys.length)], value(depth - 1)]));
  };
  for (let round = 0; round < 5_000; round += 1) expect(parseStateful(value(3))).toHaveProperty('ok');
});
