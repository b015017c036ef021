import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { maven } from './maven.ts';

describe('maven', () => {
  testTable(maven, 'maven');
  testConstraints(maven, 'maven');
  testOrder(maven, [
    ['1-alpha-1', '1.0a1', '1-ALPHA1'],
    ['1-beta-1', '1b1'],
    ['1-m3', '1-milestone-3'],
    ['1-rc1', '1cr1', '1.0.0-RC1'],
    '1-SNAPSHOT',
    ['1', '1.0', '1.0.0', '1-ga', '1.Final', '1.0.RELEASE', '1-0', '1.', '1-', '01', '1.0.jre11', '1.jdk17'],
    '1-sp',
    ['1-abc', '1.0-abc', '1abc'],
    '1-1-SNAPSHOT',
    ['1-1', '1-01'],
    ['1.0.1', '1.0.1-ga'],
    '1.1',
    '99999999999999999999999999999',
  ]);
  testTotalOrder(maven, ['0', '1', '10', '01', '.', '-', 'a', 'rc', 'ga', 'sp', 'foo', 'snapshot', '.jre8', '_', 'é']);

  it('keeps the back-ports of pgjdbc apart, but not builds for a newer Java', () => {
    expect(maven.compare('42.2.5', '42.2.5.jre6')).toBe(-1);
    expect(maven.compare('42.2.5.jre6', '42.2.5.jre7')).toBe(-1);
    expect(maven.compare('12.10.2.jre8', '12.10.2.jre11')).toBe(0);
  });

  it('reads Maven ranges', () => {
    expect(maven.satisfies('1.5', '[1.0,2.0)')).toBe(true);
    expect(maven.satisfies('2.0', '[1.0,2.0)')).toBe(false);
    expect(maven.satisfies('2.0', '[1.0,2.0)')).toBe(false);
    expect(maven.satisfies('2.5', '(,1.0],[2.0,)')).toBe(true);
    expect(maven.satisfies('1.2', '[1.2]')).toBe(true);
    expect(maven.satisfies('1.2', '(1.2)')).toBeUndefined();
    expect(maven.satisfies('1.2', '[1.2')).toBeUndefined();
  });

  it('refuses placeholders', () => {
    expect(maven.isValid('2.4.1.Final')).toBe(true);
    for (const version of ['', '$'.concat('{revision}'), 'LATEST', '1 2'])
      expect(maven.isValid(version), version).toBe(false);
  });
});
