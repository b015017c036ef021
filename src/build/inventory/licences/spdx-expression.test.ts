import { describe, expect, it } from 'vitest';
import { isSpdxExpression } from '../sbom/licences.ts';
import { parseSpdxExpression } from './spdx-expression.ts';
import { isKnownLicence, isSpdxId } from './spdx-list.ts';

describe('SPDX licence expressions', () => {
  it('keep ids as written, and AND binds more closely than OR', () => {
    expect(parseSpdxExpression('mit or GPL-2+ AND (ISC)')).toEqual({
      kind: 'or',
      sides: [
        { kind: 'licence', id: 'mit' },
        {
          kind: 'and',
          sides: [
            { kind: 'licence', id: 'GPL-2+' },
            { kind: 'licence', id: 'ISC' },
          ],
        },
      ],
    });
  });

  it.each([
    ['MIT', true],
    ['(MIT)AND(ISC)', true],
    ['GPL-2.0-only WITH Classpath-exception-2.0', true],
    ['Apache-2.0+ OR LicenseRef-own', true],
    ['DocumentRef-x:LicenseRef-own', true],
    ['GPL-2.0-only WITH my-exception', false],
    ['LicenseRef-', false],
    ['mit', false],
    ['MIT +', false],
    ['( ) MIT', false],
    ['MIT\tOR ISC', false],
    [' MIT', false],
    ['MIT OR', false],
    ['AND', false],
    [`${'('.repeat(60)}MIT${')'.repeat(60)}`, false],
    ['', false],
  ])('%j with ids of the list: %s', (text, valid) => {
    expect(isSpdxExpression(text)).toBe(valid);
  });

  it('a policy knows ids in any case, a document only in the spelling of the list', () => {
    expect([isKnownLicence('apache-2.0+'), isKnownLicence('LicenseRef-x')]).toEqual([true, false]);
    expect([isSpdxId('Apache-2.0'), isSpdxId('apache-2.0'), isSpdxId('GPL-2.0')]).toEqual([true, false, true]);
  });
});
