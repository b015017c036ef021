import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { portage } from './portage.ts';

describe('portage', () => {
  testTable(portage, 'portage');
  testConstraints(portage, 'portage');
  testOrder(portage, [
    'none',
    '1.0_alpha',
    '1.0_beta2',
    '1.0_pre',
    '1.0_rc1',
    ['1.0', '1.0-r0'],
    '1.0-r1',
    '1.0_p0',
    '1.0_p1',
    '1.0a',
    '1.0.0',
    '1.01',
    '1.1',
  ]);
  testTotalOrder(portage, ['0', '1', '10', '01', '.', '-r', '_p', '_rc', 'a', 'x']);

  it('knows what is a version', () => {
    expect(portage.isValid('1.2.3b_rc1_p2-r4')).toBe(true);
    expect(portage.isValid('1.2.3_foo')).toBe(false);
  });
});
