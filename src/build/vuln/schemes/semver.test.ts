import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { semver } from './semver.ts';

describe('semver', () => {
  testTable(semver, 'semver');
  testTable(semver, 'semver-loose');
  testConstraints(semver, 'semver');
  testOrder(semver, [
    '1.0.0-0',
    '1.0.0-2',
    '1.0.0-10',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-alpha-1',
    ['1.0.0', 'v1.0.0', '1.0.0+build', '1', '1.0', '=1.0.0', ' v1.0.0'],
    '1.0.0.1',
    '1.0.1-rc.1',
    '1.0.1',
    '1.99999999999999999999999.0',
  ]);
  testTotalOrder(semver, ['0', '1', '10', '01', '.', '-', '+', 'v', 'rc', 'alpha', 'beta', '-0', ' ', '~', 'é']);

  it('is strict about what is semver', () => {
    for (const version of ['1.2.3', 'v1.2.3-rc.1+b.5', '0.0.0-0']) expect(semver.isValid(version), version).toBe(true);
    for (const version of ['1', '1.2', '01.2.3', '1.2.3-', '1.2.3-01', '1.2.3.4', '', 'latest']) {
      expect(semver.isValid(version), version).toBe(false);
    }
  });

  it('says of a constraint that it cannot be read', () => {
    for (const constraint of ['>', '1.0 2.0', '> 1,', '(>1)', '><1', '1 ||', '~> 1', "'1.0"]) {
      expect(semver.satisfies('1.0.0', constraint), constraint).toBeUndefined();
    }
    expect(semver.satisfies('1.5.0', '>=1.0 <2.0')).toBe(true);
    expect(semver.satisfies('1.5.0', '!= 1.5')).toBe(false);
    expect(semver.satisfies('1.5.0', '')).toBe(true);
  });
});
