import { describe, expect, it } from 'vitest';
import { mutations } from '#testing/fuzz.ts';
import { licenceIds, parseLicence } from './licence-expression.ts';

describe('licences', () => {
  it.each([
    ['MIT', ['MIT']],
    ['mit OR apache-2.0', ['mit', 'apache-2.0']],
    ['(MIT AND (ISC OR Zlib)) WITH x', ['(MIT AND (ISC OR Zlib)) WITH x']],
    ['GPL-2.0+', ['GPL-2.0-or-later']],
    ['GPL-2+', ['GPL-2.0-or-later']],
    ['LGPL-2.1', ['LGPL-2.1-only']],
    ['AGPL-3.0-or-later', ['AGPL-3.0-or-later']],
    ['Expat', ['MIT']],
    ['GPL-2.0-only WITH Classpath-exception-2.0', ['GPL-2.0-only', 'GPL-2.0-only WITH Classpath-exception-2.0']],
    ['The MIT License', ['MIT']],
    ['License :: OSI Approved :: BSD License', ['BSD-3-Clause']],
    ['Apache 2.0', ['Apache-2.0']],
    ['The Apache Software License, Version 2.0', ['Apache-2.0']],
    ['GNU General Public License v3 (GPLv3)', ['GPL-3.0-only']],
    ['see LICENSE.txt', ['see LICENSE.txt']],
    ['Artistic', ['Artistic-1.0-Perl']],
    ['constructor', ['constructor']],
    ['MIT OR', ['MIT OR']],
    ['', ['']],
  ])('%s', (text, ids) => {
    expect(licenceIds(text)).toEqual(ids);
  });

  it('bind AND more closely than OR', () => {
    expect(parseLicence('MIT OR ISC AND Zlib')).toMatchObject({ kind: 'or', sides: [{ id: 'MIT' }, { kind: 'and' }] });
  });

  it('take any text', () => {
    const started = performance.now();
    for (const bytes of mutations(
      Buffer.from('(MIT OR GPL-2.0+ WITH Classpath-exception-2.0) AND The BSD License'),
      3000,
      3,
    ))
      parseLicence(bytes.toString('utf8'));
    expect(parseLicence('('.repeat(9000))).toBeUndefined();
    expect(parseLicence('MIT OR '.repeat(1400))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
