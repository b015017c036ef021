import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { deb } from './deb.ts';

describe('deb', () => {
  testTable(deb, 'deb');
  testConstraints(deb, 'deb');
  testOrder(deb, [
    '1.0~~',
    '1.0~rc1-1',
    ['1.0', '1.0-0', '0:1.0', '00:1.0-00'],
    '1.0-1~deb12u1',
    ['1.0-1', '1.0-01'],
    '1.0-1+b1',
    '1.0-1+deb12u1',
    '1.0-1.1',
    '1.0a',
    '1.0+dfsg',
    '1.00000000000000000000000000000001',
    '1.10',
    '1:0.1',
    '10:0',
  ]);
  testTotalOrder(deb, ['0', '1', '10', '01', '.', '-', '~', '+', ':', 'a', 'rc', 'deb', 'é', ' ']);

  it('knows what dpkg accepts', () => {
    for (const version of ['1', '1:2.3-4', '7u151-2.6.11-2ubuntu0.14.04.1', '1.2+really1.1~x']) {
      expect(deb.isValid(version), version).toBe(true);
    }
    for (const version of ['', 'a1', '1 2', 'x:1', '1-', '1:', '1_2'])
      expect(deb.isValid(version), version).toBe(false);
  });
});
