import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { pep440 } from './pep440.ts';

describe('pep440', () => {
  testTable(pep440, 'pep440');
  testConstraints(pep440, 'pep440');
  testOrder(pep440, [
    'not a version',
    '1.0.dev1',
    '1.0a1.dev1',
    ['1.0a1', '1.0-alpha_1', '1.0.ALPHA1', 'v1.0a1'],
    '1.0a2.post1',
    ['1.0b1', '1.0beta1'],
    ['1.0rc1', '1.0c1', '1.0-preview-1'],
    ['1', '1.0', '1.0.0', ' 1.0 '],
    '1.0+abc',
    '1.0+abc.2',
    '1.0+2',
    '1.0.post1.dev1',
    ['1.0.post1', '1.0-1', '1.0-r1'],
    '1.0.1',
    '1.10',
    '1!0.1',
  ]);
  testTotalOrder(pep440, ['0', '1', '10', '01', '.', '-', '+', '!', 'a', 'rc', '.dev', '.post', 'v', 'x', ' ']);

  it('reads the specifiers of PEP 440', () => {
    const yes = ['==1.4.*', '~=1.4.2', '!=1.5.*', '===1.4.5', '== 1.4.5', '~=1.4', '>=1.4,!=1.4.4'];
    const no = ['==1.5.*', '~=1.5', '!=1.4.*', '===1.4.50', '~=1.3.9'];
    for (const specifier of yes) expect(pep440.satisfies('1.4.5', specifier), specifier).toBe(true);
    for (const specifier of no) expect(pep440.satisfies('1.4.5', specifier), specifier).toBe(false);
    expect(pep440.satisfies('1.4.5', '~=1')).toBeUndefined();
  });

  it('knows what is a version', () => {
    for (const version of ['1', '1!1.0a1.post2.dev3+x.1', '2013.1', '1.0-1'])
      expect(pep440.isValid(version)).toBe(true);
    for (const version of ['', '1.0-bulbasaur', '0.7.11p2', '1.0+', 'unknown'])
      expect(pep440.isValid(version)).toBe(false);
  });
});
