import { describe, expect, it } from 'vitest';
import { indentedJsonText, type JsonValue, jsonText } from './json-text.ts';

const sample: JsonValue = {
  time: 1795348147012753738n,
  negative: -9223372036854775808n,
  text: 'a"\\\n\u0001é',
  list: [1, 'x', null, true, [], {}],
  left: undefined,
  'a.b[0]': 0.5,
};

describe('jsonText', () => {
  it('writes integers whole and leaves out keys without a value', () => {
    expect(jsonText(sample)).toBe(
      '{"time":1795348147012753738,"negative":-9223372036854775808,"text":"a\\"\\\\\\n\\u0001é","list":[1,"x",null,true,[],{}],"a.b[0]":0.5}',
    );
    expect(jsonText({ a: undefined })).toBe('{}');
  });

  it('shows bytes that were not UTF-8 as U+FFFD, in keys too', () => {
    expect(jsonText({ 'k\udc80': 'v\udcff' })).toBe('{"k\ufffd":"v\ufffd"}');
  });

  it('is the same document over several lines', () => {
    const plain = { a: [1, { b: 'c' }, []], d: {}, e: null };
    expect(indentedJsonText(plain)).toBe(JSON.stringify(plain, undefined, 2));
    expect(JSON.parse(indentedJsonText(sample))).toEqual(JSON.parse(jsonText(sample)));
  });
});
