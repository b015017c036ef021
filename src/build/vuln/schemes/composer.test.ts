import { describe, expect, it } from 'vitest';
import { testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { composer } from './composer.ts';

describe('composer', () => {
  testTable(composer, 'composer', {
    // The table was made by PHP's version_compare; Composer compares normal forms, and so do we.
    '1.0.0 | 1.0': 'both are 1.0.0.0 to Composer',
    '5.1.0-stable | 5.1.0-beta2': 'stable is no stage to Composer; version_compare takes the word for older than beta',
    'v1.9.0-ALPHA.1 | v1.9.0-BETA.1': 'stages have no case to Composer; version_compare knows neither word in capitals',
    'v3.0 | v3.0.0-beta': 'v3.0 is 3.0.0.0 to Composer, newer than its beta',
    'v4-beta4 | v4.0-alpha': 'both are stages of 4.0.0.0 to Composer',
  });
  testOrder(composer, [
    'dev-main',
    '1.0-dev',
    ['1.0-alpha1', '1.0a1', 'v1.0.0.0-ALPHA1'],
    ['1.0-beta2', '1.0.0b2'],
    ['1.0-RC1', '1.0.0rc1'],
    ['1', '1.0', 'v1.0.0', '1.0.0.0', '1.0-stable', '1.0.0+meta'],
    ['1.0-patch1', '1.0pl1', '1.0p1'],
    '1.0.0.1',
    '1.10',
    ['1.x-dev', '1.9999999.9999999.9999999-dev'],
    '2.0',
  ]);
  testTotalOrder(composer, [
    '0',
    '1',
    '10',
    '01',
    '.',
    '-',
    '+',
    'a',
    'rc',
    'RC',
    'p',
    'dev',
    'dev-',
    '.x',
    '#',
    'v',
    'é',
  ]);

  it.each([
    ['1.2.3', '^1.2', true],
    ['2.0.0-beta', '^1.2', false],
    ['0.3.5', '^0.3', true],
    ['0.4.0', '^0.3', false],
    ['0.0.4', '^0.0.3', false],
    ['1.9', '~1.2', true],
    ['1.3.0', '~1.2.3', false],
    ['1.0.5', '1.0.*', true],
    ['1.1.0', '1.0.*', false],
    ['2.0.9', '1.0 - 2.0', true],
    ['2.0.1', '1.0.0 - 2.0.0', false],
    ['2.0.0-RC1', '<2.0', false],
    ['1.0.0-beta1', '>=1.0', true],
    ['1.0.0-beta1', '>=1.0@stable', false],
    ['3.1', '>=1.0 <1.1 || >=3.0', true],
    ['3.1', '>=1.0,<1.1|3.1', true],
    ['dev-main', 'dev-main', true],
    ['dev-main', '>=1.0', false],
    ['1.0', '*', true],
  ])('%s in %s: %s', (version, constraint, result) => {
    expect(composer.satisfies(version, constraint)).toBe(result);
  });

  it('says of a constraint that it cannot be read', () => {
    for (const constraint of ['', '>', '~>1.0', 'foo', '^', '1.0 ||']) {
      expect(composer.satisfies('1.0', constraint), constraint).toBeUndefined();
    }
  });

  it('knows what Composer accepts', () => {
    for (const version of ['1.0', 'v2.3.4-p1', 'dev-x', '2.x-dev', '20240101'])
      expect(composer.isValid(version)).toBe(true);
    for (const version of ['', 'foo', '1.2.3.4.5', '1.2.3.#']) expect(composer.isValid(version), version).toBe(false);
  });
});
