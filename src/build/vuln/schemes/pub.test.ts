import { describe, expect, it } from 'vitest';
import { testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { pub } from './pub.ts';

describe('pub', () => {
  testTable(pub, 'pub');
  testOrder(pub, ['1.0.0-pre', '1.0.0-pre+b', ['1.0.0', 'v1.0.0'], '1.0.0+1', '1.0.0+10', '1.0.0+a', '1.0.1']);
  testTotalOrder(pub, ['0', '1', '10', '.', '-', '+', 'a', 'v']);

  it('knows versions and constraints', () => {
    expect(pub.isValid('1.2.3+4')).toBe(true);
    expect(pub.isValid('1.2')).toBe(false);
    expect(pub.satisfies('1.2.3+4', '> 1.2.3')).toBe(true);
  });
});
