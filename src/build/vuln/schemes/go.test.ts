import { describe, expect, it } from 'vitest';
import { testConstraints, testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { go } from './go.ts';

describe('go', () => {
  testTable(go, 'go');
  testConstraints(go, 'go');
  testOrder(go, [
    'v0.0.0-20180116102854-5a71ef0e047d',
    'v0.0.0-20190116102854-000000000000',
    'v0.0.1',
    ['v1.2.3-pre', '1.2.3-pre'],
    'v1.2.3-pre.0.20190116102854-000000000000',
    ['v1.2.3', '1.2.3', 'v1.2.3+incompatible', 'v1.2.3+incompatible+dirty'],
    'v1.2.4-0.20190116102854-000000000000',
    'v1.2.4',
    ['go1.18', 'go1.18.0', '1.18.0'],
    '1.21.0-0',
    ['go1.21rc2', '1.21.0-rc.2'],
    ['go1.21.0', '1.21', 'go1.21.0-fips', 'go1.21.0 X:boringcrypto', 'go1.21+auto'],
    'go1.21.1',
  ]);
  testTotalOrder(go, ['0', '1', '10', '01', '.', '-', '+', 'v', 'go1', 'rc', 'go', '-0.', ' X:', 'é']);

  it('knows module and toolchain versions', () => {
    for (const version of ['v1.2.3', 'go1.21rc2', 'go1.20', 'v2.0.0+incompatible'])
      expect(go.isValid(version)).toBe(true);
    for (const version of ['(devel)', '', 'v1', 'go', 'unknown']) expect(go.isValid(version), version).toBe(false);
  });
});
