import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { apk } from './apk.ts';

describe('apk', () => {
  testTable(apk, 'apk');
  testConstraints(apk, 'apk');
  testOrder(apk, [
    '1.0_alpha',
    '1.0_alpha1',
    '1.0_beta',
    '1.0_pre20240101',
    '1.0_rc1',
    '1.0_rc1-r1',
    '1.0_blah',
    '1.0',
    ['1.0-r0', '1.0-r00'],
    '1.0-r1',
    '1.0-r10',
    '1.0~abc-r0',
    '1.0_cvs1',
    '1.0_git20240101',
    '1.0_p1',
    '1.0a',
    '1.0b',
    '1.0.02',
    '1.0.1',
    '1.0.10',
    '1.1',
    '10.0',
  ]);
  testTotalOrder(apk, ['0', '1', '10', '01', '.', '-r', '-', '~', '_rc', '_p', '_x', 'a', 'b', 'abc', ' ']);

  it('knows what apk-tools accepts', () => {
    for (const version of ['1', '1.2.3a_rc1_p2~0f-r4', '9.3.2-r4', '0.12.3_git20230101']) {
      expect(apk.isValid(version), version).toBe(true);
    }
    for (const version of ['', 'a', '.1', '1..2', '1-r', '1-1', '1.2_blah', '1.0bc', '1-r1-r2', '1~xyz', '1.2.']) {
      expect(apk.isValid(version), version).toBe(false);
    }
  });
});
