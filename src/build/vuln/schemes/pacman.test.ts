import { describe, expect, it } from 'vitest';
import { testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { pacman } from './pacman.ts';

describe('pacman', () => {
  testTable(pacman, 'pacman', {
    '1.0.0alpha | 1.0.0': "Grype compares as rpm does; pacman's vercmp(8) says 1.0a < 1.0alpha < 1.0",
  });
  testOrder(pacman, ['1.0a-1', '1.0alpha-1', '1.0rc-1', '1.0', '1.0-1', '1.0-2', '1.0.a-1', '1.0.1-1', '1:0.1-1']);
  testTotalOrder(pacman, ['0', '1', '10', '01', '.', '-', '+', 'a', 'rc', ':', '1:']);

  it('knows versions and constraints', () => {
    expect(pacman.isValid('1:3.0.7-4')).toBe(true);
    expect(pacman.isValid('')).toBe(false);
    expect(pacman.satisfies('1:3.0.7-4', '< 1:3.0.8-1')).toBe(true);
  });
});
