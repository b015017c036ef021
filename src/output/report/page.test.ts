import { describe, expect, it } from 'vitest';
import { listed, wrap } from './page.ts';

describe('listed', () => {
  it('names what fits, in order, and counts the rest', () => {
    expect(listed(['a', 'b', 'c'], 20)).toBe('a, b, c');
    expect(listed(['lodash', 'a rather long name', 'ws'], 26)).toBe('lodash, ws and 1 more');
    expect(listed(['one that is longer than the room', 'b'], 8)).toBe('one that is longer than the room and 1 more');
    expect(listed([], 8)).toBe('');
  });
});

describe('wrap', () => {
  it('breaks at spaces and never inside a word', () => {
    expect(wrap('a bb ccc', 4)).toEqual(['a bb', 'ccc']);
    expect(wrap('incomprehensible a', 4)).toEqual(['incomprehensible', 'a']);
  });
});
