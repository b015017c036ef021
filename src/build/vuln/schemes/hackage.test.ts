import { describe, expect, it } from 'vitest';
import { testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { hackage } from './hackage.ts';

describe('hackage', () => {
  testTable(hackage, 'hackage');
  testOrder(hackage, ['0.1', '1', '1.0', '1.0.0', '1.1', '1.10']);
  testTotalOrder(hackage, ['0', '1', '10', '.', '-', 'a']);

  it('knows versions and constraints', () => {
    expect(hackage.isValid('1.2.0.1')).toBe(true);
    expect(hackage.isValid('1.2-r1')).toBe(false);
    expect(hackage.satisfies('1.2.0.1', '< 1.2.1')).toBe(true);
  });
});
