import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { gem } from './gem.ts';

describe('gem', () => {
  testTable(gem, 'gem');
  testConstraints(gem, 'gem');
  testOrder(gem, [
    '1.0.a',
    ['1.0.a.1', '1.0.a1', '1.a.1', '1.a.1.0'],
    '1.0.b1',
    ['1.0.0-rc1', '1.0.0.pre.rc1'],
    '1.0.rc2',
    ['1', '1.0', '1.0.0', ' 1.0 '],
    '1.0.1.pre',
    '1.0.1',
    '1.10',
  ]);
  testTotalOrder(gem, ['0', '1', '10', '01', '.', '-', 'a', 'rc', 'pre', 'x86', '_', ' ', 'é']);

  it('reads requirements', () => {
    expect(gem.satisfies('2.2.1', '~> 2.2')).toBe(true);
    expect(gem.satisfies('2.9', '~> 2.2')).toBe(true);
    expect(gem.satisfies('3.0', '~> 2.2')).toBe(false);
    expect(gem.satisfies('2.3.0', '~> 2.2.0')).toBe(false);
    expect(gem.satisfies('3.0.a', '~> 2.2')).toBe(false);
    expect(gem.satisfies('5.2.4.3', '~> 5.2.4, >= 5.2.4.3')).toBe(true);
    expect(gem.satisfies('1.10.0-x86_64-linux', '< 1.10.0')).toBe(false);
  });

  it('knows what Gem::Version accepts', () => {
    for (const version of ['1', '1.2.b3', '1.0.0-rc.1']) expect(gem.isValid(version), version).toBe(true);
    for (const version of ['', '1beta', 'a.1', '1..2', '1_2']) expect(gem.isValid(version), version).toBe(false);
  });
});
