import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTotalOrder } from '#testing/scheme-suite.ts';
import { bitnami } from './bitnami.ts';

describe('bitnami', () => {
  testConstraints(bitnami, 'bitnami');
  testOrder(bitnami, ['1.9.9-5', ['2.3.1', '2.3.1-1', '2.3.1-12'], '2.3.2-0', '2.10.0']);
  testTotalOrder(bitnami, ['0', '1', '10', '.', '-', '-1', 'a', 'v']);

  it('knows what is a version', () => {
    expect(bitnami.isValid('2.3.1-4')).toBe(true);
    expect(bitnami.isValid('latest')).toBe(false);
  });
});
