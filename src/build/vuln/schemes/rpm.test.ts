import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { rpm } from './rpm.ts';

describe('rpm', () => {
  testTable(rpm, 'rpm');
  testConstraints(rpm, 'rpm');
  testOrder(rpm, [
    '1.0~rc1-1',
    '1.0',
    '1.0-',
    ['1.0-1', '0:1.0-1', '1.0-01', '1_0-1', '1.0.-1'],
    '1.0-1.el8',
    '1.0-1.el9',
    '1.0-2',
    '1.0^git1-1',
    '1.0a-1',
    '1.0.1-1',
    '1:0.1-1',
    '2:0',
  ]);
  testTotalOrder(rpm, ['0', '1', '10', '01', '.', '-', '~', '^', ':', 'a', 'el', '_', '+', 'é']);

  it('takes a missing epoch as 0 where it matches advisories, and leaves it out in constraints', () => {
    expect(rpm.compare('1.2.3-1', '1:1.0-1')).toBe(-1);
    expect(rpm.satisfies('1.2.3-1', '< 1:1.0-1')).toBe(false);
    expect(rpm.satisfies('0:1.2.3-1', '< 1:1.0-1')).toBe(true);
  });

  it('knows what rpm accepts', () => {
    for (const version of ['1.2.3-4.el9_2', '1:2~rc1^git3-1', '20230101'])
      expect(rpm.isValid(version), version).toBe(true);
    for (const version of ['', ':1', '1 2', '1-', '1-2/3']) expect(rpm.isValid(version), version).toBe(false);
  });
});
