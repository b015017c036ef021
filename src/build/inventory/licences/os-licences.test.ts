import { describe, expect, it } from 'vitest';
import { spdxOfDebian, spdxOfRpm } from './os-licences.ts';

describe('spdxOfDebian', () => {
  it.each([
    ['GPL-2+', 'GPL-2.0-or-later'],
    ['GPL-3', 'GPL-3.0-only'],
    ['LGPL-2.1+', 'LGPL-2.1-or-later'],
    ['Expat', 'MIT'],
    ['Apache-2.0', 'Apache-2.0'],
    ['GPL-2.0-or-later', 'GPL-2.0-or-later'],
    ['GPL-1+ or Artistic', 'GPL-1.0-or-later OR Artistic-1.0-Perl'],
    ['(GPL-2+ or Expat) and BSD-3-clause', '(GPL-2.0-or-later OR MIT) AND BSD-3-Clause'],
    ['GPL-2+ with OpenSSL exception', 'GPL-2+ with OpenSSL exception'],
    ['GPL-3+ with GCC exception', 'GPL-3.0-or-later WITH GCC-exception-3.1'],
    ['GPL-3+ with Bison exception', 'GPL-3.0-or-later WITH Bison-exception-2.2'],
    ['something-own', 'something-own'],
    ['GPL-2+ or something-own', 'GPL-2+ or something-own'],
  ])('%s → %s', (text, expected) => expect(spdxOfDebian(text)).toBe(expected));
});

describe('spdxOfRpm', () => {
  it.each([
    ['GPLv2+', 'GPL-2.0-or-later'],
    ['LGPLv2+ and MIT', 'LGPL-2.0-or-later AND MIT'],
    ['ASL 2.0', 'Apache-2.0'],
    ['GPL-2.0-or-later AND MIT', 'GPL-2.0-or-later AND MIT'],
    ['LGPL-2.1-or-later WITH GCC-exception-2.0', 'LGPL-2.1-or-later WITH GCC-exception-2.0'],
    ['BSD and GPLv2', 'BSD and GPLv2'],
    ['(MPLv1.1 or GPLv2+) and zlib', '(MPL-1.1 OR GPL-2.0-or-later) AND Zlib'],
  ])('%s → %s', (text, expected) => expect(spdxOfRpm(text)).toBe(expected));

  it('takes time in proportion to the text', () => {
    const start = performance.now();
    for (const text of ['( '.repeat(5000), ' and'.repeat(5000), 'a '.repeat(50_000), 'with '.repeat(5000)])
      spdxOfRpm(text);
    expect(performance.now() - start).toBeLessThan(200);
  });
});
