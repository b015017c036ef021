import { describe, expect, it } from 'vitest';
import { mutations } from '../../../testing/fuzz.ts';
import { stripJsonComments } from './jsonc.ts';

describe('stripJsonComments', () => {
  it('removes comments and trailing commas, not what looks like them in a string', () => {
    const text = '{ // one\n "a": [1, 2, /* two */ ], "b": "// no, ] \\" /* no */", /* , */ }';
    expect(JSON.parse(stripJsonComments(text))).toEqual({ a: [1, 2], b: '// no, ] " /* no */' });
  });

  it('leaves every character at its place', () => {
    const text = '[1, // x\n]';
    expect(stripJsonComments(text)).toBe('[1      \n]');
  });

  it('keeps plain JSON as it is', () => {
    const text = JSON.stringify({ a: ['b', { c: 'd,' }] });
    expect(stripJsonComments(text)).toBe(text);
  });

  it('survives damaged input and keeps its length', () => {
    for (const bytes of mutations(Buffer.from('{"a": [1, /* c */], // d\n"e": "\\"f",}'), 3000, 5)) {
      const text = bytes.toString('latin1');
      expect(stripJsonComments(text)).toHaveLength(text.length);
    }
  });
});
