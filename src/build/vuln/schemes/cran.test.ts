import { describe, expect, it } from 'vitest';
import { testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { cran } from './cran.ts';

describe('cran', () => {
  testTable(cran, 'cran');
  testOrder(cran, ['0.9', ['1.0', '1-0', '01.0'], '1.0.1', '1.0-10', '1.2']);
  testTotalOrder(cran, ['0', '1', '10', '.', '-', 'a']);

  it('knows versions and constraints', () => {
    expect(cran.isValid('1.0-4')).toBe(true);
    expect(cran.isValid('1')).toBe(false);
    expect(cran.satisfies('1.0-4', '>= 1.0, < 1.1')).toBe(true);
  });
});
