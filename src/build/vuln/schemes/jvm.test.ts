import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { jvm } from './jvm.ts';

describe('jvm', () => {
  testTable(jvm, 'jvm');
  testConstraints(jvm, 'jvm');
  testOrder(jvm, [
    ['1.7.0_80', '7.0.80'],
    '1.8.0_131-ea',
    ['1.8.0_131', '8.0.131', '1.8.0_131-b11', '8.0.131+11', '1.8.0-update131-b02'],
    '1.8.0_132',
    '9-ea',
    ['9', '9.0.0'],
    '11.0.4',
    '11.0.4.1',
    '17',
  ]);
  testTotalOrder(jvm, ['0', '1', '1.8.0', '.', '-', '_', '+', 'b', 'ea', 'update']);

  it('knows what is a version', () => {
    expect(jvm.isValid('1.8.0_302-b08')).toBe(true);
    expect(jvm.isValid('openjdk')).toBe(false);
  });
});
