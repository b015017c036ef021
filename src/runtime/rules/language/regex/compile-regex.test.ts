import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { compileRegex } from './compile-regex.ts';

function matches(pattern: string, text: string): boolean {
  const outcome = compileRegex(pattern);
  if (!outcome.ok) throw new Error(outcome.issue.message);
  return outcome.value(text);
}

test('the whole text must match', () => {
  expect(matches('/home/.*/dev', '/home/a/b/dev')).toBe(true);
  expect(matches('home', '/home')).toBe(false);
  expect(matches('(curl|wget).*', 'wget -q')).toBe(true);
  expect(matches('', '')).toBe(true);
  expect(matches('[[:alpha:]]{2,3}', 'abcd')).toBe(false);
});

test('POSIX: ^ and $ are of a line, . is no newline, a negated set may be one', () => {
  expect(matches('a$(.|\n)^b', 'a\nb')).toBe(true);
  expect(matches('a.b', 'a\nb')).toBe(false);
  expect(matches('a[^x]b', 'a\nb')).toBe(true);
});

test('a byte that is no UTF-8 is U+FFFD', () => {
  expect(matches('a\ufffd.', 'a\udcff😀')).toBe(true);
});

test.each([
  ['(', 'missing ): ('],
  ['a)', 'unexpected ): a)'],
  ['*a', 'no argument for repetition operator: *'],
  ['[a', 'missing ]: [a'],
  ['[z-a]', 'invalid character class range: z-a'],
  ['[a-c-e]', 'invalid character class range: -e'],
  ['\\d+', 'invalid escape sequence: \\d'],
  ['(?:a)', 'no argument for repetition operator: ?'],
  ['a{1001}', 'invalid repetition size: {1001}'],
  ['(a{100}){100}', 'invalid repetition size'],
  [`${'('.repeat(5_000)}a${')'.repeat(5_000)}`, 'nests too deeply'],
  [`a${'{1}'.repeat(10_000)}`, 'no argument'],
  ['((((.{1000}|b){1}c){1}d{999}){1}.{1000}){1}'.repeat(20), 'pattern too large'],
])('%.30s is refused', (pattern, message) => {
  expect(compileRegex(pattern)).toMatchObject({ ok: false, issue: { message: expect.stringContaining(message) } });
});

describe('bombs', () => {
  test.each([
    ['((a*)*)*b', 'a'.repeat(100_000)],
    ['(a|a|aa)*c', 'a'.repeat(100_000)],
    ['(.*a){12}.{50}', 'ab'.repeat(3_000)],
    ['(a|b)*a(a|b){18}', 'abbababaabab'.repeat(2_000)],
  ])('%s', (pattern, text) => {
    const start = performance.now();
    matches(pattern, text);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

test('random patterns accept the same texts as RE2 (re2js)', () => {
  const atoms = [
    'a',
    'b',
    'c',
    '.',
    '[ab]',
    '[^a]',
    '[a-c]',
    '\\.',
    '(ab)',
    '(a|b)',
    '(a|)',
    '\n',
    '[^b-c]',
    'é',
    '^',
    '$',
  ];
  const repeats = ['', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,1}', '{1,}'];
  const letters = ['a', 'b', 'c', '\n', 'é', '.', 'd'];
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  const randomPattern = (depth: number): string => {
    let text = '';
    for (let count = 1 + random(4); count > 0; count -= 1) {
      text += depth > 0 && random(4) === 0 ? `(${randomPattern(depth - 1)})` : atoms[random(atoms.length)];
      text += repeats[random(repeats.length)];
      if (random(8) === 0) text += '|';
    }
    return text;
  };
  let compared = 0;
  for (let round = 0; round < 3_000; round += 1) {
    const pattern = randomPattern(2);
    const ours = compileRegex(pattern);
    const theirs = RE2JS.compile(`(?m)(?:${pattern})`);
    if (!ours.ok) throw new Error(`${pattern}: ${ours.issue.message}`);
    for (let count = 0; count < 6; count += 1) {
      let text = '';
      for (let length = random(7); length > 0; length -= 1) text += letters[random(letters.length)];
      expect([pattern, text, ours.value(text)]).toEqual([pattern, text, theirs.matches(text)]);
      compared += 1;
    }
  }
  expect(compared).toBe(18_000);
});

test.each(['toString', 'constructor', '__proto__', 'nope'])('has no class %s', (name) => {
  const outcome = compileRegex(`[[:${name}:]]`);
  expect(outcome.ok ? '' : outcome.issue.message).toContain('invalid character class range');
});
