import { describe, expect, it } from 'vitest';
import { testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { nuget } from './nuget.ts';

describe('nuget', () => {
  testTable(nuget, 'nuget');
  testOrder(nuget, [
    '1.0.0-1',
    '1.0.0-2147483647',
    '1.0.0-2147483648',
    ['1.0.0-ALPHA', '1.0.0-alpha', '1.0-alpha+x'],
    '1.0.0-alpha.1',
    '1.0.0-alpha-1',
    '1.0.0-beta',
    ['1', '1.0', '1.0.0', '1.0.0.0', 'v1.0.0+meta', '1.0.00'],
    '1.0.0.1-a',
    '1.0.0.1',
    '1.0.1',
  ]);
  testTotalOrder(nuget, ['0', '1', '10', '01', '.', '-', '+', 'A', 'a', 'rc', '2147483648', 'v', ' ', 'é']);

  it('reads intervals and comparisons', () => {
    expect(nuget.satisfies('1.5.0', '[1.0, 2.0)')).toBe(true);
    expect(nuget.satisfies('2.0.0', '[1.0, 2.0)')).toBe(false);
    expect(nuget.satisfies('13.0.0', '< 13.0.1')).toBe(true);
  });

  it('knows what NuGet accepts', () => {
    for (const version of ['1.0', '1.2.3.4-a.1+b', '01.2']) expect(nuget.isValid(version), version).toBe(true);
    for (const version of ['', '1.2.3.4.5', '1.0-', 'a', '$(Version)'])
      expect(nuget.isValid(version), version).toBe(false);
  });
});
