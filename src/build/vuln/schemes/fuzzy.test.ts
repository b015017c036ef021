import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { fuzzy } from './fuzzy.ts';

describe('fuzzy', () => {
  testTable(fuzzy, 'fuzzy', {
    '1.0.0 | 1.0.0-dev1': 'Grype takes the longer text for newer; a development version comes before the release',
  });
  testConstraints(fuzzy, 'fuzzy');
  testOrder(fuzzy, [
    '1.0-dev',
    ['1.0alpha1', '1.0.0-alpha1'],
    '1.0rc1',
    ['1.0', '1.0.0', 'v1.0'],
    '1.0k',
    '1.0l',
    '1.0.1',
    '1.2',
    '1.10',
  ]);
  testTotalOrder(fuzzy, ['0', '1', '10', '01', '.', '-', '_', 'a', '-a', 'rc', 'p', 'v', 'SP', 'é']);

  it('wants a digit', () => {
    expect(fuzzy.isValid('95SE')).toBe(true);
    expect(fuzzy.isValid('latest')).toBe(false);
  });
});
