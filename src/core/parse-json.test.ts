import { describe, expect, it } from 'vitest';
import { jsonLimits, parseJson } from './parse-json.ts';

const long = ' '.repeat(jsonLimits.uncheckedCharacters);

describe('parseJson', () => {
  it.each(['{"a":["\\\\","\\"[{",{"b":"\\\\\\""}]}', '"[[["', '[1,2,{"]":"}"}]', '"\\u0022["'])('reads %s', (text) => {
    expect(parseJson(text + long)).toEqual(JSON.parse(text));
  });

  it('refuses what would take far more memory than its text', () => {
    expect(() => parseJson(`[${'{},'.repeat(jsonLimits.containers)}{}]`)).toThrow(SyntaxError);
    expect(() => parseJson(`[${'{},'.repeat(30)}{}]${long}`, { containers: 20 })).toThrow(
      'more than 20 objects and lists',
    );
    expect(() => parseJson('['.repeat(10_000_000))).toThrow('nested more than');
    expect(() => parseJson(`${'['.repeat(1_001)}${']'.repeat(1_001)}${long}`)).toThrow('nested more than');
  });

  it('does not count what stands in strings', () => {
    expect(parseJson(JSON.stringify(['['.repeat(5_000), '\\"{'.repeat(20_000)]))).toHaveLength(2);
  });

  it('ends quickly where quotes are escaped all along', () => {
    const start = performance.now();
    expect(() => parseJson(`"${'\\"'.repeat(2_000_000)}`)).toThrow(SyntaxError);
    expect(() => parseJson(`"${'\\'.repeat(4_000_001)}"`)).toThrow(SyntaxError);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
