import { describe, expect, it } from 'vitest';
import { randomFrom } from '#testing/fuzz.ts';
import { KeywordScanner } from './keyword-scanner.ts';

const keywords = [
  { text: 'ghp_', anyCase: false },
  { text: 'SG.', anyCase: false },
  { text: 'password', anyCase: true },
  { text: '://', anyCase: false },
  { text: 'eyJ', anyCase: false },
  { text: 'token', anyCase: true },
  { text: 'aaa', anyCase: false },
  { text: '-----BEGIN', anyCase: false },
];

function scan(text: string): string[] {
  const found: string[] = [];
  new KeywordScanner(keywords).scan(Buffer.from(text, 'latin1'), (keyword, at) =>
    found.push(`${keywords[keyword]!.text}@${at}`),
  );
  return found.sort();
}

function naive(text: string): string[] {
  const found: string[] = [];
  for (const { text: word, anyCase } of keywords) {
    const hay = anyCase ? text.toLowerCase() : text;
    for (let at = hay.indexOf(word); at >= 0; at = hay.indexOf(word, at + 1)) found.push(`${word}@${at}`);
  }
  return found.sort();
}

describe('KeywordScanner', () => {
  it('finds words at even and odd offsets, at both ends, and in any case where asked', () => {
    for (const text of [
      'ghp_',
      'xghp_',
      'PassWord',
      ' PASSWORD',
      'aTOKENb',
      'SG.',
      'xSG.',
      '',
      'a',
      'ab',
      'SG',
      'GHP_',
      'http://',
      'aaaaa',
    ]) {
      expect(scan(text), text).toEqual(naive(text));
    }
  });

  it('equals a naive search on random text', () => {
    const random = randomFrom(7);
    const pieces = [...keywords.map((keyword) => keyword.text), ...'ab pPsS_tT.oO-:/e\n'];
    for (let round = 0; round < 2000; round++) {
      let text = '';
      for (let i = 0; i < 12; i++) text += pieces[Math.floor(random() * pieces.length)];
      expect(scan(text)).toEqual(naive(text));
    }
  });
});
