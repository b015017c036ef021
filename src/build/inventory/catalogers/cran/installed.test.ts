import { expect, it } from 'vitest';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { cranInstalled } from './installed.ts';

const path = 'usr/lib/R/library/stringr/DESCRIPTION';

it('reads an installed R package', () => {
  const text =
    'Package: stringr\nVersion: 1.5.0.9000\nDescription: A text\n    Version: 9\nLicense: GPL-2 | MIT + file LICENSE\n';
  expect(readOne(cranInstalled, path, text)?.packages).toEqual([
    {
      type: 'cran',
      name: 'stringr',
      version: '1.5.0.9000',
      purl: 'pkg:cran/stringr@1.5.0.9000',
      licenses: ['GPL-2', 'MIT + file LICENSE'],
    },
  ]);
});

it.each(['A description of something.\n', 'Package: a\n', 'Package: a b\nVersion: 1\n', 'Package: a\nVersion: x\n'])(
  '%j is none',
  (text) => {
    expect(readOne(cranInstalled, path, text)).toBeUndefined();
  },
);
