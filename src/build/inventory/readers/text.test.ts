import { describe, expect, it } from 'vitest';
import { decodeText, splitLines } from './text.ts';

describe('decodeText', () => {
  it.each([
    ['UTF-8', Buffer.from('é')],
    ['UTF-8 with a mark', Buffer.from('\ufeffé')],
    ['UTF-16LE', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('é', 'utf16le')])],
    ['UTF-16BE', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('é', 'utf16le').swap16()])],
  ])('reads %s', (_, bytes) => {
    expect(decodeText(bytes)).toBe('é');
  });

  it('reads a cut UTF-16 text', () => {
    expect(decodeText(Buffer.from([0xfe, 0xff, 0x00, 0x41, 0x00]))).toBe('A');
    expect(decodeText(Buffer.from([]))).toBe('');
  });
});

describe('splitLines', () => {
  it('knows all three kinds of line ends', () => {
    for (const text of ['a\r\nb\nc\rd', 'a\nb\nc\nd']) expect([...splitLines(text)]).toEqual(['a', 'b', 'c', 'd']);
    expect([...splitLines('')]).toEqual(['']);
    expect([...splitLines('a\r\n')]).toEqual(['a', '']);
    expect([...splitLines('a\n')]).toEqual(['a', '']);
  });
});
